package org.comity.intake;

import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Seeded repetition: a failure names its seed, and -Dseed=N runs that one alone. */
final class Seeds {
    /** One case. */
    interface Case {
        void run(RandomGenerator random) throws Exception;
    }

    private static final String SIGNS = "<>\"'=\r\n\0:;@.-%&[](),?/";

    private Seeds() {}

    static void each(int count, Case one) {
        String named = System.getProperty("seed");
        long first = named == null ? 1 : Long.parseLong(named);
        long last = named == null ? count : first;
        for (long seed = first; seed <= last; seed++) {
            try {
                one.run(new Random(seed));
            } catch (Exception | AssertionError | StackOverflowError broken) {
                throw new AssertionError("seed " + seed, broken);
            }
        }
    }

    /** A copy with bytes changed, cut, doubled or mixed with another text. */
    static byte[] mutate(byte[] from, RandomGenerator random) {
        byte[] bytes = from.clone();
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes && bytes.length > 2; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) SIGNS.charAt(random.nextInt(SIGNS.length()));
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> {
                    int length = random.nextInt(Math.min(200, bytes.length - at) + 1);
                    byte[] more = Arrays.copyOf(bytes, bytes.length + length);
                    System.arraycopy(bytes, at, more, bytes.length, length);
                    bytes = more;
                }
                default -> {
                    int to = random.nextInt(bytes.length);
                    int length = Math.min(random.nextInt(60), bytes.length - Math.max(at, to));
                    System.arraycopy(bytes, at, bytes, to, length);
                }
            }
        }
        return bytes;
    }
}
