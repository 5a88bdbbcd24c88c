package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.comity.charter.Charter;
import org.comity.charter.Rules;
import org.comity.charter.WitnessQuorum;
import org.comity.statement.MemberId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Cosignature;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** A log's owner and its witnesses in virtual time: one loop, no thread. */
class WitnessRoundTest {
    private static final Desk OWNER = Desk.of("cert.example", "NL");
    private static final long START_SECOND = 1_780_000_000L;

    /** A witness that decides as ours do, and how far and how well it is reached. */
    private static final class Far {
        final Desk desk;
        TreeHead last = TreeHead.EMPTY;
        long latencyMillis = 20;
        long secondsAhead;
        boolean down;
        Optional<WitnessAnswer> always = Optional.empty();
        int asked;

        Far(Desk desk) {
            this.desk = desk;
        }

        WitnessAnswer answer(WitnessRequest request, long second) {
            asked++;
            if (down || always.isPresent()) {
                return always.orElse(new WitnessAnswer.Failed("down"));
            }
            return switch (WitnessDecisionTest.of(
                    Optional.of(OWNER.node().verifierKey()), last, request)) {
                case WitnessDecision.Cosign(TreeHead head) -> {
                    last = head;
                    yield new WitnessAnswer.Cosigned(List.of(sign(request.checkpoint(), second)));
                }
                case WitnessDecision.Conflict(long latest) -> new WitnessAnswer.Conflict(latest);
                case WitnessDecision.Refuse(WitnessDecision.Why why) ->
                        new WitnessAnswer.Refused(why.status(), why.words());
            };
        }

        Note.Signature sign(Note checkpoint, long second) {
            return Cosignature.sign(checkpoint, desk.witness(), second + secondsAhead);
        }
    }

    private record UnderWay(WitnessRound.Send send, WitnessAnswer answer, long atMillis) {}

    private final Random random = new Random(7);
    private final TestLog log = new TestLog(OWNER.node());
    private final Map<MemberId, Far> far = new LinkedHashMap<>();
    private final List<UnderWay> underWay = new ArrayList<>();
    private final WitnessRound round = new WitnessRound(OWNER.id());
    private Charter charter = charter();
    private long now;
    private long cosigned;
    private int gathered;
    private int sends;

    @Test
    void pinsAtOnceWhenIdleAndComesToAQuorum() {
        found("isp.example", "mail.example", "x.example");
        grow(5);
        run(100);
        assertEquals(5, cosigned);
        assertEquals(3, sends);
        run(10_000);
        assertEquals(3, sends, "nothing is asked twice");
        assertEquals(Long.MAX_VALUE, round.wakeAtMillis());
    }

    @Test
    void underSteadyLoadTheCosignedSizeFollowsWithinTwoRounds() {
        found("isp.example", "mail.example", "x.example", "y.example");
        far.values().forEach(it -> it.latencyMillis = 20 + random.nextInt(300));
        for (int step = 0; step < 3_000; step++) {
            grow(1 + random.nextInt(3));
            run(10);
            long behind = log.tree.size() - cosigned;
            // Two rounds of about a second at up to three statements each ten milliseconds.
            assertTrue(step < 200 || behind < 2 * 130 * 3, "behind by " + behind + " at " + step);
        }
        assertTrue(sends < 4 * 40 * 2, "about one ask a second and witness: " + sends);
    }

    /** Each takes longer than a round: without a pin they would all sign different sizes. */
    @Test
    void whenAllAreSlowTheRoundWaitsForThem() {
        found("isp.example", "mail.example", "x.example");
        for (int step = 0; step < 600; step++) {
            far.values().forEach(it -> it.latencyMillis = 1_200 + random.nextInt(2_000));
            grow(2);
            run(50);
            long behind = log.tree.size() - cosigned;
            // Two asks each of up to three seconds, with a round begun just before.
            assertTrue(step < 200 || behind < 2 * 20 * 10, "behind by " + behind + " at " + step);
        }
    }

    @Test
    void aSlowWitnessHoldsUpNobody() {
        found("isp.example", "mail.example", "x.example", "y.example", "z.example");
        far(0).latencyMillis = 9_000;
        grow(10);
        run(50);
        assertEquals(10, cosigned);
        grow(10);
        run(1_100);
        assertEquals(20, cosigned);
    }

    @Test
    void whoIsDownIsAskedLessAndLessAndAtOnceWhenItShowsItself() {
        found("isp.example", "mail.example", "x.example");
        far(0).down = true;
        grow(4);
        run(300_000);
        assertEquals(0, cosigned);
        assertTrue(far(0).asked > 5 && far(0).asked < 15, "asked " + far(0).asked);
        assertEquals(1, far(1).asked);
        assertTrue(standing(0).trouble().startsWith("not answered"), standing(0).toString());
        far(0).down = false;
        round.heardFrom(far(0).desk.id());
        run(100);
        assertEquals(4, cosigned);
        assertEquals("", standing(0).trouble());
    }

    @Test
    void whatIsPinnedIsGivenUpWhenAWitnessHasPassedIt() {
        found("isp.example", "mail.example", "x.example");
        far.values().forEach(it -> it.latencyMillis = 400);
        grow(4);
        run(10);
        // Somebody had it cosign more than is pinned.
        grow(3);
        far(2).last = log.tree.head();
        run(2_500);
        assertEquals(7, cosigned);
    }

    @Test
    void aWitnessWithoutAnAddressCosignsWhatItFetches() {
        found("isp.example", "mail.example", "nat.example");
        assertTrue(far(2).desk.member().url().isEmpty());
        grow(4);
        run(1_000);
        assertEquals(0, far(2).asked);
        Note pinned = round.pinned().orElseThrow();
        grow(9);
        run(30_000);
        assertEquals(pinned, round.pinned().orElseThrow(), "it has the time to fetch it");
        round.offered(pinned.with(far(2).sign(pinned, second())), second());
        run(10);
        assertEquals(4, cosigned);
        assertEquals(13, size(round.pinned().orElseThrow()));
    }

    @Test
    void lateCosignaturesOfAnEarlierCheckpointCount() {
        found("isp.example", "mail.example", "x.example");
        far(0).down = true;
        grow(4);
        run(100);
        Note first = round.pinned().orElseThrow();
        grow(1);
        run(WitnessRound.HOLD_MILLIS + 10);
        assertEquals(5, size(round.pinned().orElseThrow()));
        round.offered(first.with(far(0).sign(first, second())), second());
        run(10);
        assertEquals(4, cosigned);
    }

    @Test
    void aClockThatIsAheadCostsItsOwnVoiceOnly() {
        found("isp.example", "mail.example", "x.example", "y.example");
        far(0).secondsAhead = 3_600;
        far(1).secondsAhead = 299;
        grow(4);
        run(5_000);
        assertEquals(4, cosigned);
        assertTrue(standing(0).trouble().contains("clock"), standing(0).toString());
        assertEquals("", standing(1).trouble());
        far(0).secondsAhead = 1L << 62;
        grow(4);
        run(5_000);
        assertEquals(8, cosigned);
    }

    @Test
    void liarsAreAskedSeldomAndBelievedNothing() {
        found("isp.example", "mail.example", "x.example", "y.example");
        Note.Signature foreign =
                Cosignature.sign(
                        Note.of(new Checkpoint("cert.example/log", TreeHead.EMPTY).text()),
                        far(1).desk.witness(),
                        START_SECOND);
        for (WitnessAnswer lie :
                List.of(
                        new WitnessAnswer.Conflict(0),
                        new WitnessAnswer.Conflict(2),
                        new WitnessAnswer.Conflict(1L << 62),
                        new WitnessAnswer.Cosigned(List.of()),
                        new WitnessAnswer.Cosigned(List.of(foreign)),
                        new WitnessAnswer.Refused(422, "no"),
                        new WitnessAnswer.Refused(429, "later"))) {
            far(0).always = Optional.of(lie);
            int before = far(0).asked;
            grow(3);
            run(20_000);
            assertEquals(log.tree.size(), cosigned, lie.toString());
            assertTrue(far(0).asked - before < 40, lie + ": asked " + (far(0).asked - before));
            assertTrue(!standing(0).trouble().isEmpty(), lie.toString());
        }
    }

    @Test
    void aWitnessThatHasSeenMoreThanTheLogHasIsNamed() {
        found("isp.example", "mail.example", "x.example");
        grow(9);
        run(100);
        assertEquals(9, cosigned);
        var restored = new WitnessRound(OWNER.id());
        restored.charter(charter, OWNER.node().verifierKey(), 0);
        restored.grew(log.checkpointAt(4));
        for (int ask = 0; ask < 3; ask++) {
            for (WitnessRound.Send send : restored.due(now)) {
                restored.answered(send, new WitnessAnswer.Conflict(9), now, second());
            }
            now += 10_000;
        }
        assertTrue(
                restored.standings().stream()
                        .allMatch(it -> it.trouble().contains("more than this log has")));
    }

    @Test
    void anotherCharterStartsTheRoundAnew() {
        found("isp.example", "mail.example", "x.example");
        far(0).down = true;
        grow(4);
        run(100);
        assertEquals(0, cosigned);
        far.remove(new MemberId("isp.example"));
        charter = charter();
        round.charter(charter, OWNER.node().verifierKey(), 0);
        run(100);
        assertEquals(4, cosigned);
    }

    @Test
    void aCommitteeWitnessesInPlaceOfAll() {
        String[] names = {
            "a.ex", "b.ex", "c.ex", "d.ex", "e.ex", "f.ex", "g.ex", "h.ex", "i.ex", "j.ex", "k.ex"
        };
        for (String name : names) {
            add(name);
        }
        var committee = new java.util.TreeSet<MemberId>();
        far.keySet().stream().limit(6).forEach(committee::add);
        charter = charter();
        charter =
                new Charter(
                        charter.exchange(),
                        charter.epoch(),
                        charter.parent(),
                        charter.guardSet(),
                        charter.rules(),
                        charter.groups(),
                        charter.members(),
                        charter.articles().withCommittee(committee));
        round.charter(charter, OWNER.node().verifierKey(), 0);
        far(0).down = true;
        grow(4);
        run(100);
        assertEquals(4, cosigned);
        assertEquals(6, round.standings().size());
        far.forEach((id, it) -> assertTrue(committee.contains(id) || it.asked == 0, id.name()));
        assertEquals(5, WitnessQuorum.needed(charter));
    }

    /** Witnesses that come and go, slow and fast: what is cosigned never forks and keeps coming. */
    @Test
    void inAnyWeatherTheCosignedSizeComesAfter() {
        Seeds.each(
                10,
                seeded -> {
                    var world = new WitnessRoundTest();
                    world.found(
                            "isp.example", "mail.example", "x.example", "y.example", "nat.example");
                    for (int step = 0; step < 300; step++) {
                        world.grow(seeded.nextInt(4));
                        Far one = world.far(seeded.nextInt(4));
                        one.down = seeded.nextInt(3) == 0;
                        one.latencyMillis = 1 + seeded.nextInt(3_000);
                        world.run(seeded.nextInt(400));
                    }
                    world.far.values().forEach(it -> it.down = false);
                    world.grow(1);
                    world.run(200_000);
                    assertEquals(world.log.tree.size(), world.cosigned);
                });
    }

    private void found(String... names) {
        for (String name : names) {
            add(name);
        }
        charter = charter();
        round.charter(charter, OWNER.node().verifierKey(), 0);
    }

    private void add(String name) {
        String country = List.of("DE", "FR", "JP", "BR", "KE").get(far.size() % 5);
        Desk desk = Desk.of(name, country);
        Desk reached =
                name.startsWith("nat")
                        ? new Desk(
                                desk.member().withUrl(""),
                                desk.memberKey(),
                                desk.node(),
                                desk.witness())
                        : desk;
        far.put(desk.id(), new Far(reached));
    }

    private Charter charter() {
        var members = new ArrayList<>(far.values().stream().map(it -> it.desk.member()).toList());
        members.add(OWNER.member());
        return new Charter(
                "0".repeat(32),
                1,
                Optional.empty(),
                Hash.ZERO,
                Rules.defaultsFor(1),
                List.of(),
                members);
    }

    private void grow(int count) {
        log.grow(count, random);
        if (log.tree.size() > 0) {
            round.grew(log.checkpoint());
        }
    }

    /** Lets time pass, from one thing that happens to the next. */
    private void run(long millis) {
        long end = now + millis;
        while (true) {
            for (WitnessRound.Send send : round.due(now)) {
                sends++;
                send(send);
            }
            List<UnderWay> arrived =
                    underWay.stream()
                            .filter(it -> it.atMillis() <= now)
                            .collect(Collectors.toList());
            underWay.removeAll(arrived);
            arrived.forEach(it -> round.answered(it.send(), it.answer(), now, second()));
            take();
            if (!arrived.isEmpty()) {
                continue;
            }
            if (now >= end) {
                return;
            }
            now = Math.min(end, Math.max(now + 1, next()));
        }
    }

    private long next() {
        long arrival = underWay.stream().mapToLong(UnderWay::atMillis).min().orElse(Long.MAX_VALUE);
        return Math.min(arrival, round.wakeAtMillis());
    }

    private void take() {
        for (Note note : round.takeGathered()) {
            gathered++;
            var by = WitnessQuorum.cosigners(charter, OWNER.id(), note);
            TreeHead head = Checkpoint.parse(note.text()).orThrow().head();
            assertEquals(log.tree.headAt(head.size()), head);
            if (WitnessQuorum.isMet(charter, OWNER.id(), by)) {
                cosigned = Math.max(cosigned, head.size());
            }
        }
    }

    private void send(WitnessRound.Send send) {
        Far to = far.get(send.to());
        long size = size(send.checkpoint());
        var request =
                WitnessRequest.of(
                        send.oldSize(),
                        log.tree.proveConsistency(send.oldSize(), size),
                        send.checkpoint());
        WitnessAnswer answer = to.answer(WitnessRequest.parse(request.bytes()).orThrow(), second());
        underWay.add(new UnderWay(send, answer, now + to.latencyMillis));
    }

    private Far far(int index) {
        return List.copyOf(far.values()).get(index);
    }

    private WitnessRound.Standing standing(int index) {
        MemberId id = far(index).desk.id();
        return round.standings().stream()
                .filter(it -> it.witness().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private long second() {
        return START_SECOND + now / 1_000;
    }

    private static long size(Note checkpoint) {
        return Checkpoint.parse(checkpoint.text()).orThrow().head().size();
    }
}
