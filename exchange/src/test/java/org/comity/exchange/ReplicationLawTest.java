package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.comity.statement.MemberId;
import org.comity.statement.Payload;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** What holds for any honest nodes, whatever the network and some of the others do. */
class ReplicationLawTest {
    private static final long HOUR = 3_600_000;
    private static final ReplicationLimits LIMITS =
            new ReplicationLimits(8, 64L << 20, 100_000, 1L << 30, 2_000);

    @Test
    void allHonestNodesComeToHoldTheSameWhateverTheNetworkDoes() {
        Seeds.each(
                8,
                random -> {
                    SimulatedNet net = net(random, 3 + random.nextInt(6));
                    net.loss = random.nextDouble() / 4;
                    net.doubled = random.nextDouble() / 4;
                    net.delayMax = 1 + random.nextInt(5_000);
                    converges(net, List.copyOf(net.nodes.values()), random);
                });
    }

    @Test
    void thoseWhoAreSilentLyingOrSlowHarmOnlyThemselves() {
        Seeds.each(
                6,
                random -> {
                    SimulatedNet net = net(random, 4 + random.nextInt(8));
                    var honest = new ArrayList<SimulatedNode>();
                    for (SimulatedNode node : net.nodes.values()) {
                        node.manner =
                                honest.size() < 2 || random.nextInt(3) > 0
                                        ? SimulatedNode.Manner.HONEST
                                        : SimulatedNode.Manner.values()[1 + random.nextInt(3)];
                        if (node.manner == SimulatedNode.Manner.HONEST) {
                            honest.add(node);
                        }
                    }
                    converges(net, honest, random);
                    for (SimulatedNode node : honest) {
                        assertTrue(
                                node.blamed.stream()
                                        .map(it -> net.nodes.get(it.peer()).manner)
                                        .allMatch(it -> it == SimulatedNode.Manner.LYING),
                                "only liars are blamed");
                    }
                });
    }

    @Test
    void twentyNodesComeToHoldTheSame() {
        Seeds.each(
                1,
                random -> {
                    SimulatedNet net = net(random, 20);
                    net.loss = 0.05;
                    converges(net, List.copyOf(net.nodes.values()), random);
                });
    }

    @Test
    void whoIsCutOffFromSomeGetsTheirLogsAndPayloadsThroughOthers() {
        Seeds.each(
                6,
                random -> {
                    SimulatedNet net = net(random, 4 + random.nextInt(5));
                    var all = List.copyOf(net.nodes.values());
                    // A line of nodes in which each reaches only its neighbours.
                    for (int a = 0; a < all.size(); a++) {
                        for (int b = a + 2; b < all.size(); b++) {
                            net.cut(all.get(a), all.get(b));
                        }
                    }
                    all.forEach(it -> it.state(1 + random.nextInt(400), Set.of()));
                    assertInStep(net, all);
                });
    }

    @Test
    void whatAnOwnerShowsToSomeOnlyComesFromThose() {
        Seeds.each(
                6,
                random -> {
                    SimulatedNet net = net(random, 5);
                    var all = List.copyOf(net.nodes.values());
                    all.getFirst().withheldFrom.add(all.get(1).id());
                    all.getFirst().withheldFrom.add(all.get(2).id());
                    all.getFirst().state(1 + random.nextInt(700), Set.of());
                    assertInStep(net, all);
                });
    }

    @Test
    void aClockThatIsAnHourOffHarmsOnlyItsOwn() {
        SimulatedNet net = net(new Random(3), 4);
        var all = List.copyOf(net.nodes.values());
        all.getFirst().isClockWrong = true;
        all.forEach(it -> it.state(50, Set.of()));
        // Its signed requests are refused; what is for everybody it gets all the same.
        assertInStep(net, all);
        MemberId second = all.get(1).id();
        all.get(2).state(10, Set.of(second, all.getFirst().id()));
        assertTrue(
                net.runUntil(HOUR, () -> all.get(1).difference(all.get(2)).isEmpty()),
                "the others are not delayed");
        net.run(HOUR);
        assertTrue(all.getFirst().difference(all.get(2)).isPresent());
        all.getFirst().isClockWrong = false;
        assertInStep(net, all);
    }

    @Test
    void whoRestartsGoesOnWhereItStopped() {
        Seeds.each(
                3,
                random -> {
                    SimulatedNet net = net(random, 3);
                    var all = List.copyOf(net.nodes.values());
                    int size = LogFollower.ENTRIES_PER_ROUND_MAX + 1_000 + random.nextInt(9_000);
                    all.getFirst().state(size, Set.of());
                    for (int times = 0; times < 5; times++) {
                        net.run(1 + random.nextInt(4_000));
                        all.get(1).restart();
                    }
                    assertInStep(net, all);
                    long entries =
                            all.get(1).sent.stream()
                                    .filter(it -> it.ask() instanceof Ask.Entries)
                                    .count();
                    long payloads =
                            all.get(1).sent.stream()
                                    .filter(it -> it.ask() instanceof Ask.Payloads)
                                    .count();
                    int bundles = size / 256 + 1;
                    assertTrue(entries <= bundles + 6 * 33, entries + " bundles asked");
                    assertTrue(payloads <= bundles + 6 * 12, payloads + " batches asked");
                });
    }

    @Test
    void aCopyThatWasCutGetsItsPayloadsAnewWithoutARestart() {
        SimulatedNet net = net(new Random(8), 3);
        var all = List.copyOf(net.nodes.values());
        SimulatedNode owner = all.getFirst();
        owner.state(10, Set.of());
        assertInStep(net, all);
        String origin = owner.desk.log().origin();
        var empty = new SimulatedCopy(owner.desk.log(), owner.desk.node().verifierKey());
        all.get(1).copies.put(origin, empty);
        owner.state(1, Set.of());
        assertInStep(net, all);
    }

    @Test
    void aPollWithoutNewsIsOneRoundTrip() {
        SimulatedNet net = net(new Random(5), 5);
        var all = List.copyOf(net.nodes.values());
        all.forEach(it -> it.state(300, Set.of()));
        assertInStep(net, all);
        net.run(HOUR / 4);
        net.asks = 0;
        all.forEach(it -> it.sent.clear());
        long polls = 100;
        net.run(polls * SimulatedNode.POLL);
        for (SimulatedNode node : all) {
            assertTrue(node.sent.stream().allMatch(it -> it.ask() instanceof Ask.News));
            assertTrue(node.sent.size() <= 4 * polls * 11 / 10, node.sent.size() + " asks");
            assertTrue(node.sent.size() >= 4 * polls * 9 / 10, node.sent.size() + " asks");
        }
    }

    @Test
    void payloadsThatAreNotForUsAreAskedForEverMoreRarely() {
        SimulatedNet net = net(new Random(6), 3);
        var all = List.copyOf(net.nodes.values());
        all.getFirst().state(3_000, Set.of(all.get(1).id()));
        assertInStep(net, all);
        net.run(10 * HOUR);
        all.get(2).sent.clear();
        net.run(24 * HOUR);
        long asked =
                all.get(2).sent.stream().filter(it -> it.ask() instanceof Ask.Payloads).count();
        assertTrue(asked <= 25 * 8, asked + " batches in a day");
        assertTrue(asked >= 24, asked + " batches in a day: it does ask again");
        assertEquals(0, all.get(2).tooMany());
    }

    @Test
    void whoWritesMoreThanItsBudgetIsFollowedNoFurtherThatDay() {
        SimulatedNet net = new SimulatedNet(new Random(7));
        var tight = new ReplicationLimits(8, 64L << 20, 10_000, 1L << 30, 65_536);
        for (int number = 0; number < 3; number++) {
            net.add("m" + number + ".example", tight);
        }
        net.join();
        var all = List.copyOf(net.nodes.values());
        all.getFirst().state(30_000, Set.of());
        all.get(2).state(100, Set.of());
        net.run(HOUR);
        SimulatedNode second = all.get(1);
        long size = second.copies.get(all.getFirst().desk.log().origin()).tree.size();
        assertTrue(size >= 10_000 && size <= 10_000 + LogFollower.ENTRIES_PER_ROUND_MAX, "" + size);
        String why = second.trouble(all.getFirst());
        assertTrue(why.contains("over its budget: more than 10000 entries in a day"), why);
        assertEquals(List.of(), second.difference(all.get(2)).stream().toList());
        assertTrue(
                net.runUntil(3 * 24 * HOUR, () -> second.difference(all.getFirst()).isEmpty()),
                "it goes on the next day");
    }

    @Test
    void ofWhoFillsItsRoomNoMorePayloadsAreTakenThanOneAnswerEither() {
        SimulatedNet net = new SimulatedNet(new Random(8));
        long room = 800_000;
        var tight = new ReplicationLimits(8, 64L << 20, 1_000_000, room, 65_536);
        for (int number = 0; number < 3; number++) {
            net.add("m" + number + ".example", tight);
        }
        net.join();
        var all = List.copyOf(net.nodes.values());
        SimulatedNode greedy = all.getFirst();
        greedy.state(LogFollower.ENTRIES_PER_ROUND_MAX, Set.of()); // there is room for the entries
        net.run(3 * HOUR);
        for (SimulatedNode node : all.subList(1, 3)) {
            SimulatedCopy copy = node.copies.get(greedy.desk.log().origin());
            long held = copy.entries.stream().mapToLong(Bytes::length).sum();
            assertTrue(held > 0 && held < room, held + " bytes of entries");
            held += (long) node.payloads.size() * Payload.SALT_BYTES;
            assertTrue(held >= room, held + " bytes: it takes what there is room for");
            assertTrue(
                    held <= room + PayloadRequest.COMMITMENTS_MAX * Payload.SALT_BYTES,
                    held + " bytes");
            String why = node.trouble(greedy);
            assertTrue(why.contains("over its budget"), why);
        }
        all.get(1).state(10, Set.of());
        assertTrue(net.runUntil(HOUR, () -> all.get(2).difference(all.get(1)).isEmpty()));
    }

    /** Some state things while others restart; in the end all is everywhere that may be there. */
    private static void converges(SimulatedNet net, List<SimulatedNode> honest, Random random) {
        var all = List.copyOf(net.nodes.values());
        Set<MemberId> some =
                all.stream()
                        .map(SimulatedNode::id)
                        .filter(_ -> random.nextBoolean())
                        .collect(Collectors.toSet());
        for (int turn = 0; turn < 4; turn++) {
            for (SimulatedNode node : all) {
                if (random.nextBoolean()) {
                    node.state(1 + random.nextInt(60), random.nextInt(3) == 0 ? some : Set.of());
                }
                if (random.nextInt(10) == 0) {
                    node.restart();
                }
            }
            net.run(random.nextInt(20_000));
        }
        assertInStep(net, honest);
        for (SimulatedNode node : honest) {
            for (SimulatedNode of : honest) {
                long size = of.copies.get(of.desk.log().origin()).tree.size();
                assertTrue(
                        node == of
                                || size == 0
                                || net.runUntil(
                                        HOUR,
                                        () -> node.cosigned.contains(of.desk.log() + " " + size)),
                        "what is held is cosigned");
            }
        }
    }

    private static void assertInStep(SimulatedNet net, List<SimulatedNode> honest) {
        net.runUntil(3 * HOUR, () -> net.differences(honest).isEmpty());
        assertEquals(List.of(), net.differences(honest));
        for (SimulatedNode node : net.nodes.values()) {
            assertEquals(0, node.tooMany(), "nothing that is not for it");
            assertTrue(node.bookedMost <= LIMITS.bytesInFlight(), "" + node.bookedMost);
            assertTrue(node.openMost <= 8, node.openMost + " asks of one peer");
            int waiting = 2 * 33 * (net.nodes.size() - 1);
            assertTrue(node.waitingMost <= waiting, node.waitingMost + " asks wait");
        }
    }

    private static SimulatedNet net(Random random, int members) {
        var net = new SimulatedNet(random);
        for (int number = 0; number < members; number++) {
            net.add("m" + number + ".example", LIMITS);
        }
        net.join();
        return net;
    }
}
