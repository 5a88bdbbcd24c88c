package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens, the honest come to hold and say the same; failure = seed. */
class WorldTest {
    private static final long FIRST = Long.getLong("seed", 1);
    private static final int WORLDS =
            Integer.getInteger("worlds", System.getProperty("seed") == null ? 20 : 1);
    @TempDir Path folder;

    @Test
    void theHonestComeToHoldAndSayTheSameWhateverHappens() throws IOException {
        for (long seed = FIRST; seed < FIRST + WORLDS; seed++) {
            assertEquals(List.of(), live(seed), "world of seed " + seed);
        }
    }

    private List<String> live(long seed) throws IOException {
        long begin = System.nanoTime();
        Path its = Files.createDirectories(folder.resolve("world-" + seed));
        try (var world = new World(seed, its)) {
            world.live();
            var checks = new WorldChecks(world);
            for (int round = 0;
                    round < Integer.getInteger("rounds", 24) && !checks.differences().isEmpty();
                    round++) {
                world.run(10);
            }
            List<String> wrong = new java.util.ArrayList<>(checks.differences());
            wrong.addAll(checks.wrong());
            System.out.println(
                    world
                            + "; "
                            + world.time().now() / 60_000
                            + " minutes, forks seen "
                            + world.seenForks()
                            + ", "
                            + world.time().happened()
                            + " events, "
                            + world.net().carried()
                            + " requests, "
                            + (System.nanoTime() - begin) / 1_000_000
                            + " ms");
            return wrong;
        }
    }
}
