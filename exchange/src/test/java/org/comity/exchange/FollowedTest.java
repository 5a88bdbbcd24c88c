package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.comity.statement.MemberId;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** Logs for named members are followed once somebody names them, and not too many. */
class FollowedTest {
    private static final MemberId A = new MemberId("a.example");
    private static final MemberId B = new MemberId("b.example");
    private static final MemberId C = new MemberId("c.example");

    private static final VerifierKey A_KEY = Desk.of("a.example", "DE").node().verifierKey();

    /** Nothing is held, and nobody but its owner is known to be named by a log. */
    private static final Shelf EMPTY =
            new Shelf() {
                @Override
                public Optional<Held> log(LogName name) {
                    var key =
                            new VerifierKey(
                                    name.origin(), VerifierKey.Type.ED25519, A_KEY.publicKey());
                    return Optional.of(
                            new Held(
                                    key,
                                    new MerkleTree(),
                                    TreeHead.EMPTY,
                                    Optional.empty(),
                                    Optional.empty()));
                }

                @Override
                public List<LogName> forParties(MemberId owner) {
                    return List.of();
                }

                @Override
                public boolean isFor(LogName log, MemberId member) {
                    return log.owner().equals(member);
                }

                @Override
                public Left left(LogName name) {
                    return Left.NOTHING;
                }
            };

    private final Replication machine =
            new Replication(
                    new Replication.Settings(
                            new MemberId("self.example"),
                            30_000,
                            new Random(1),
                            ReplicationLimits.DEFAULT),
                    EMPTY);
    private long now;

    private static LogName log(MemberId owner, int number) {
        return new LogName(owner, Optional.of(Hash.digest(new byte[] {(byte) number})));
    }

    private void join(MemberId... all) {
        var others = List.of(all).stream().map(it -> new Replication.Neighbour(it, true)).toList();
        machine.members(others, Set.of(), now);
    }

    /** What is asked at whom, once this peer's news are these and all others say nothing. */
    private List<Order.Send> asked(MemberId peer, News news) {
        now += 40_000;
        var all = new ArrayList<Order.Send>();
        for (int round = 0; round < 40; round++) {
            now += 500;
            for (Order order : machine.advance(now)) {
                if (order instanceof Order.Send send) {
                    boolean its = send.to().equals(peer) && send.ask() instanceof Ask.News;
                    Answer answer = its ? new Answer.Got(news.bytes()) : new Answer.Missing();
                    machine.answered(send.ticket(), answer, now);
                    all.add(send);
                }
            }
        }
        return all.stream().filter(it -> !it.log().isMain()).toList();
    }

    private static News heads(MemberId owner, int count) {
        var heads = new TreeMap<String, News.Head>();
        Hash root = Hash.digest(Bytes.utf8("root").array());
        for (int at = 0; at < count; at++) {
            heads.put(log(owner, at).origin(), new News.Head(new TreeHead(3, root), root));
        }
        return new News(Hash.ZERO, List.of(), heads, new TreeMap<>());
    }

    private static News holds(MemberId owner, int from, int to) {
        var holds = new TreeMap<String, Long>();
        for (int at = from; at < to; at++) {
            holds.put(log(owner, at).origin(), 3L);
        }
        return new News(Hash.ZERO, List.of(), new TreeMap<>(), holds);
    }

    private static Set<LogName> logs(List<Order.Send> asked) {
        return Set.copyOf(asked.stream().map(Order.Send::log).toList());
    }

    @Test
    void whatItsOwnerNamesIsAskedForThereWithASignature() {
        join(A, B);
        List<Order.Send> asked = asked(A, heads(A, 1));
        assertEquals(Set.of(log(A, 0)), logs(asked));
        assertTrue(asked.stream().allMatch(it -> it.signed() && it.to().equals(A)));
    }

    @Test
    void nobodyNamesLogsOfAnotherAsItsOwn() {
        join(A, B);
        assertEquals(List.of(), asked(B, heads(A, 1)));
    }

    @Test
    void ofOneOwnerNoMoreThanSoManyAreFollowed() {
        join(A, B);
        assertEquals(Followed.OF_OWNER_MAX, logs(asked(A, heads(A, 100))).size());
        assertEquals(1, logs(asked(B, heads(B, 1))).size());
    }

    /** And takes from nobody the room for what is there. */
    @Test
    void whoMakesUpLogsOfOthersIsAskedForFewAndByItselfOnly() {
        join(A, B, C);
        List<Order.Send> asked = asked(B, holds(A, 0, 100));
        assertEquals(8, logs(asked).size());
        assertTrue(asked.stream().noneMatch(it -> it.to().equals(C)), "nobody else hears of it");
        assertEquals(8, logs(asked(B, holds(A, 50, 100))).size());
        assertEquals(1, logs(asked(C, holds(A, 100, 101))).size());
        Set<LogName> named = logs(asked(A, heads(A, 64)));
        assertEquals(Followed.OF_OWNER_MAX, named.size());
    }

    @Test
    void ownLogsThatOthersHoldAreNotFollowed() {
        join(A);
        assertEquals(List.of(), asked(A, holds(new MemberId("self.example"), 0, 3)));
        assertEquals(List.of(), asked(A, holds(C, 0, 3)));
    }
}
