package org.comity.tlog;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;

/**
 * Bends good input at random: bits, bytes, cuts, repeats, splices of two, and what the formats turn
 * on.
 */
final class Fuzz {
    private static final List<Bytes> TOKENS =
            List.of(
                    Bytes.utf8("\n"),
                    Bytes.utf8("\n\n"),
                    Bytes.utf8("— "),
                    Bytes.utf8("+"),
                    Bytes.utf8("="),
                    Bytes.utf8(" "),
                    Bytes.utf8("/"),
                    Bytes.utf8("x"),
                    Bytes.utf8(".p/"),
                    Bytes.utf8("18446744073709551616"),
                    Bytes.utf8("-1"),
                    Bytes.utf8("\u0000"),
                    Bytes.of(new byte[] {(byte) 0xff, (byte) 0xed, (byte) 0xa0, (byte) 0x80}));

    private Fuzz() {}

    /** The law says what must hold of any input; most of all that nothing is thrown. */
    static void each(int times, List<Bytes> corpus, Consumer<Bytes> law) {
        corpus.forEach(law);
        Seeds.each(times, random -> law.accept(bend(corpus, random)));
    }

    private static Bytes bend(List<Bytes> corpus, RandomGenerator random) {
        Bytes input = pick(corpus, random);
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times; i++) {
            input = bendOnce(input, pick(corpus, random), random);
        }
        return input;
    }

    private static Bytes bendOnce(Bytes input, Bytes other, RandomGenerator random) {
        int from = random.nextInt(input.length() + 1);
        int to = from + random.nextInt(Math.min(80, input.length() - from) + 1);
        Bytes before = input.slice(0, from);
        Bytes after = input.slice(from, input.length());
        return switch (random.nextInt(7)) {
            case 0 -> changed(input, from, random.nextInt(256));
            case 1 -> changed(input, from, 1 << random.nextInt(8));
            case 2 -> before;
            case 3 -> Bytes.join(before, input.slice(to, input.length()));
            case 4 -> Bytes.join(before, input.slice(from, to), after);
            case 5 -> Bytes.join(before, pick(TOKENS, random), after);
            default ->
                    Bytes.join(before, other.slice(Math.min(from, other.length()), other.length()));
        };
    }

    private static Bytes changed(Bytes input, int at, int mask) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(input.array());
        byte[] bytes = out.toByteArray();
        if (at < bytes.length) {
            bytes[at] ^= (byte) mask;
        }
        return Bytes.of(bytes);
    }

    private static Bytes pick(List<Bytes> from, RandomGenerator random) {
        return from.get(random.nextInt(from.size()));
    }
}
