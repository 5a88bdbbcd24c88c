package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.comity.store.Finding;
import org.comity.store.SimulatedStore;
import org.comity.store.Store;
import org.comity.tlog.TreeHead;

/**
 * One bit of a member's disk turns over, while its node runs or before it starts again. From then
 * on its operator checks the directory before each start: what is found keeps the node down until a
 * backup was put back, as docs/operate.md says; what is not found must change nothing.
 */
final class WorldFlips {
    private static final long MINUTE = 60_000;
    private static final int TRIES_MAX = 15;

    private final WorldTime time;
    private final SplittableRandom random;
    private Optional<WorldNode> damaged = Optional.empty();
    private Optional<SimulatedStore> backup = Optional.empty();
    private final List<String> found = new ArrayList<>();
    private boolean flipped;
    private boolean healed;
    private int tries;

    WorldFlips(WorldTime time, SplittableRandom random) {
        this.time = time;
        this.random = random;
    }

    /** It happens to this one. */
    void begin(WorldNode node, long trouble) {
        damaged = Optional.of(node);
        long backed = random.nextLong(trouble / 2);
        long from = backed + random.nextLong(trouble / 3);
        in(backed, () -> backup = Optional.of(node.disk().copy(random)));
        in(from, () -> flip(node));
    }

    private void flip(WorldNode node) {
        node.checkedBefore(this::mayStart);
        flipped = node.disk().flip(random);
        // Whatever runs on it may come upon it by itself; at last somebody starts it anew.
        in(
                random.nextLong(2 * MINUTE),
                () -> {
                    if (node.isUp()) {
                        node.crash();
                    }
                });
    }

    private void in(long millis, Runnable what) {
        time.in(millis, new WorldTime.Life(), what);
    }

    private boolean mayStart(WorldNode node) {
        if (healed) {
            return true;
        }
        // As check-data finds it too, which reads that file; here the start does.
        if (node.lastFailure().contains("signing guard")) {
            found.add(node.lastFailure());
        }
        try {
            for (Finding one : node.disk().inspect()) {
                if (one.grave()) {
                    found.add(one.toString());
                }
            }
            if (found.isEmpty()) {
                var check = new Findings();
                try (Store seen = node.disk().copy(random).open()) {
                    new DataCheck(seen, node.id(), check).run(_ -> {}, node.clock());
                }
                check.all().stream()
                        .filter(it -> it.remedy().isGrave())
                        .forEach(it -> found.add(it.toString()));
            }
        } catch (IOException unreadable) {
            found.add(unreadable.toString());
        }
        return found.isEmpty();
    }

    /**
     * It is quiet: the backup is put back once the others hold all that this node has shown. What
     * only somebody who lies has seen nobody gives back; then the disk is read on another machine.
     */
    void heal(List<WorldNode> honest, List<WorldNode> all) {
        if (damaged.isEmpty() || found.isEmpty() || healed) {
            return;
        }
        WorldNode node = damaged.get();
        tries++;
        if (areHeld(node, honest, all)) {
            healed = true;
            node.putBack(backup.orElseThrow());
        } else if (tries > TRIES_MAX) {
            healed = true;
            node.disk().flipBack();
            node.start();
        } else {
            in(MINUTE, () -> heal(honest, all));
        }
    }

    private static boolean areHeld(WorldNode node, List<WorldNode> honest, List<WorldNode> all) {
        String origin = node.id() + "/log";
        var heads = new ArrayList<TreeHead>(node.shown());
        all.forEach(it -> heads.addAll(it.cosigned().getOrDefault(origin, Set.of())));
        return honest.stream()
                .filter(it -> it != node)
                .allMatch(it ->
                        it.isUp()
                                && it.desk()
                                        .logs()
                                        .log(origin)
                                        .filter(log -> heads.stream().allMatch(log::holds))
                                        .isPresent());
    }

    boolean isFound() {
        return !found.isEmpty();
    }

    @Override
    public String toString() {
        return !flipped
                ? "no bit flipped"
                : "a bit of "
                        + damaged.orElseThrow().id()
                        + " flipped: "
                        + (found.isEmpty()
                                ? "harmless"
                                : found.getFirst()
                                        + (tries > TRIES_MAX ? ", read again" : ", put back"));
    }
}
