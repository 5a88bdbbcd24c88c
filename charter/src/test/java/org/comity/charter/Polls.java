package org.comity.charter;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.comity.statement.LogMark;
import org.comity.statement.MemberId;
import org.comity.statement.Proposal;
import org.comity.statement.StatementId;
import org.comity.statement.Vote;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** A charter, proposals to change it, and votes on them, for one test. */
final class Polls {
    static final Set<Clause> ALL = EnumSet.allOf(Clause.class);
    static final long MADE = 2_000_000_000;
    static final long DEADLINE = MADE + 86_400;
    private static final Bytes NO_SIGNATURE = Bytes.of(new byte[64]);

    /** Reading a charter takes long, for its keys; each is read once. */
    private static final Map<String, Charter> CHARTERS = new ConcurrentHashMap<>();

    private static final Map<String, Tabled> TABLED = new ConcurrentHashMap<>();

    final Charter parent;
    final Set<Clause> clauses;
    final SortedMap<Hash, Tabled> tabled = new TreeMap<>();
    final SortedMap<MemberId, List<Submitted.Placed>> logs = new TreeMap<>();
    final SortedMap<MemberId, Long> lastSeen = new TreeMap<>();

    Polls(Charter parent, Set<Clause> clauses) {
        this.parent = parent;
        this.clauses = clauses;
    }

    /** Members a, b, c ... of as many countries, with phi. */
    static Charter charter(int members, int phi) {
        return CHARTERS.computeIfAbsent(members + "/" + phi, _ -> make(members, phi));
    }

    private static Charter make(int members, int phi) {
        List<String> countries = new ArrayList<>();
        for (int at = 0; at < members; at++) {
            countries.add("" + (char) ('A' + at) + "A");
        }
        Charter plain = Made.charter(countries.toArray(String[]::new));
        return new Charter(
                plain.exchange(),
                plain.epoch(),
                plain.parent(),
                plain.guardSet(),
                plain.rules(),
                List.of(),
                plain.members(),
                Articles.DEFAULT.withAmendments(new AmendmentRules(phi, 2, 1)));
    }

    static Set<Clause> without(Clause... off) {
        Set<Clause> clauses = EnumSet.allOf(Clause.class);
        clauses.removeAll(List.of(off));
        return clauses;
    }

    static MemberId id(int member) {
        return new MemberId(String.valueOf((char) ('a' + member)));
    }

    /** Changes nothing but k. */
    static Charter withK(Charter parent, int k) {
        return Amending.of(parent).rules(new Rules(0, k, List.of("country"))).next();
    }

    static Charter removing(Charter parent, MemberId leaving) {
        return Amending.of(parent).without(leaving, TreeHead.EMPTY).next();
    }

    Tabled propose(Charter next) {
        return propose(next, new TreeMap<>());
    }

    Tabled propose(Charter next, SortedMap<MemberId, List<Bytes>> consents) {
        var cut = new TreeMap<String, LogMark>();
        for (Cut one : next.articles().cuts()) {
            cut.put(one.origin(), new LogMark(one.head().size(), one.head().root()));
        }
        return table(
                new Proposal(
                        parent.hash(),
                        next.text(),
                        cut,
                        new Proposal.Term(MADE, DEADLINE),
                        consents,
                        ""));
    }

    Tabled table(Proposal proposal) {
        String key = proposal.hash() + "/" + clauses;
        Tabled one = TABLED.computeIfAbsent(key, _ -> Tabled.of(parent, proposal, clauses));
        tabled.put(one.hash(), one);
        return one;
    }

    /** Appends a vote without a signature, in the first round, to a member's log. */
    void vote(int member, Tabled one) {
        append(id(member), vote(parent, 0, one, List.of()));
    }

    void append(MemberId member, Vote vote) {
        append(member, MADE, Optional.of(vote));
    }

    void append(MemberId member, long second, Optional<Vote> vote) {
        List<Submitted.Placed> log = logs.computeIfAbsent(member, _ -> new ArrayList<>());
        var at = new StatementId(member.name() + "/log", log.size());
        log.add(new Submitted.Placed(at, second, vote.map(it -> stamped(it, member))));
    }

    /** In place of a signature, so that votes of two members have two names. */
    static Vote stamped(Vote vote, MemberId member) {
        byte[] stamp = new byte[64];
        stamp[0] = (byte) member.name().charAt(0);
        return vote.signature().equals(NO_SIGNATURE)
                ? new Vote(vote.cast(), vote.justification(), Bytes.of(stamp))
                : vote;
    }

    /** Votes as an honest member that knows all. */
    boolean voteNext(int member, Tabled one) {
        Optional<Amendments.Next> next = count().nextVote(id(member));
        next.ifPresent(it -> append(id(member), vote(parent, it.round(), one, it.justification())));
        return next.isPresent();
    }

    static Vote vote(Charter parent, int round, Tabled one, List<Hash> justification) {
        Hash digest = Vote.digest(justification);
        Hash charter = one.proposal().charterHash();
        return unsigned(
                new Vote.Cast(parent.hash(), round, one.hash(), charter, digest), justification);
    }

    static Vote unsigned(Vote.Cast cast, List<Hash> justification) {
        return new Vote(cast, justification, NO_SIGNATURE);
    }

    static Vote signed(Vote vote, String member) {
        Bytes signature = Made.memberKey(member).sign(Bytes.utf8(vote.cast().signedText()));
        return new Vote(vote.cast(), vote.justification(), signature);
    }

    Amendments count() {
        return count(logs);
    }

    Amendments count(Map<MemberId, List<Submitted.Placed>> seen) {
        var submitted = new Submitted(new TreeMap<>(), new TreeMap<>(seen), lastSeen);
        return new Amendments(parent, submitted, tabled, clauses);
    }

    /** Names of what is certified, without the rounds. */
    static Set<Hash> certified(Amendments counted) {
        var names = new TreeSet<Hash>();
        counted.certified().forEach(it -> names.add(it.tabled().hash()));
        return names;
    }
}
