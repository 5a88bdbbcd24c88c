package org.comity.charter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.statement.LogMark;
import org.comity.statement.MemberId;
import org.comity.statement.Proposal;

/** What a charter may change in one step, whoever votes for it; one sentence for each fault. */
record AmendmentCheck(Charter parent, Proposal proposal, Charter next) {
    /** A charter out of place: it follows another, or is of another epoch. */
    static List<String> ofPlace(Charter parent, Proposal proposal, Charter next) {
        boolean follows =
                proposal.parent().equals(parent.hash())
                        && next.parent().equals(Optional.of(parent.hash()))
                        && next.epoch() == parent.epoch() + 1;
        return follows ? List.of() : List.of("it does not follow the charter in force");
    }

    List<String> problems(Set<Clause> clauses) {
        var problems = new ArrayList<String>();
        if (clauses.contains(Clause.EXCHANGE) && !next.exchange().equals(parent.exchange())) {
            problems.add("it is of another exchange");
        }
        List<MemberId> voters = parent.voters().stream().map(Member::id).toList();
        if (!voters.containsAll(next.articles().dormant())) {
            problems.add("it names somebody dormant who is no member with a vote");
        }
        if (clauses.contains(Clause.CUT)) {
            problems.addAll(ofCuts());
        }
        if (clauses.contains(Clause.ADDITIONS)) {
            problems.addAll(ofAdditions());
        }
        for (Member newcomer : newcomers()) {
            if (clauses.contains(Clause.PROBATION)) {
                problems.addAll(ofProbation(newcomer));
            }
            if (clauses.contains(Clause.SPONSORS)) {
                problems.addAll(ofSponsors(newcomer));
            }
        }
        return problems;
    }

    private List<Member> newcomers() {
        return next.members().stream().filter(it -> parent.member(it.id()).isEmpty()).toList();
    }

    private List<String> ofCuts() {
        var problems = new ArrayList<String>();
        for (Member member : parent.members()) {
            if (next.member(member.id()).isPresent()) {
                continue;
            }
            Optional<Cut> cut = next.cutOf(member.id());
            Optional<LogMark> mark = Optional.ofNullable(proposal.cut().get(member.logOrigin()));
            boolean same =
                    cut.isPresent()
                            && mark.isPresent()
                            && cut.get().head().size() == mark.get().size()
                            && cut.get().head().root().equals(mark.get().root());
            if (!same) {
                problems.add("it removes " + member.id() + " without one cut of its log");
            }
        }
        return problems;
    }

    private List<String> ofAdditions() {
        SortedMap<Country, Integer> byCountry = new TreeMap<>();
        newcomers().forEach(it -> byCountry.merge(it.country(), 1, Integer::sum));
        int most = parent.articles().amendments().additions();
        var problems = new ArrayList<String>();
        byCountry.forEach((country, count) -> {
            if (count > most) {
                problems.add(
                        "it lets in "
                                + count
                                + " members of "
                                + country
                                + "; the charter allows "
                                + most);
            }
        });
        return problems;
    }

    private List<String> ofProbation(Member newcomer) {
        int epochs = parent.articles().amendments().probation();
        boolean enough =
                epochs == 0 || newcomer.admission().probationUntil() >= parent.epoch() + epochs;
        return enough && !newcomer.vouched()
                ? List.of()
                : List.of(
                        newcomer.id()
                                + " comes in without the charter's "
                                + epochs
                                + " epochs of probation, or vouched for by nobody");
    }

    private List<String> ofSponsors(Member newcomer) {
        for (MemberId sponsor : newcomer.admission().sponsors()) {
            Optional<Member> member = parent.member(sponsor);
            if (member.isEmpty()
                    || next.member(sponsor).isEmpty()
                    || member.get().country().equals(newcomer.country())) {
                return List.of(sponsor + " cannot stand for " + newcomer.id());
            }
        }
        return List.of();
    }
}
