package org.comity.node;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/** Says the same from the same seed; for worlds that are made to be made again. */
final class SeededRandom extends SecureRandom {
    private static final long serialVersionUID = 1;
    private final transient SplittableRandom random;

    SeededRandom(long seed) {
        super(null, null);
        this.random = new SplittableRandom(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        random.nextBytes(bytes);
    }

    @Override
    public long nextLong() {
        return random.nextLong();
    }

    @Override
    public int nextInt() {
        return random.nextInt();
    }
}
