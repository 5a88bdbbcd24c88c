package org.comity.charter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.statement.Proposal;
import org.comity.statement.Vote;
import org.comity.value.Hash;

/**
 * What becomes of a charter: a pure, total function of the charter and of what its members' logs
 * hold.
 *
 * <p>Members vote in rounds. In each a member's first vote counts, so two proposals cannot both
 * have a quorum of one round. A vote of a later round counts only if the earlier votes that it
 * names show every proposal of every earlier round dead ({@link Deadness}); so a quorum of a later
 * round cannot exist beside one of an earlier. Within the fault budget phi a charter hence has at
 * most one successor; outside of it all nodes with the same logs still agree on which (the least
 * round and name), and an alarm says that there are two. Rejected: votes that are counted by the
 * clock, since clocks can be put back, and concurrent changes that are merged afterwards, since who
 * stays on an old branch then wins.
 */
public final class Amendments {
    /** Longer silence may be called dormant. */
    public static final long DORMANT_AFTER_SECONDS = 60L * 86_400;

    private final Charter parent;
    private final Submitted submitted;
    private final SortedMap<Hash, Tabled> tabled;
    private final CharterVotes ballot;
    private final Deadness deadness;
    private final Set<Clause> clauses;
    private final List<Certified> certified;

    /**
     * A proposal with its quorum.
     *
     * @param votes those that count for it in this round, in order of members
     */
    public record Certified(Tabled tabled, int round, List<Voted> votes) {
        private static final Comparator<Certified> ORDER =
                Comparator.comparingInt(Certified::round).thenComparing(it -> it.tabled().hash());

        public Certified {
            votes = List.copyOf(votes);
        }

        public Charter charter() {
            return tabled.next().orElseThrow();
        }
    }

    /** Whose vote. */
    public record Voted(MemberId member, Vote vote) {}

    Amendments(
            Charter parent,
            Submitted submitted,
            SortedMap<Hash, Tabled> tabled,
            Set<Clause> clauses) {
        this.parent = parent;
        this.submitted = submitted;
        this.tabled = tabled;
        this.clauses = clauses;
        this.ballot = CharterVotes.of(parent, submitted, clauses);
        this.deadness = new Deadness(parent, tabled, clauses);
        this.certified = certify();
    }

    public static Amendments of(Charter parent, Submitted submitted) {
        Set<Clause> all = EnumSet.allOf(Clause.class);
        SortedMap<Hash, Tabled> tabled = new TreeMap<>();
        submitted
                .proposals()
                .forEach((hash, proposal) -> {
                    if (proposal.parent().equals(parent.hash())) {
                        tabled.put(hash, Tabled.of(parent, proposal));
                    }
                });
        return new Amendments(parent, submitted, tabled, all);
    }

    /**
     * The charters from this one on, each the successor of the one before; the first is the start.
     * It is a path, since each names its parent and is of the next epoch.
     */
    public static List<Charter> chain(Charter start, Submitted submitted) {
        var chain = new ArrayList<Charter>();
        Optional<Charter> at = Optional.of(start);
        while (at.isPresent()) {
            chain.add(at.get());
            at = of(at.get(), submitted).successor().map(Certified::charter);
        }
        return chain;
    }

    public Charter parent() {
        return parent;
    }

    /** The certified proposal with the least round and hash. */
    public Optional<Certified> successor() {
        return clauses.contains(Clause.LEAST)
                ? certified.stream().min(Certified.ORDER)
                : certified.stream().max(Certified.ORDER);
    }

    /** Two successors: somebody voted twice with two logs, more than the charter allows for. */
    public boolean isAlarm() {
        return certified.stream().map(it -> it.tabled().hash()).distinct().count() > 1;
    }

    /** Every quorum there is, in order. */
    public List<Certified> certified() {
        return certified;
    }

    public List<Tabled> tabled() {
        return List.copyOf(tabled.values());
    }

    private List<Certified> certify() {
        var all = new ArrayList<Certified>();
        for (int round : ballot.rounds()) {
            for (Tabled one : tabled.values()) {
                List<CharterVotes.Cast> counted = countedFor(one, round);
                if (one.problems().isEmpty() && isCertified(one, counted)) {
                    var votes =
                            counted.stream().map(it -> new Voted(it.member(), it.vote())).toList();
                    all.add(new Certified(one, round, votes));
                }
            }
        }
        return all.stream().sorted(Certified.ORDER).toList();
    }

    private boolean isCertified(Tabled one, List<CharterVotes.Cast> counted) {
        var voters = new TreeSet<MemberId>();
        counted.forEach(it -> voters.add(it.member()));
        boolean sponsored =
                !clauses.contains(Clause.SPONSORS) || voters.containsAll(one.sponsors(parent));
        return sponsored && deadness.hasQuorum(Optional.of(one), voters, alive(one.proposal()));
    }

    /** The votes of a round that count for a proposal. */
    List<CharterVotes.Cast> countedFor(Tabled one, int round) {
        return ballot.round(round).values().stream()
                .filter(it -> it.vote().cast().proposal().equals(one.hash()))
                .filter(it -> one.isVoter(it.member(), clauses))
                .filter(it ->
                        !clauses.contains(Clause.CHARTER_NAMED)
                                || it.vote().cast().charter().equals(one.proposal().charterHash()))
                .filter(it ->
                        !clauses.contains(Clause.DEADLINE)
                                || it.declaredSecond() <= one.proposal().term().deadlineSecond())
                .filter(this::isJustified)
                .toList();
    }

    /** Whether the votes that it names show all that went before dead. */
    private boolean isJustified(CharterVotes.Cast cast) {
        if (!clauses.contains(Clause.DEAD_ROUNDS)) {
            return true;
        }
        for (int round = 0; round < cast.vote().cast().round(); round++) {
            if (!deadness.areAllDead(ballot.named(cast.vote().justification(), round))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Members of whom something was heard in the 60 days before the proposal was made; a making in
     * the future does not help, since it is bounded by what is the newest of anybody.
     */
    private SortedSet<MemberId> alive(Proposal proposal) {
        long newest =
                submitted.lastSeen().values().stream().mapToLong(Long::longValue).max().orElse(0);
        long since = Math.min(proposal.term().madeSecond(), newest) - DORMANT_AFTER_SECONDS;
        var alive = new TreeSet<MemberId>();
        for (Map.Entry<MemberId, Long> seen : submitted.lastSeen().entrySet()) {
            if (seen.getValue() >= since) {
                alive.add(seen.getKey());
            }
        }
        return alive;
    }

    /** Where a proposal stands, of the newest round in which it has votes. */
    public ProposalStanding standing(Tabled one) {
        int round = 0;
        for (int at : ballot.rounds()) {
            if (!countedFor(one, at).isEmpty() || deadness.areAllDead(ballot.round(at).values())) {
                round = at;
            }
        }
        var voters = new TreeSet<MemberId>();
        countedFor(one, round).forEach(it -> voters.add(it.member()));
        SortedSet<MemberId> alive = alive(one.proposal());
        var otherwise = new TreeSet<MemberId>();
        for (CharterVotes.Cast cast : ballot.round(round).values()) {
            if (!voters.contains(cast.member())) {
                otherwise.add(cast.member());
            }
        }
        boolean dead = deadness.isDead(Optional.of(one.hash()), ballot.round(round).values());
        return new ProposalStanding(
                one,
                parent,
                round,
                voters,
                otherwise,
                deadness.needed(Optional.of(one), alive),
                new ProposalStanding.Fate(isDone(one), dead, ballot.withheld()));
    }

    private boolean isDone(Tabled one) {
        return certified.stream().anyMatch(it -> it.tabled().hash().equals(one.hash()));
    }

    /**
     * The first round that is not dead, and the names of the earlier votes that show the others
     * dead; empty when this member has voted in it already.
     */
    public Optional<Next> nextVote(MemberId voter) {
        int round = 0;
        while (round < Vote.ROUND_MAX && deadness.areAllDead(ballot.round(round).values())) {
            round++;
        }
        return ballot.round(round).containsKey(voter)
                ? Optional.empty()
                : Optional.of(new Next(round, ballot.before(round)));
    }

    /** For what this member voted in the newest round that is not dead. */
    public Optional<Hash> standingVote(MemberId voter) {
        int last = ballot.rounds().isEmpty() ? 0 : ballot.rounds().last();
        return Optional.ofNullable(ballot.round(last).get(voter))
                .map(it -> it.vote().cast().proposal());
    }

    /** A round and the votes before it. */
    public record Next(int round, List<Hash> justification) {}
}
