package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.store.SimulatedStore;
import org.comity.store.Store;

/**
 * What members of a world decide and take back in the middle of all that goes wrong: who is in,
 * with which key, and what is erased. Few of it in each.
 */
final class WorldEvents {
    private static final long MINUTE = 60_000;

    private final Around around;
    private final World.Wish wish;
    private final SplittableRandom random;
    private final WorldErasures erasures;
    private List<WorldNode> nodes = List.of();
    private Optional<WorldNode> newcomer = Optional.empty();
    private Optional<WorldCharter> charter = Optional.empty();
    private final WorldTheft theft;

    /** Where it happens. */
    record Around(
            WorldTime time, WorldNet net, WorldSpy spy, WorldSayings sayings, WorldForks forks) {}

    WorldEvents(Around around, World.Wish wish, SplittableRandom random) {
        this.around = around;
        this.wish = wish;
        this.random = random;
        this.theft = new WorldTheft(around, random);
        this.erasures = new WorldErasures(around.time(), around.spy());
    }

    /** Which change of the charter there is, if any; who may come in has a node from the first. */
    void draw(List<WorldNode> all, SimulatedMembers.Alone alone) throws IOException {
        nodes = List.copyOf(all);
        int drawn = random.nextInt(12); // a change costs as much as all else in its world
        var kinds = WorldCharter.Kind.values();
        Optional<WorldCharter.Kind> kind =
                wish.charter()
                        .or(() ->
                                drawn < kinds.length && !wish.calm()
                                        ? Optional.of(kinds[drawn])
                                        : Optional.empty());
        if (kind.filter(WorldCharter.Kind.ADMIT::equals).isPresent()) {
            World.configure(alone.data());
            SimulatedStore disk = SimulatedStore.empty(512);
            try (Store store = disk.open()) {
                store.commit(alone.founding());
            }
            var place = new WorldNode.Place(around.time(), around.net(), random.split());
            var manner = new WorldManner(WorldManner.Kind.HONEST, random.split());
            var node = new WorldNode(place, alone.data(), manner, disk);
            around.net().add(node);
            newcomer = Optional.of(node);
        }
        charter = kind.map(this::change).filter(it -> it.mayPass(nodes.size()));
    }

    private WorldCharter change(WorldCharter.Kind kind) {
        var voters = new ArrayList<>(nodes);
        // Who says two things in one log has no vote that counts.
        voters.removeIf(it -> it.manner().forks());
        var honest = new ArrayList<>(nodes.stream().filter(WorldNode::isHonest).toList());
        WorldNode target =
                switch (kind) {
                    case ADMIT -> newcomer.orElseThrow();
                    case ROTATE, STOLEN -> honest.get(random.nextInt(honest.size()));
                    case REMOVE -> nodes.get(random.nextInt(nodes.size()));
                };
        honest.remove(target);
        voters.remove(target);
        if (kind == WorldCharter.Kind.ROTATE) {
            voters.addLast(target); // its own vote counts as any
        }
        WorldNode first = honest.get(random.nextInt(honest.size()));
        voters.remove(first);
        voters.addFirst(first);
        return new WorldCharter(around.time(), kind, target, voters);
    }

    /**
     * @param trouble milliseconds of it
     */
    void begin(long trouble) {
        newcomer.ifPresent(WorldNode::start);
        long from = random.nextLong(trouble);
        charter.ifPresent(it -> begin(it, from, trouble));
        boolean drawn = random.nextInt(2) == 0 && !wish.calm();
        if (drawn || wish.erasure()) {
            var all = new TreeSet<MemberId>();
            all().forEach(it -> all.add(it.id()));
            List<WorldNode> honest = nodes.stream().filter(WorldNode::isHonest).toList();
            WorldNode by = honest.get(random.nextInt(honest.size()));
            WorldSayings.Told told = around.sayings().told(nodes.indexOf(by), all);
            var beginning = new ArrayList<>(nodes);
            beginning.remove(by);
            beginning.addFirst(by);
            erasures.begin(
                    beginning,
                    told,
                    random.nextLong(trouble / 2),
                    MINUTE + random.nextLong(10 * MINUTE));
        }
    }

    private void begin(WorldCharter change, long from, long trouble) {
        long rest = 0;
        if (change.kind() == WorldCharter.Kind.STOLEN) {
            WorldNode owner = change.target();
            var others = new ArrayList<>(nodes);
            others.remove(owner);
            var these = new TreeSet<MemberId>();
            for (int left = 1 + random.nextInt(3); left > 0; left--) {
                these.add(others.get(random.nextInt(others.size())).id());
            }
            others.addFirst(owner);
            theft.begin(others, these, from / 2, trouble);
            rest = MINUTE + random.nextLong(8 * MINUTE);
        }
        change.begin((rest > 0 ? from / 2 : from) + rest, trouble + 30 * MINUTE);
    }

    boolean getsAKey(WorldNode node) {
        return charter.filter(it -> it.isOfKey() && it.target() == node).isPresent();
    }

    WorldTheft theft() {
        return theft;
    }

    /** Whether the charter changes for this one. */
    boolean changes(WorldNode node) {
        return charter.filter(it -> it.target() == node).isPresent();
    }

    /** Whoever was in, is, or may come in. */
    List<WorldNode> all() {
        var all = new ArrayList<>(nodes);
        newcomer.ifPresent(all::add);
        return all;
    }

    /** Those that are in now. */
    List<WorldNode> members() {
        return all().stream().filter(it -> charter.filter(one -> !one.isIn(it)).isEmpty()).toList();
    }

    /** Of which somebody who has left comes to have nothing; whether anything was said. */
    boolean sayMore(List<WorldNode> honest) {
        if (charter.filter(it -> it.kind() == WorldCharter.Kind.REMOVE && it.isInForce())
                .isEmpty()) {
            return false;
        }
        for (WorldNode node : honest) {
            var all = new TreeSet<MemberId>();
            honest.getFirst().desk().charters().charter().members().forEach(it -> all.add(it.id()));
            node.say(around.sayings().told(all));
        }
        return true;
    }

    WorldErasures erasures() {
        return erasures;
    }

    Optional<WorldCharter> charter() {
        return charter;
    }

    /** What is not yet as it must be at last. */
    void differences(List<WorldNode> honest, List<String> found) {
        charter.ifPresent(it -> it.differences(honest, found));
        try {
            erasures.differences(honest, found);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public String toString() {
        return theft + charter.map(it -> it + ", ").orElse("") + erasures.asked() + " erased";
    }
}
