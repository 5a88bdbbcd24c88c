package org.comity.charter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.comity.statement.MemberId;

/**
 * What a proposal has and what it lacks, in words for the people who are to vote.
 *
 * @param round the newest in which somebody votes
 * @param voters whose votes count for it
 * @param otherwise members whose vote of this round does not count for it
 * @param needed votes that certify it, if their countries are more than half
 */
public record ProposalStanding(
        Tabled tabled,
        Charter parent,
        int round,
        SortedSet<MemberId> voters,
        SortedSet<MemberId> otherwise,
        int needed,
        Fate fate) {
    /**
     * What became of it.
     *
     * @param certified it has its quorum, in this round or an earlier one
     * @param dead it cannot have it in this round, whoever votes
     * @param withheld members with a vote whose payload is not here
     */
    public record Fate(boolean certified, boolean dead, SortedSet<MemberId> withheld) {}

    public ProposalStanding {
        voters = Collections.unmodifiableSortedSet(new TreeSet<>(voters));
        otherwise = Collections.unmodifiableSortedSet(new TreeSet<>(otherwise));
    }

    /** Members that may vote on it and have not in this round. */
    public SortedSet<MemberId> open() {
        var open = new TreeSet<MemberId>();
        for (Member member : parent.voters()) {
            MemberId id = member.id();
            boolean votes = !tabled.targets().contains(id) && !tabled.dormant().contains(id);
            if (votes && !voters.contains(id) && !otherwise.contains(id)) {
                open.add(id);
            }
        }
        return open;
    }

    private SortedSet<Country> countries() {
        return voters.stream()
                .map(it -> parent.member(it).orElseThrow().country())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private int countriesNeeded() {
        return parent.countriesOfVoters().size() / 2 + 1;
    }

    /** One sentence each; the first says where it stands. */
    public List<String> words() {
        var words = new ArrayList<String>();
        if (fate.certified()) {
            words.add("Certified by " + names(voters) + ": it follows the charter in force.");
            return words;
        }
        if (!tabled.problems().isEmpty()) {
            words.add("It can never be certified:");
            words.addAll(tabled.problems());
            return words;
        }
        words.add(votes());
        words.addAll(missing());
        words.addAll(abstaining());
        if (fate.dead()) {
            words.add(
                    "In round "
                            + round
                            + " it cannot be certified any more, whoever votes. When every"
                            + " proposal of this round is dead, members may vote again.");
        }
        return words;
    }

    private String votes() {
        return "Round "
                + round
                + ": "
                + voters.size()
                + " of "
                + parent.voters().size()
                + " members voted for it"
                + (voters.isEmpty() ? "" : " (" + names(voters) + ")")
                + "; it needs "
                + needed
                + ", from "
                + countriesNeeded()
                + " of "
                + parent.countriesOfVoters().size()
                + " countries.";
    }

    /** What is missing for it; empty when nothing is. */
    public List<String> missing() {
        var words = new ArrayList<String>();
        int votes = Math.max(0, needed - voters.size());
        if (votes > 0 && votes > open().size()) {
            words.add(
                    "Missing: "
                            + votes
                            + " votes, but only "
                            + open().size()
                            + " may still be cast in this round."
                            + (canEver()
                                    ? ""
                                    : " Too few may vote on it at all: those who stay can found"
                                            + " the exchange anew."));
        } else if (votes > 0) {
            words.add("Missing: " + votes + " of the votes of " + names(open()) + ".");
        }
        int countries = countriesNeeded() - countries().size();
        if (countries > 0) {
            words.add("Missing: votes from " + countries + " more countries.");
        }
        var sponsors = tabled.sponsors(parent);
        sponsors.removeAll(voters);
        if (!sponsors.isEmpty()) {
            words.add("Missing: the votes of its sponsors " + names(sponsors) + ".");
        }
        return words;
    }

    private boolean canEver() {
        long voters =
                parent.voters().stream()
                        .filter(it -> !tabled.targets().contains(it.id()))
                        .filter(it -> !tabled.dormant().contains(it.id()))
                        .count();
        return voters >= needed;
    }

    private List<String> abstaining() {
        var words = new ArrayList<String>();
        if (!tabled.targets().isEmpty()) {
            words.add(
                    names(tabled.targets())
                            + " has no vote on it: it removes them or replaces their keys. They"
                            + " still count among the "
                            + parent.voters().size()
                            + ".");
        }
        if (!tabled.dormant().isEmpty()) {
            words.add(names(tabled.dormant()) + " is named dormant and has no vote on it.");
        }
        if (!otherwise.isEmpty()) {
            words.add(names(otherwise) + " voted otherwise in this round.");
        }
        if (!fate.withheld().isEmpty()) {
            words.add(
                    "A vote of "
                            + names(fate.withheld())
                            + " is not here yet; none that follows it in its log counts.");
        }
        return words;
    }

    private static String names(Collection<MemberId> members) {
        return members.stream().map(MemberId::name).collect(Collectors.joining(", "));
    }
}
