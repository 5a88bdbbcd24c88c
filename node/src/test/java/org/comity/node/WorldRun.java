package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One world from its begin to its end.
 *
 * @param told what happened, in a line
 * @param wrong what does not hold
 */
record WorldRun(
        String told,
        List<String> wrong,
        boolean isForked,
        boolean isPutBack,
        boolean isAmended,
        boolean isErased,
        boolean isFlipFound) {
    private static final int ROUNDS_MAX = 24;

    WorldRun {
        wrong = List.copyOf(wrong);
    }

    static WorldRun of(long seed, Path folder, World.Wish wish) throws IOException {
        return of(seed, folder, wish, ROUNDS_MAX);
    }

    /**
     * @param roundsMax of ten minutes each, until all are in step
     */
    static WorldRun of(long seed, Path folder, World.Wish wish, int roundsMax) throws IOException {
        long begin = System.nanoTime();
        Path its = Files.createDirectories(folder.resolve("world-" + seed));
        try (var world = new World(seed, its, wish)) {
            world.live();
            var checks = new WorldChecks(world);
            List<String> differences = awaitStep(world, checks, roundsMax);
            if (differences.isEmpty() && world.events().sayMore(world.honest())) {
                world.run(3);
                differences = awaitStep(world, checks, roundsMax);
            }
            var wrong = new ArrayList<String>(differences);
            wrong.addAll(checks.wrong());
            String told =
                    world
                            + "; "
                            + world.time().now() / 60_000
                            + " minutes, "
                            + world.events()
                            + ", "
                            + world.flips()
                            + ", forks seen "
                            + world.forks().seen()
                            + ", "
                            + world.spy().words()
                            + " secrets, "
                            + world.time().happened()
                            + " events, "
                            + world.net().carried()
                            + " requests, at most "
                            + (world.net().awaitedMost() >> 10)
                            + " KiB awaited, "
                            + (System.nanoTime() - begin) / 1_000_000
                            + " ms";
            return new WorldRun(
                    told,
                    wrong,
                    !world.forks().seen().isEmpty(),
                    world.wasPutBack(),
                    world.events().charter().filter(WorldCharter::isInForce).isPresent(),
                    world.events().erasures().asked() > 0,
                    world.flips().isFound());
        }
    }

    private static List<String> awaitStep(World world, WorldChecks checks, int roundsMax) {
        List<String> differences = checks.differences();
        for (int round = 0; round < roundsMax && !differences.isEmpty(); round++) {
            world.run(10);
            differences = checks.differences();
        }
        return differences;
    }
}
