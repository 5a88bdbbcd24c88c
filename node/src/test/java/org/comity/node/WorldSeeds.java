package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Worlds in which something happens for certain; none of them may be wrong. Of each a seed whose
 * world tells of the break that {@link WorldMutantTest} looks for in it.
 */
final class WorldSeeds {
    /** All are in step after one at most; one that is broken never would be. */
    private static final int ROUNDS_MAX = 2;

    void withRubbish() throws IOException {
        run(2, World.Wish.of(WorldManner.Kind.RUBBISH, 0, false));
    }

    void withAFork() throws IOException {
        run(16, World.Wish.of(WorldManner.Kind.FORKS, 0, false));
    }

    void withCrashes() throws IOException {
        run(1, World.Wish.of(WorldManner.Kind.HALF, 8, false));
    }

    void withABackup() throws IOException {
        run(2, World.Wish.of(WorldManner.Kind.STALE, 0, true));
    }

    void withANewcomer() throws IOException {
        run(2, events(Optional.of(WorldCharter.Kind.ADMIT), false));
    }

    void withARemoval() throws IOException {
        run(3, events(Optional.of(WorldCharter.Kind.REMOVE), false));
    }

    void withANewKey() throws IOException {
        run(1, events(Optional.of(WorldCharter.Kind.ROTATE), false));
    }

    void withAStolenKey() throws IOException {
        run(1, events(Optional.of(WorldCharter.Kind.STOLEN), false));
    }

    void withAnErasure() throws IOException {
        run(2, events(Optional.empty(), true));
    }

    private static World.Wish events(Optional<WorldCharter.Kind> charter, boolean erasure) {
        var half = Optional.of(WorldManner.Kind.HALF);
        return new World.Wish(half, 0, false, charter, erasure, false, true);
    }

    private static void run(long seed, World.Wish wish) throws IOException {
        Path folder = Files.createTempDirectory("worlds");
        try {
            List<String> wrong = WorldRun.of(seed, folder, wish, ROUNDS_MAX).wrong();
            if (!wrong.isEmpty()) {
                throw new AssertionError("world of seed " + seed + ": " + wrong);
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
