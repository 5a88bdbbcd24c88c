package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.comity.statement.MemberId;
import org.comity.store.SimulatedStore;
import org.comity.store.Store;
import org.comity.tlog.Note;

/**
 * A whole exchange from one seed: real nodes without sockets, on simulated disks, over a simulated
 * network, some of whose members lie. First everything goes wrong that may; then it is quiet.
 */
final class World implements AutoCloseable {
    private static final long MINUTE = 60_000;
    private static final long TROUBLE = 30 * MINUTE;
    private static final long FLIPS = 0x666c_6970; // so that all else stays the same
    private static final String POLL = "poll-every = \"2m\"";

    private final long seed;
    private final Wish wish;
    private final SplittableRandom random;
    private final WorldTime time = new WorldTime();
    private final WorldSpy spy = new WorldSpy();
    private final WorldNet net;
    private final SimulatedMembers members;
    private final List<WorldNode> nodes = new ArrayList<>();
    private final Set<WorldNode> mayBePutBack = new HashSet<>();
    private final Map<WorldNode, SimulatedStore> backups = new LinkedHashMap<>();
    private final WorldForks forks = new WorldForks();
    private final WorldSayings sayings;
    private final WorldEvents events;
    private final WorldFlips flips;

    /**
     * What is to happen in any case, whatever the seed draws.
     *
     * @param crashes at least
     * @param calm no charter is changed and nothing is erased but what is named here
     */
    record Wish(
            Optional<WorldManner.Kind> liar,
            int crashes,
            boolean backup,
            Optional<WorldCharter.Kind> charter,
            boolean erasure,
            boolean flip,
            boolean calm) {
        static final Wish NONE =
                new Wish(Optional.empty(), 0, false, Optional.empty(), false, false, false);

        /** What is named and, of all else that the world draws, no charter and no erasure. */
        static Wish of(WorldManner.Kind liar, int crashes, boolean backup) {
            return new Wish(
                    Optional.of(liar), crashes, backup, Optional.empty(), false, false, true);
        }
    }

    World(long seed, Path folder, Wish wish) throws IOException {
        this.seed = seed;
        this.wish = wish;
        this.random = new SplittableRandom(seed);
        this.net = new WorldNet(time, random.split(), spy);
        int count = 4 + random.nextInt(4);
        var groups = new ArrayList<Set<Integer>>();
        for (int group = 0; group < 2; group++) {
            groups.add(some(count, 2 + random.nextInt(count - 2)));
        }
        var shape = new SimulatedMembers.Shape(count, 3 + random.nextInt(2), groups);
        this.members = SimulatedMembers.of(folder, shape, new SeededRandom(random.nextLong()));
        var evidence = new ArrayList<Path>();
        for (int number = 0; number < 6; number++) {
            Path file = folder.resolve("evidence-" + number);
            Files.writeString(file, "what was seen, " + number + "\n");
            evidence.add(file);
        }
        this.sayings = new WorldSayings(random.split(), shape, evidence, spy);
        Set<Integer> liars = some(count, 1 + random.nextInt(count > 5 ? 2 : 1));
        for (int number = 0; number < count; number++) {
            nodes.add(node(number, liars.contains(number)));
        }
        // Of their own, so that what happens else in the world of a seed stays the same.
        var drawn = new SplittableRandom(~seed);
        var other = new WorldSayings(drawn.split(), shape, evidence, spy);
        var newcomer =
                SimulatedMembers.alone(
                        folder, count, shape.countries(), new SeededRandom(drawn.nextLong()));
        this.events =
                new WorldEvents(new WorldEvents.Around(time, net, spy, other, forks), wish, drawn);
        events.draw(nodes, newcomer);
        this.flips = new WorldFlips(time, new SplittableRandom(seed ^ FLIPS));
    }

    private Set<Integer> some(int of, int count) {
        return WorldSayings.some(random, of, count);
    }

    private WorldNode.Saying saying(WorldNode node) {
        return sayings.by(nodes.indexOf(node));
    }

    private WorldNode node(int number, boolean lies) throws IOException {
        Path data = members.directories().get(number);
        configure(data);
        SimulatedStore disk = SimulatedStore.empty(random.nextBoolean() ? 512 : 4096);
        try (Store store = disk.open()) {
            store.commit(
                    CharterBook.founding(Note.parse(members.note()).orThrow(), members.charter()));
        }
        var kinds = WorldManner.Kind.values();
        WorldManner.Kind drawn = kinds[1 + random.nextInt(WorldManner.Kind.FORKS.ordinal())];
        if (drawn == WorldManner.Kind.SILENT && number % 2 == 1) {
            drawn = WorldManner.Kind.GREEDY;
        }
        WorldManner.Kind kind = lies ? wish.liar().orElse(drawn) : WorldManner.Kind.HONEST;
        var place = new WorldNode.Place(time, net, random.split());
        var node = new WorldNode(place, data, new WorldManner(kind, random.split()), disk);
        net.add(node);
        return node;
    }

    static void configure(Path data) throws IOException {
        Path config = Desk.configFile(data);
        String text = Files.readString(config).replace("poll-every = \"30s\"", POLL);
        Files.writeString(config, text + "\n[[list]]\nname = \"open\"\nscope = \"public\"\n");
    }

    /** All of it; then there has been quiet for long enough. */
    void live() {
        nodes.forEach(WorldNode::start);
        time.run(MINUTE);
        net.spoil();
        trouble();
        events.begin(TROUBLE);
        flip();
        time.run(TROUBLE);
        net.mend();
        nodes.forEach(it -> it.disk().usable(Long.MAX_VALUE));
        time.run(4 * MINUTE);
        putBack();
        flips.heal(honest(), nodes);
        time.run(4 * MINUTE);
    }

    /** In every third world, or where it is wished. */
    private void flip() {
        boolean drawn = seed % 3 == 0 && !wish.calm();
        honest().stream()
                .filter(it -> !events.changes(it) && !mayBePutBack.contains(it))
                .findFirst()
                .filter(_ -> drawn || wish.flip())
                .ifPresent(it -> flips.begin(it, TROUBLE));
    }

    /** A member's disk breaks, and it has a backup; all that it lacks the others hold. */
    private void putBack() {
        backups.forEach((node, backup) -> {
            Log own = node.isUp() ? node.desk().logs().own() : null;
            boolean held =
                    own != null
                            && honest().stream()
                                    .allMatch(it ->
                                            it.isUp()
                                                    && it.desk()
                                                            .logs()
                                                            .log(own.origin())
                                                            .filter(log ->
                                                                    log.holds(own.tree().head()))
                                                            .isPresent());
            if (held) {
                in(0, () -> node.putBack(backup));
                in(MINUTE / 2, () -> node.say(saying(node)));
            }
        });
    }

    private void trouble() {
        int statements = 20 + random.nextInt(40);
        for (int at = 0; at < statements; at++) {
            WorldNode node = any();
            at(() -> node.say(saying(node)));
        }
        for (int times = wish.crashes() + random.nextInt(6); times > 0; times--) {
            WorldNode node = any();
            boolean fails = random.nextBoolean();
            at(() -> {
                if (fails) {
                    node.failSoon();
                } else if (node.isUp()) {
                    node.crash();
                }
            });
        }
        for (int times = random.nextInt(4); times > 0; times--) {
            cutSomewhere();
        }
        if (random.nextBoolean()) {
            WorldNode node = any();
            long begin = random.nextLong(TROUBLE);
            in(begin, () -> node.disk().usable(random.nextInt(100_000)));
            in(begin + random.nextLong(10 * MINUTE), () -> node.disk().usable(Long.MAX_VALUE));
        }
        nodes.stream().filter(it -> it.manner().forks()).forEach(this::fork);
        if (random.nextInt(3) == 0 || wish.backup()) {
            WorldNode node = honest().get(random.nextInt(honest().size()));
            mayBePutBack.add(node);
            at(() -> {
                if (!events.getsAKey(node)) { // which an old disk put back would not have
                    backups.put(node, node.disk().copy(random));
                }
            });
        }
        for (long at = 0; at < TROUBLE + 8 * MINUTE; at += MINUTE / 2) {
            in(at, () -> forks.watch(honest()));
        }
    }

    /** Two processes of one name say different things, before either hears of the other. */
    private void fork(WorldNode node) {
        Set<MemberId> these = WorldSayings.ids(some(nodes.size(), nodes.size() / 2));
        long begin = random.nextLong(TROUBLE / 2);
        in(
                begin,
                () -> {
                    if (node.isUp()) {
                        WorldNode twin = node.fork(these);
                        forks.add(node, twin);
                        for (long wait = MINUTE / 4; wait < 2 * MINUTE; wait += MINUTE / 4) {
                            in(wait, () -> twin.say(saying(node)));
                            if (random.nextBoolean()) {
                                in(wait, () -> node.say(saying(node)));
                            }
                        }
                    }
                });
    }

    /** Some are cut off from the others for a while. */
    private void cutSomewhere() {
        Set<Integer> side = some(nodes.size(), 1 + random.nextInt(nodes.size() - 1));
        long begin = random.nextLong(TROUBLE);
        long end = begin + random.nextLong(TROUBLE / 2);
        for (boolean isCut : new boolean[] {true, false}) {
            in(
                    isCut ? begin : end,
                    () -> {
                        for (int a = 0; a < nodes.size(); a++) {
                            for (int b = a + 1; b < nodes.size(); b++) {
                                if (side.contains(a) != side.contains(b)) {
                                    net.cut(nodes.get(a), nodes.get(b), isCut);
                                }
                            }
                        }
                    });
        }
    }

    private WorldNode any() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    /** Sometime while there is trouble. */
    private void at(Runnable what) {
        in(random.nextLong(TROUBLE), what);
    }

    private void in(long millis, Runnable what) {
        time.in(millis, new WorldTime.Life(), what);
    }

    /** Does it within a process, so that it may wait; the time that takes passes. */
    void within(WorldNode node, Runnable what) {
        time.in(0, node.life(), what);
        time.run(MINUTE);
    }

    void run(long minutes) {
        time.run(minutes * MINUTE);
    }

    /** Those that are in. */
    List<WorldNode> honest() {
        return events.members().stream().filter(WorldNode::isHonest).toList();
    }

    WorldEvents events() {
        return events;
    }

    boolean wasPutBack() {
        return nodes.stream().anyMatch(it -> it.timesPutBack() > 0);
    }

    WorldFlips flips() {
        return flips;
    }

    WorldForks forks() {
        return forks;
    }

    WorldSpy spy() {
        return spy;
    }

    WorldTime time() {
        return time;
    }

    WorldNet net() {
        return net;
    }

    @Override
    public String toString() {
        var text = new StringBuilder("world " + seed + ":");
        nodes.forEach(it ->
                text.append(' ')
                        .append(it.id())
                        .append(' ')
                        .append(it.manner().kind())
                        .append(" crashed ")
                        .append(it.crashes())
                        .append(it.timesPutBack() > 0 ? " put back" : ""));
        return text.toString();
    }

    @Override
    public void close() {
        nodes.forEach(it -> it.twin().ifPresent(twin -> time.end(twin.life())));
        events.all().forEach(it -> time.end(it.life()));
        time.run(0);
        time.close();
    }
}
