package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.EntryBundle;
import org.comity.tlog.ForkProof;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

/** What a log that was shown in two forms becomes, and what only looks like one. */
class ForkTest {
    private static final Desk OWNER = Desk.of("cert.example", "NL");
    private static final VerifierKey KEY = OWNER.node().verifierKey();
    private final Random random = new Random(7);
    private final TestLog log = new TestLog(OWNER.node());

    private static ForkProof proved(Step step) {
        ForkProof proof = assertInstanceOf(Step.Forked.class, step, step::toString).proof();
        assertEquals(Checked.good(KEY), proof.signedBy(List.of(KEY)));
        assertEquals(Checked.good(proof), ForkProof.parse(proof.bytes()));
        return proof;
    }

    @Test
    void aForkOfTheSameSizeIsProved() {
        log.grow(300, random);
        TestLog fork = log.copy(299).grow(1, random);
        ForkProof proof = proved(LogFollower.follow(log.held(), fork::answer));
        assertEquals(List.of(), proof.path());
    }

    @Test
    void aForkThatIsSmallerIsProvedWithWhatWeHold() {
        log.grow(300, random);
        TestLog fork = log.copy(100).grow(50, random);
        ForkProof proof = proved(LogFollower.follow(log.held(), fork::answer));
        assertEquals(fork.checkpoint(), proof.older());
    }

    @Test
    void aForkThatIsLargerIsProvedByAskingWhoeverServesIt() {
        log.grow(700, random);
        Seeds.each(
                60,
                seeded -> {
                    int size = 1 + seeded.nextInt(699);
                    int shared = seeded.nextInt(size);
                    TestLog held = log.copy(size);
                    TestLog fork =
                            log.copy(shared).grow(size - shared + 1 + seeded.nextInt(200), random);
                    ForkProof proof = proved(LogFollower.follow(held.held(), fork::answer));
                    assertEquals(held.checkpoint(), proof.older());
                });
    }

    /** There the path leaves out what the accuser must show. */
    @Test
    void aForkOfACompleteTreeIsProvedToo() {
        for (int size : new int[] {1, 2, 4, 128, 256, 512}) {
            TestLog held = new TestLog(OWNER.node()).grow(size, random);
            TestLog fork = held.copy(size - 1).grow(300, random);
            proved(LogFollower.follow(held.held(), fork::answer));
            fork.dropsPartials = true;
            proved(LogFollower.follow(held.held(), fork::answer));
        }
    }

    @Test
    void whoServesAForkAndKeepsThePathIsRefusedWithTheCheckpointKept() {
        log.grow(300, random);
        TestLog fork = log.copy(250).grow(400, random);
        for (Answer none : List.of(new Answer.Missing(), new Answer.Failed("time over"))) {
            var refused =
                    assertInstanceOf(
                            Step.Refused.class,
                            LogFollower.follow(
                                    log.held(),
                                    ask ->
                                            ask instanceof Ask.Consistency
                                                    ? none
                                                    : fork.answer(ask)));
            assertEquals("another entry than the one that we hold", refused.why());
            assertEquals(Optional.of(fork.checkpoint()), refused.evidence());
        }
    }

    /** Only what the log signed makes a fault: a mirror's lies are its own. */
    @Test
    void garbledEntriesOfAMirrorAreNoFault() {
        log.grow(700, random);
        Seeds.each(
                40,
                seeded -> {
                    int size = 1 + seeded.nextInt(699);
                    TestLog other = log.copy(size - 1).grow(701 - size, random);
                    Step step =
                            LogFollower.follow(
                                    log.copy(size).held(),
                                    ask ->
                                            ask instanceof Ask.Entries
                                                            || seeded.nextInt(3) == 0
                                                                    && !(ask
                                                                            instanceof
                                                                            Ask.Checkpoint)
                                                    ? other.answer(ask)
                                                    : log.answer(ask));
                    assertInstanceOf(Step.Refused.class, step, step::toString);
                });
    }

    @Test
    void whatANodeNeverHeldSignedIsNoFork() {
        log.grow(300, random);
        var held =
                new LogFollower.Held(
                        KEY, log.tree, log.tree.head(), Optional.empty(), Optional.empty());
        TestLog fork = log.copy(200).grow(100, random);
        assertInstanceOf(Step.Refused.class, LogFollower.follow(held, fork::answer));
        TestLog larger = log.copy(200).grow(400, random);
        assertInstanceOf(Step.Refused.class, LogFollower.follow(held, larger::answer));
    }

    /** Its former key may be anybody's. */
    @Test
    void anotherRootUnderAFormerKeyIsNoFork() {
        log.grow(300, random);
        SigningKey former = Desk.of("isp.example", "DE").node();
        SigningKey same =
                SigningKey.of(KEY.name(), KEY.type(), Bytes.of(new byte[SigningKey.SEED_BYTES]));
        Note byFormer = note(log.tree.head(), same);
        TestLog fork = log.copy(299).grow(1, random);
        var refused =
                assertInstanceOf(
                        Step.Refused.class,
                        LogFollower.follow(log.held(byFormer, Optional.empty()), fork::answer));
        assertTrue(refused.why().contains("another root"), refused.why());
        assertEquals("isp.example/log", former.verifierKey().name());
    }

    private static Note note(TreeHead head, SigningKey key) {
        return Note.of(new Checkpoint(KEY.name(), head).text()).signedBy(key);
    }

    /** Once the charter listed another key, this ended each pull until the next start. */
    @Test
    void aTargetUnderAFormerKeyIsLeftForTheNewest() {
        log.grow(300, random);
        SigningKey former =
                SigningKey.of(KEY.name(), KEY.type(), Bytes.of(new byte[SigningKey.SEED_BYTES]));
        TestLog held = log.copy(100);
        Note target = note(log.tree.headAt(200), former);
        Step step = LogFollower.follow(held.held(Optional.of(target)), log::answer);
        held.take(assertInstanceOf(Step.Advanced.class, step, step::toString));
        assertEquals(300, held.tree.size());
    }

    @Test
    void aSearchThatIsAnsweredWithRubbishFindsNothing() {
        log.grow(300, random);
        TestLog fork = log.copy(200).grow(400, random);
        var search = new ForkSearch(log.checkpoint(), fork.checkpoint());
        Ask ask = search.asks().getFirst();
        for (Bytes body :
                List.of(
                        Bytes.EMPTY,
                        Bytes.utf8("x"),
                        Bytes.of(new byte[ask.bytesMax() + 1]),
                        EntryBundle.bytes(fork.entries.subList(0, 3)))) {
            search.on(ask, new Answer.Got(body));
            assertInstanceOf(ForkSearch.Result.Unknown.class, search.result());
        }
        var onward = new ForkSearch(log.checkpointAt(150), fork.checkpoint());
        onward.on(onward.asks().getFirst(), fork.answer(onward.asks().getFirst()));
        assertInstanceOf(ForkSearch.Result.GoesOn.class, onward.result());
    }
}
