package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.comity.statement.Audience;
import org.comity.statement.AudienceNotice;
import org.comity.statement.Leaf;
import org.comity.statement.MemberId;
import org.comity.statement.Payload;
import org.comity.statement.Statement;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.tlog.Cosignature;
import org.comity.tlog.EntryBundle;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.TileId;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

class LogFollowerTest {
    private static final Desk OWNER = Desk.of("cert.example", "NL");
    private final Random random = new Random(7);
    private final TestLog log = new TestLog(OWNER.node());

    @Test
    void asksOnceWhenNothingIsNew() {
        log.grow(300, random);
        Step step = LogFollower.follow(log.copy(300).held(), log::answer);
        assertEquals(new Step.UpToDate(log.checkpoint()), step);
        assertEquals(1, log.asked);
    }

    @Test
    void anEmptyLogIsUpToDateWithNothing() {
        assertInstanceOf(Step.UpToDate.class, LogFollower.follow(log.held(), log::answer));
    }

    @Test
    void holdsEveryEntryOfAnHonestLogWhateverTheSizes() {
        log.grow(1_100, random);
        Seeds.each(
                25,
                seeded -> {
                    int has = seeded.nextInt(900);
                    int served = has + 1 + seeded.nextInt(200);
                    TestLog held = log.copy(has);
                    TestLog peer = log.copy(served);
                    peer.dropsPartials = seeded.nextBoolean();
                    Step step = LogFollower.follow(held.held(), peer::answer);
                    held.take(assertInstanceOf(Step.Advanced.class, step));
                    assertEquals(log.entries.subList(0, served), held.entries);
                    assertTrue(
                            peer.asked <= 1 + (served - 1) / 256 - has / 256 + 1,
                            "asks are bounded");
                });
    }

    @Test
    void fallsBackToTheFullBundleWhenThePartialOneIsGone() {
        log.grow(300, random);
        Note older = log.checkpointAt(200);
        log.dropsPartials = true;
        TestLog held = log.copy(100);
        Step step =
                LogFollower.follow(
                        held.held(),
                        ask ->
                                ask instanceof Ask.Checkpoint
                                        ? new Answer.Got(older.bytes())
                                        : log.answer(ask));
        held.take(assertInstanceOf(Step.Advanced.class, step));
        assertEquals(200, held.tree.size());
        assertEquals(2, log.asked);
    }

    @Test
    void takesAnswersInAnyOrder() {
        log.grow(3_000, random);
        Seeds.each(
                12,
                seeded -> {
                    TestLog held = log.copy(seeded.nextInt(600));
                    var follower = new LogFollower(held.held());
                    var todo = new ArrayList<Ask>();
                    Step step = follower.start();
                    while (step instanceof Step.Continue(List<Ask> asks)) {
                        todo.addAll(asks);
                        assertTrue(todo.size() <= 8, "few asks are open at once");
                        Ask ask = todo.remove(seeded.nextInt(todo.size()));
                        step = follower.on(ask, log.answer(ask));
                    }
                    held.take(assertInstanceOf(Step.Advanced.class, step));
                    assertEquals(log.entries, held.entries);
                });
    }

    @Test
    void takesALogThatIsFarAheadInPartsThatAreProven() {
        int size = LogFollower.ENTRIES_PER_ROUND_MAX + 1_000;
        Bytes entry = TestLog.leaf(random);
        for (int at = 0; at < size; at++) {
            log.add(entry);
        }
        TestLog held = log.copy(10);
        var first =
                assertInstanceOf(Step.Advanced.class, LogFollower.follow(held.held(), log::answer));
        held.take(first);
        assertEquals(LogFollower.ENTRIES_PER_ROUND_MAX, held.tree.size());
        log.grow(5, random);
        log.asked = 0;
        var second =
                assertInstanceOf(
                        Step.Advanced.class,
                        LogFollower.follow(
                                held.held(Optional.of(first.checkpoint())), log::answer));
        held.take(second);
        assertEquals(size, held.tree.size(), "the target first, not the newer checkpoint");
        assertEquals(4, log.asked);
    }

    @Test
    void refusesAPartWithoutAProofForIt() {
        Bytes entry = TestLog.leaf(random);
        for (int at = 0; at <= LogFollower.ENTRIES_PER_ROUND_MAX; at++) {
            log.add(entry);
        }
        Step step =
                LogFollower.follow(
                        log.copy(0).held(),
                        ask ->
                                ask instanceof Ask.Consistency
                                        ? new Answer.Got(
                                                Bytes.utf8(log.tree.head().root().base64() + "\n"))
                                        : log.answer(ask));
        assertRefused("entries do not give the signed root", step);
    }

    @Test
    void cosignaturesThatGrewAreAnUpdate() {
        log.grow(5, random);
        Note cosigned =
                log.checkpoint()
                        .with(
                                Cosignature.sign(
                                        log.checkpoint(),
                                        Desk.of("isp.example", "DE").witness(),
                                        1_700_000_000L));
        Step step = LogFollower.follow(log.copy(5).held(), _ -> new Answer.Got(cosigned.bytes()));
        assertEquals(new Step.UpToDate(cosigned), step);
    }

    @Test
    void anOlderPartOfTheSameLogIsBehindAndNotAFork() {
        log.grow(300, random);
        Step step = LogFollower.follow(log.held(), log.copy(120)::answer);
        assertEquals(new Step.Behind(log.checkpointAt(120)), step);
        assertInstanceOf(
                Step.Behind.class,
                LogFollower.follow(log.held(), new TestLog(OWNER.node())::answer));
    }

    @Test
    void refusesALogOfAnotherName() {
        TestLog other = new TestLog(Desk.of("isp.example", "DE").node()).grow(3, random);
        assertRefused("not signed by the log", LogFollower.follow(log.held(), other::answer));
        TestLog requests = new TestLog(OWNER.partiesKey());
        assertInstanceOf(
                Step.Refused.class,
                LogFollower.follow(log.held(), requests.grow(3, random)::answer),
                "one key signs both logs, the origin tells them apart");
    }

    @Test
    void refusesALogForFewThatIsNotNamedAfterItsFirstEntry() {
        var few = new TreeSet<>(List.of(OWNER.id(), Desk.of("isp.example", "DE").id()));
        Leaf first = first(StatementKind.AUDIENCE, few);
        SigningKey key = OWNER.keyOf(LogName.beginning(OWNER.id(), first));
        var good = new TestLog(key);
        good.add(first.bytes());
        good.grow(2, random);
        var empty = new TestLog(key);
        assertInstanceOf(Step.Advanced.class, LogFollower.follow(none(key, empty), good::answer));
        for (Leaf other :
                List.of(
                        first(StatementKind.AUDIENCE, few),
                        new Leaf(
                                StatementKind.BUNDLE,
                                first.declaredSecond(),
                                first.tlp(),
                                first.audienceCommitment(),
                                1,
                                first.payloadLength(),
                                first.commitment()))) {
            var bad = new TestLog(key);
            bad.add(other.bytes());
            assertRefused("not named after", LogFollower.follow(none(key, empty), bad::answer));
        }
    }

    private static LogFollower.Held none(SigningKey key, TestLog log) {
        return new LogFollower.Held(
                key.verifierKey(), log.tree, log.tree.head(), Optional.empty(), Optional.empty());
    }

    private Leaf first(StatementKind kind, TreeSet<MemberId> few) {
        byte[] salt = new byte[Payload.SALT_BYTES];
        random.nextBytes(salt);
        var payload = new Payload(Bytes.of(salt), new Audience.Parties(few), AudienceNotice.json());
        return Statement.seal(kind, 1_700_000_000L, Tlp.RED, 0, payload).leaf();
    }

    @Test
    void refusesACheckpointWhoseSignatureIsBad() {
        log.grow(3, random);
        Note good = log.checkpoint();
        Note larger = Note.of(good.text().replace("\n3\n", "\n4\n"));
        for (Note.Signature line : good.signatures()) {
            larger = larger.with(line);
        }
        Bytes bad = larger.bytes();
        assertRefused(
                "bad signature", LogFollower.follow(log.copy(3).held(), _ -> new Answer.Got(bad)));
    }

    @Test
    void refusesWithheldEntries() {
        log.grow(600, random);
        assertRefused(
                "withheld",
                LogFollower.follow(
                        log.copy(0).held(),
                        ask ->
                                ask instanceof Ask.Entries
                                        ? new Answer.Missing()
                                        : log.answer(ask)));
    }

    @Test
    void refusesBundlesOfAnotherCount() {
        log.grow(100, random);
        for (int cut : List.of(1, 99)) {
            assertInstanceOf(
                    Step.Refused.class,
                    follow(new Answer.Got(EntryBundle.bytes(log.entries.subList(0, cut)))));
        }
        var more = new ArrayList<>(log.entries);
        more.add(TestLog.leaf(random));
        assertInstanceOf(Step.Refused.class, follow(new Answer.Got(EntryBundle.bytes(more))));
    }

    @Test
    void refusesEntriesThatAreNoLeaves() {
        log.add(Bytes.utf8("no leaf"));
        assertRefused("a leaf", LogFollower.follow(log.copy(0).held(), log::answer));
    }

    @Test
    void refusesAnswersJustAboveTheirLimit() {
        log.grow(3, random);
        for (Ask ask :
                List.of(new Ask.Checkpoint(), new Ask.Entries(new TileId(TileId.ENTRIES, 0, 3)))) {
            Bytes huge = Bytes.of(new byte[ask.bytesMax() + 1]);
            assertRefused(
                    "answer too long",
                    LogFollower.follow(
                            log.copy(0).held(),
                            it -> it.equals(ask) ? new Answer.Got(huge) : log.answer(it)));
        }
    }

    @Test
    void aPeerThatDoesNotAnswerHasNotLied() {
        log.grow(3, random);
        assertInstanceOf(
                Step.Unanswered.class,
                LogFollower.follow(log.copy(0).held(), _ -> new Answer.Failed("time over")));
        assertInstanceOf(
                Step.Unanswered.class,
                LogFollower.follow(log.copy(0).held(), _ -> new Answer.Missing()));
    }

    @Test
    void noLieAndNoDamageChangesWhatIsHeld() {
        log.grow(700, random);
        TestLog held = log.copy(300);
        TreeHead before = held.tree.head();
        Seeds.each(
                120,
                seeded -> {
                    int spoiled = seeded.nextInt(4);
                    int[] count = {0};
                    Step step =
                            LogFollower.follow(
                                    held.held(),
                                    ask -> {
                                        Answer good = log.answer(ask);
                                        return count[0]++ == spoiled
                                                        && good instanceof Answer.Got(Bytes body)
                                                ? new Answer.Got(Mutations.of(body, seeded))
                                                : good;
                                    });
                    assertEquals(before, held.tree.head());
                    if (step instanceof Step.Advanced advanced) {
                        assertEquals(log.entries.subList(300, 700), advanced.entries());
                    }
                });
    }

    @Test
    void refusesAnswersAfterTheEnd() {
        log.grow(600, random);
        var follower = new LogFollower(log.copy(0).held());
        var first = (Step.Continue) follower.start();
        Ask checkpoint = first.asks().getFirst();
        var second = (Step.Continue) follower.on(checkpoint, log.answer(checkpoint));
        follower.on(second.asks().get(1), new Answer.Failed("time over"));
        Ask late = second.asks().get(0);
        assertThrows(IllegalStateException.class, () -> follower.on(late, log.answer(late)));
    }

    private Step follow(Answer entries) {
        return LogFollower.follow(
                log.copy(0).held(), ask -> ask instanceof Ask.Entries ? entries : log.answer(ask));
    }

    private static Step.Refused assertRefused(String why, Step step) {
        var refused = assertInstanceOf(Step.Refused.class, step);
        assertTrue(refused.toString().contains(why), refused.toString());
        return refused;
    }
}
