package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A handful of worlds in which something happens for certain; none of them may be wrong. */
final class WorldSeeds {
    private static final int SEEDS = 4;

    void withRubbish() throws IOException {
        run(World.Wish.of(Optional.of(WorldManner.Kind.RUBBISH), 0, false));
    }

    void withAFork() throws IOException {
        run(World.Wish.of(Optional.of(WorldManner.Kind.FORKS), 0, false));
    }

    void withCrashes() throws IOException {
        run(World.Wish.of(Optional.of(WorldManner.Kind.HALF), 8, false));
    }

    void withABackup() throws IOException {
        run(World.Wish.of(Optional.of(WorldManner.Kind.STALE), 0, true));
    }

    void withANewcomer() throws IOException {
        run(charter(WorldCharter.Kind.ADMIT));
    }

    void withARemoval() throws IOException {
        run(charter(WorldCharter.Kind.REMOVE));
    }

    void withANewKey() throws IOException {
        run(charter(WorldCharter.Kind.ROTATE));
    }

    void withAnErasure() throws IOException {
        run(new World.Wish(Optional.of(WorldManner.Kind.HALF), 0, false, Optional.empty(), true));
    }

    private static World.Wish charter(WorldCharter.Kind kind) {
        return new World.Wish(
                Optional.of(WorldManner.Kind.HALF), 0, false, Optional.of(kind), false);
    }

    private static void run(World.Wish wish) throws IOException {
        Path folder = Files.createTempDirectory("worlds");
        try {
            for (int seed = 1; seed <= SEEDS; seed++) {
                List<String> wrong = WorldRun.of(seed, folder, wish).wrong();
                if (!wrong.isEmpty()) {
                    System.out.println("seed " + seed + ": " + wrong.getFirst());
                    throw new AssertionError("world of seed " + seed + ": " + wrong);
                }
            }
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path one : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }
}
