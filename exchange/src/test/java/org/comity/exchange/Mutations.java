package org.comity.exchange;

import java.util.Arrays;
import java.util.Random;
import org.comity.value.Bytes;

/** Damages bytes the way careless and hostile senders do. */
final class Mutations {
    private Mutations() {}

    static Bytes of(Bytes good, Random random) {
        byte[] out = good.array();
        for (int times = random.nextInt(3); times >= 0; times--) {
            out = once(out, random);
        }
        return Bytes.of(out);
    }

    private static byte[] once(byte[] in, Random random) {
        if (in.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(in.length);
        int to = at + random.nextInt(in.length - at) + 1;
        byte[] out = in.clone();
        return switch (random.nextInt(7)) {
            case 0 -> {
                out[at] ^= (byte) (1 << random.nextInt(8));
                yield out;
            }
            case 1 -> {
                out[at] = (byte) random.nextInt(256);
                yield out;
            }
            case 2 -> Arrays.copyOf(in, at);
            case 3 -> Arrays.copyOf(in, in.length + 1 + random.nextInt(40));
            case 4 -> join(Arrays.copyOf(in, at), Arrays.copyOfRange(in, to, in.length));
            case 5 -> join(Arrays.copyOf(in, to), Arrays.copyOfRange(in, at, in.length));
            default -> {
                byte[] odd = {0, '\n', '"', '=', ':', '-', (byte) 0xff, (byte) 0x80, '0', ';'};
                out[at] = odd[random.nextInt(odd.length)];
                yield out;
            }
        };
    }

    private static byte[] join(byte[] left, byte[] right) {
        return Bytes.join(Bytes.of(left), Bytes.of(right)).array();
    }
}
