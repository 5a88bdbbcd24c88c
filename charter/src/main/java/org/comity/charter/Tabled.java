package org.comity.charter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.statement.Proposal;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * A proposal read against the charter that it would change.
 *
 * @param hash the proposal's name
 * @param next the charter that it proposes, if that is one
 * @param targets members that do not vote on it: it removes them, or replaces their keys without
 *     the signature of the old one
 * @param problems why it cannot be certified; empty when it may
 */
public record Tabled(
        Hash hash,
        Proposal proposal,
        Optional<Charter> next,
        SortedSet<MemberId> targets,
        List<String> problems) {
    public Tabled {
        targets = Collections.unmodifiableSortedSet(new TreeSet<>(targets));
        problems = List.copyOf(problems);
    }

    public static Tabled of(Charter parent, Proposal proposal) {
        return of(parent, proposal, EnumSet.allOf(Clause.class));
    }

    static Tabled of(Charter parent, Proposal proposal, Set<Clause> clauses) {
        Checked<Charter> parsed = Charter.parse(proposal.charter());
        Hash hash = proposal.hash();
        if (!(parsed instanceof Checked.Good<Charter>(Charter next))) {
            List<String> why = List.of("not a charter: " + parsed);
            return new Tabled(hash, proposal, Optional.empty(), new TreeSet<>(), why);
        }
        var consents = new Consents(parent, proposal);
        var targets = new TreeSet<MemberId>();
        for (Member member : parent.members()) {
            if (next.member(member.id()).isEmpty() || consents.isReplaced(member, next)) {
                targets.add(member.id());
            }
        }
        var problems = new ArrayList<String>();
        if (clauses.contains(Clause.NEXT_EPOCH)) {
            problems.addAll(AmendmentCheck.ofPlace(parent, proposal, next));
        }
        var check = new AmendmentCheck(parent, proposal, next);
        problems.addAll(check.problems(clauses));
        if (clauses.contains(Clause.CONSENT)) {
            problems.addAll(consents.problems(next));
        }
        return new Tabled(hash, proposal, Optional.of(next), targets, problems);
    }

    /** Whether this member may vote on it. */
    boolean isVoter(MemberId member, Set<Clause> clauses) {
        boolean target = clauses.contains(Clause.TARGET_OUT) && targets.contains(member);
        boolean dormant = clauses.contains(Clause.DORMANT_OUT) && dormant().contains(member);
        return !target && !dormant;
    }

    SortedSet<MemberId> dormant() {
        return next.map(it -> it.articles().dormant()).orElseGet(TreeSet::new);
    }

    /** Members that stand for a newcomer of it: without the vote of each it is not certified. */
    SortedSet<MemberId> sponsors(Charter parent) {
        var sponsors = new TreeSet<MemberId>();
        next.ifPresent(charter ->
                charter.members().stream()
                        .filter(it -> parent.member(it.id()).isEmpty())
                        .forEach(it -> sponsors.addAll(it.admission().sponsors())));
        return sponsors;
    }
}
