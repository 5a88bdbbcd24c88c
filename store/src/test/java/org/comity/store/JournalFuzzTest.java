package org.comity.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JournalFuzzTest {
    @Test
    void saysWhatAMutatedJournalIsAndMakesNoBatchUp() throws Exception {
        byte[] whole = JournalTest.journal(JournalTest.BATCHES, 40);
        Seeds.each(20_000, random -> check(mutated(whole.clone(), random)));
    }

    private static void check(byte[] file) {
        switch (JournalParser.parse(file)) {
            case JournalReading.Corrupt(var why, var offset) -> {
                assertFalse(why.isEmpty());
                assertTrue(offset >= 0 && offset <= file.length);
            }
            case JournalReading.Sound content -> {
                for (long number = content.firstBatch(); number <= content.lastBatch(); number++) {
                    int at = Math.toIntExact(number - content.firstBatch());
                    assertTrue(JournalTest.BATCHES.get(at).equals(content.batch(number)));
                }
            }
        }
    }

    private static byte[] mutated(byte[] file, Random random) {
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            int at = random.nextInt(file.length);
            switch (random.nextInt(3)) {
                case 0 -> file[at] = (byte) random.nextInt(256);
                case 1 ->
                        Arrays.fill(
                                file, at, Math.min(file.length, at + random.nextInt(40)), (byte) 0);
                default -> {
                    int from = random.nextInt(file.length - 20);
                    System.arraycopy(file, from, file, Math.min(at, file.length - 20), 20);
                }
            }
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file;
    }
}
