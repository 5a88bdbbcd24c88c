package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.exchange.RequestStep;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.store.SimulatedStore;
import org.comity.store.Store;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;

/**
 * A whole exchange from one seed: real nodes without sockets, on simulated disks, over a simulated
 * network, some of whose members lie. First everything goes wrong that may; then it is quiet.
 */
final class World implements AutoCloseable {
    private static final long MINUTE = 60_000;
    private static final long TROUBLE = 30 * MINUTE;
    private static final String POLL = "poll-every = \"2m\"";

    private final long seed;
    private final SplittableRandom random;
    private final WorldTime time = new WorldTime();
    private final WorldSpy spy = new WorldSpy();
    private final WorldNet net;
    private final SimulatedMembers members;
    private final List<WorldNode> nodes = new ArrayList<>();
    private final List<Path> evidence = new ArrayList<>();
    private final List<Set<Integer>> groups = new ArrayList<>();
    private final Map<WorldNode, TreeHead> forked = new LinkedHashMap<>();
    private final Map<WorldNode, Map<Boolean, Set<MemberId>>> sides = new LinkedHashMap<>();

    World(long seed, Path folder) throws IOException {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.net = new WorldNet(time, random.split(), spy);
        int count = 4 + random.nextInt(4);
        for (int group = 0; group < 2; group++) {
            groups.add(some(count, 2 + random.nextInt(count - 2)));
        }
        var shape = new SimulatedMembers.Shape(count, 3 + random.nextInt(2), groups);
        this.members = SimulatedMembers.of(folder, shape, new SeededRandom(random.nextLong()));
        for (int number = 0; number < 6; number++) {
            Path file = folder.resolve("evidence-" + number);
            Files.writeString(file, "what was seen, " + number + "\n");
            evidence.add(file);
        }
        Set<Integer> liars = some(count, 1 + random.nextInt(count > 5 ? 2 : 1));
        for (int number = 0; number < count; number++) {
            nodes.add(node(number, liars.contains(number)));
        }
    }

    private Set<Integer> some(int of, int count) {
        var some = new TreeSet<Integer>();
        while (some.size() < count) {
            some.add(random.nextInt(of));
        }
        return some;
    }

    private WorldNode node(int number, boolean lies) throws IOException {
        Path data = members.directories().get(number);
        Path config = Desk.configFile(data);
        String text = Files.readString(config).replace("poll-every = \"30s\"", POLL);
        Files.writeString(config, text + "\n[[list]]\nname = \"open\"\nscope = \"public\"\n");
        SimulatedStore disk = SimulatedStore.empty(random.nextBoolean() ? 512 : 4096);
        try (Store store = disk.open()) {
            store.commit(
                    CharterBook.founding(Note.parse(members.note()).orThrow(), members.charter()));
        }
        var kinds = WorldManner.Kind.values();
        WorldManner.Kind kind =
                lies ? kinds[1 + random.nextInt(kinds.length - 1)] : WorldManner.Kind.HONEST;
        var place = new WorldNode.Place(time, net, random.split());
        var node = new WorldNode(place, data, new WorldManner(kind, random.split()), disk);
        net.add(node);
        return node;
    }

    /** All of it; then there has been quiet for long enough. */
    void live() {
        nodes.forEach(WorldNode::start);
        time.run(MINUTE);
        net.spoil();
        trouble();
        time.run(TROUBLE);
        net.mend();
        nodes.forEach(it -> it.disk().usable(Long.MAX_VALUE));
        time.run(8 * MINUTE);
    }

    private void trouble() {
        int statements = 20 + random.nextInt(40);
        for (int at = 0; at < statements; at++) {
            WorldNode node = any();
            at(() -> node.say(saying(node)));
        }
        for (int times = random.nextInt(6); times > 0; times--) {
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
        for (long at = 0; at < TROUBLE + 8 * MINUTE; at += MINUTE / 2) {
            in(at, this::watchForks);
        }
    }

    /** Two processes of one name say different things, before either hears of the other. */
    private void fork(WorldNode node) {
        Set<MemberId> these = ids(some(nodes.size(), nodes.size() / 2));
        long begin = random.nextLong(TROUBLE / 2);
        in(
                begin,
                () -> {
                    if (node.isUp()) {
                        WorldNode twin = node.fork(these);
                        forked.put(node, node.desk().logs().own().tree().head());
                        for (long wait = MINUTE / 4; wait < 2 * MINUTE; wait += MINUTE / 4) {
                            in(wait, () -> twin.say(saying(node)));
                            if (random.nextBoolean()) {
                                in(wait, () -> node.say(saying(node)));
                            }
                        }
                    }
                });
    }

    /** Who holds which of the two forms of a log. */
    private void watchForks() {
        for (WorldNode liar : forked.keySet()) {
            WorldNode twin = liar.twin().orElseThrow();
            if (!liar.isUp() || !twin.isUp()) {
                continue;
            }
            Log one = liar.desk().logs().own();
            Log other = twin.desk().logs().own();
            for (WorldNode node : honest()) {
                if (node.isUp()) {
                    TreeHead held =
                            node.desk().logs().log(one.origin()).orElseThrow().tree().head();
                    boolean first = one.holds(held);
                    boolean second = other.holds(held);
                    if (first != second) {
                        sides.computeIfAbsent(liar, _ -> new TreeMap<>())
                                .computeIfAbsent(first, _ -> new TreeSet<>())
                                .add(node.id());
                    }
                }
            }
        }
    }

    /** The logs of which two honest members held different forms. */
    List<String> seenForks() {
        return sides.entrySet().stream()
                .filter(it -> it.getValue().size() == 2)
                .map(it -> it.getKey().id() + "/log")
                .toList();
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

    private WorldNode.Saying saying(WorldNode node) {
        int number = nodes.indexOf(node);
        int which = random.nextInt(10);
        if (which < 4) {
            return claim("open-" + random.nextInt(4), toAll(Tlp.CLEAR));
        }
        if (which < 7) {
            return claim(
                    "members-" + random.nextInt(4),
                    toAll(random.nextBoolean() ? Tlp.GREEN : Tlp.AMBER));
        }
        if (which == 7) {
            return retract("open-" + random.nextInt(4));
        }
        int group = random.nextInt(groups.size());
        if (which == 8 && groups.get(group).contains(number)) {
            return secret(groups.get(group), new Audience.Group("group-" + group));
        }
        if (which == 9 && random.nextBoolean()) {
            return request(nodes.get((number + 1) % nodes.size()).id());
        }
        Set<Integer> those = some(nodes.size(), 1 + random.nextInt(3));
        return secret(those, new Audience.Parties(ids(those)));
    }

    private WorldNode.Saying secret(Set<Integer> those, Audience audience) {
        Tlp tlp = audience instanceof Audience.Parties ? Tlp.RED : Tlp.AMBER_STRICT;
        boolean named = random.nextBoolean();
        return desk -> {
            Set<MemberId> may = ids(those);
            may.add(desk.self());
            return claim(
                            spy.word(may),
                            new Addressed(Marking.of(named ? tlp : Tlp.GREEN), audience))
                    .by(desk);
        };
    }

    private WorldNode.Saying request(MemberId to) {
        return desk -> {
            String word = spy.word(Set.of(desk.self(), to));
            var matter =
                    new RequestStep.Matter(
                            RequestStep.Kind.PRESERVATION,
                            word,
                            "",
                            "en",
                            RequestStep.Urgency.values()[0]);
            var wish = new Requesting.Wish(desk.nowSecond() + 86_400, List.of());
            return List.of(new Requesting(desk).send(to, matter, word, wish).statement());
        };
    }

    private static TreeSet<MemberId> ids(Set<Integer> numbers) {
        return new TreeSet<>(numbers.stream().map(SimulatedMembers::id).toList());
    }

    private static Addressed toAll(Tlp tlp) {
        return Addressed.toAll(Marking.of(tlp));
    }

    private WorldNode.Saying claim(String name, Addressed to) {
        Stance stance = random.nextInt(6) == 0 ? Stance.BENIGN : Stance.MALICIOUS;
        Optional<Path> raw =
                random.nextBoolean()
                        ? Optional.of(evidence.get(random.nextInt(evidence.size())))
                        : Optional.empty();
        var typed = new Said.Typed(subject(name), stance, AbuseClass.SPAM, Target.UNKNOWN);
        return desk -> new Said(desk).claim(typed, raw, to);
    }

    private static WorldNode.Saying retract(String name) {
        return desk -> new Said(desk).retract(subject(name), toAll(Tlp.CLEAR));
    }

    private static Subject subject(String name) {
        return new Subject(SubjectKind.DOMAIN, name + ".com");
    }

    /** Does it within a process, so that it may wait; the time that takes passes. */
    void within(WorldNode node, Runnable what) {
        time.in(0, node.life(), what);
        time.run(MINUTE);
    }

    void run(long minutes) {
        time.run(minutes * MINUTE);
    }

    List<WorldNode> honest() {
        return nodes.stream().filter(WorldNode::isHonest).toList();
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
                        .append(it.crashes()));
        return text.toString();
    }

    @Override
    public void close() {
        nodes.forEach(it -> it.twin().ifPresent(twin -> time.end(twin.life())));
        nodes.forEach(it -> time.end(it.life()));
        time.run(0);
        time.close();
    }
}
