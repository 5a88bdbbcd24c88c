package org.comity.charter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.tlog.TreeHead;
import org.comity.value.Hash;

/**
 * A draft of the charter that is to follow one in force: changed step by step, then taken as a
 * whole. Who is removed leaves groups and the witness committee too.
 */
public final class Amending {
    private final Charter parent;
    private final List<Member> members;
    private Hash guardSet;
    private Rules rules;
    private List<Group> groups;
    private Articles articles;

    private Amending(Charter parent) {
        this.parent = parent;
        this.members = new ArrayList<>(parent.members());
        this.guardSet = parent.guardSet();
        this.rules = parent.rules();
        this.groups = parent.groups();
        this.articles = parent.articles().withDormant(new TreeSet<>());
    }

    public static Amending of(Charter parent) {
        return new Amending(parent);
    }

    public Amending guards(Hash next) {
        guardSet = next;
        return this;
    }

    public Amending rules(Rules next) {
        rules = next;
        return this;
    }

    public Amending articles(Articles next) {
        articles = next;
        return this;
    }

    /** As they stand in the draft. */
    public Articles articles() {
        return articles;
    }

    /** As they stand in the draft. */
    public List<Group> groups() {
        return groups;
    }

    public Amending groups(List<Group> next) {
        groups = next;
        return this;
    }

    public Amending dormant(SortedSet<MemberId> silent) {
        articles = articles.withDormant(silent);
        return this;
    }

    /** In place of the member of the same name, or as one more, whose old cut then goes. */
    public Amending member(Member next) {
        members.removeIf(it -> it.id().equals(next.id()));
        members.add(next);
        articles =
                articles.withCuts(
                        articles.cuts().stream()
                                .filter(it -> !it.member().equals(next.id()))
                                .toList());
        return this;
    }

    /** Its log ends here: what stands at this size or after it does not count. */
    public Amending without(MemberId leaving, TreeHead end) {
        members.removeIf(it -> it.id().equals(leaving));
        var cuts = new ArrayList<>(articles.cuts());
        cuts.add(new Cut(leaving, end));
        var committee = new TreeSet<>(articles.committee());
        committee.remove(leaving);
        boolean all =
                members.size() <= WitnessQuorum.COMMITTEE_ABOVE
                        || committee.size() < WitnessQuorum.COMMITTEE_MIN;
        articles = articles.withCuts(cuts).withCommittee(all ? new TreeSet<>() : committee);
        var fewer = new ArrayList<Group>();
        for (Group group : groups) {
            var stay = new TreeSet<>(group.members());
            stay.remove(leaving);
            if (!stay.isEmpty()) {
                fewer.add(new Group(group.name(), stay));
            }
        }
        groups = fewer;
        return this;
    }

    /** The next epoch; fails when its parts do not fit together. */
    public Charter next() {
        return new Charter(
                parent.exchange(),
                parent.epoch() + 1,
                Optional.of(parent.hash()),
                guardSet,
                rules,
                groups,
                members,
                articles);
    }
}
