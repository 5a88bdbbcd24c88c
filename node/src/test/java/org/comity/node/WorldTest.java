package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens, the honest come to hold and say the same; failure = seed. In the world of seed
 * 10 a disk fills up while payloads come.
 */
class WorldTest {
    private static final long FIRST = Long.getLong("seed", 1);
    private static final int WORLDS =
            Integer.getInteger("worlds", System.getProperty("seed") == null ? 20 : 1);
    @TempDir Path folder;

    @Test
    void theHonestComeToHoldAndSayTheSameWhateverHappens() throws IOException {
        int forked = 0;
        int putBack = 0;
        int amended = 0;
        int erased = 0;
        int flips = 0;
        for (long seed = FIRST; seed < FIRST + WORLDS; seed++) {
            WorldRun run = WorldRun.of(seed, folder, World.Wish.NONE);
            System.out.println(run.told());
            assertEquals(List.of(), run.wrong(), "world of seed " + seed);
            forked += run.isForked() ? 1 : 0;
            putBack += run.isPutBack() ? 1 : 0;
            amended += run.isAmended() ? 1 : 0;
            erased += run.isErased() ? 1 : 0;
            flips += run.isFlipFound() ? 1 : 0;
        }
        if (WORLDS >= 20) {
            assertTrue(forked > 0 && putBack > 0, forked + " forks, " + putBack + " backups");
            assertTrue(amended > 0 && erased > 0, amended + " charters, " + erased + " erased");
            assertTrue(flips > 0, flips + " flipped bits found");
        }
    }
}
