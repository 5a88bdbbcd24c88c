package org.comity.statement;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.comity.value.Bytes;

/**
 * Holds an entrance to its law with many seeds: nothing is thrown, no case takes long or allocates
 * much. {@code -Dseed=} runs one seed, {@code -Dfuzz.seconds=} as many as there is time for, and
 * says how many.
 */
public final class Fuzz {
    /** Some hundred times what the slowest takes on a quiet machine. */
    private static final long NANOS_MAX = 30_000_000_000L;

    private static final Pattern REPEATED = Pattern.compile("\\{\\{(\\d+):(.*?)\\}\\}");
    private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9a-f]{4})");

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long bytesMax;
    private long cases;
    private long slowest;
    private long largest;

    private Fuzz(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** What must hold of whatever it makes of the random numbers. */
    public interface Law {
        void holds(RandomGenerator random) throws IOException;
    }

    /**
     * @param bytesMax what one case may allocate, whether or not it keeps it
     */
    public static void each(int times, long bytesMax, Law law) {
        var fuzz = new Fuzz(bytesMax);
        Long only = Long.getLong("seed");
        long until = System.nanoTime() + Long.getLong("fuzz.seconds", 0) * 1_000_000_000;
        long seed = only == null ? new Random().nextLong(1L << 40) : only;
        long last = only == null ? seed + times : seed + 1;
        for (; seed < last || (only == null && System.nanoTime() < until); seed++) {
            fuzz.one(seed, law);
        }
        if (Long.getLong("fuzz.seconds") != null) {
            System.out.printf(
                    "%,d cases; the slowest %,d ms, the largest %,d KiB allocated%n",
                    fuzz.cases, fuzz.slowest / 1_000_000, fuzz.largest >> 10);
        }
    }

    private void one(long seed, Law law) {
        long began = System.nanoTime();
        long before = thread.getCurrentThreadAllocatedBytes();
        try {
            law.holds(new Random(seed));
        } catch (IOException | RuntimeException | AssertionError | StackOverflowError broken) {
            throw new AssertionError("fails with -Dseed=" + seed, broken);
        }
        long bytes = thread.getCurrentThreadAllocatedBytes() - before;
        long nanos = System.nanoTime() - began;
        if (bytes > bytesMax || nanos > NANOS_MAX) {
            throw new AssertionError(
                    "%,d bytes and %,d ms with -Dseed=%d"
                            .formatted(bytes, nanos / 1_000_000, seed));
        }
        cases++;
        slowest = Math.max(slowest, nanos);
        largest = Math.max(largest, bytes);
    }

    /**
     * The inputs of a corpus beside a class, one a line, without lines that begin with a number
     * sign: a character as backslash, u and four digits, and {@code {{1000:x}}} for a thousand of
     * x.
     */
    public static List<String> corpus(Class<?> of, String name) {
        try (InputStream in = of.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no corpus " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(it -> !it.startsWith("#"))
                    .map(Fuzz::input)
                    .toList();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(name, unreadable);
        }
    }

    /** Other people's files, where they are; in the order of their names. */
    public static List<Bytes> shared(String folder) {
        Path found = Shared.at(folder);
        if (!Files.isDirectory(found)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(found)) {
            var files = new ArrayList<Bytes>();
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                files.add(Bytes.of(Files.readAllBytes(file)));
            }
            return files;
        } catch (IOException unreadable) {
            throw new IllegalStateException(folder, unreadable);
        }
    }

    private static String input(String line) {
        String repeated =
                REPEATED.matcher(line)
                        .replaceAll(it ->
                                Matcher.quoteReplacement(
                                        it.group(2).repeat(Integer.parseInt(it.group(1)))));
        return ESCAPED.matcher(repeated)
                .replaceAll(it ->
                        Matcher.quoteReplacement(
                                String.valueOf((char) Integer.parseInt(it.group(1), 16))));
    }

    public static <T> T any(List<T> of, RandomGenerator random) {
        return of.get(random.nextInt(of.size()));
    }

    /** Up to so many of the pieces, one behind the other. */
    public static String some(List<String> pieces, int most, RandomGenerator random) {
        var text = new StringBuilder();
        for (int left = random.nextInt(most) + 1; left > 0; left--) {
            text.append(any(pieces, random));
        }
        return text.toString();
    }

    /** One of the corpus, cut, doubled, and with pieces and parts of another in it. */
    public static String bend(List<String> corpus, List<String> pieces, RandomGenerator random) {
        String text = any(corpus, random);
        for (int left = random.nextInt(5); left > 0; left--) {
            int at = random.nextInt(text.length() + 1);
            int to = at + random.nextInt(Math.min(40, text.length() - at) + 1);
            String other = any(corpus, random);
            int from = random.nextInt(other.length() + 1);
            String middle =
                    switch (random.nextInt(6)) {
                        case 0 -> "";
                        case 1 -> any(pieces, random);
                        case 2 -> text.substring(at, to).repeat(random.nextInt(4));
                        case 3 -> String.valueOf((char) random.nextInt(0x10000));
                        case 4 -> String.valueOf((char) random.nextInt(0x80));
                        default ->
                                other.substring(
                                        from, Math.min(other.length(), from + random.nextInt(60)));
                    };
            text = text.substring(0, at) + middle + text.substring(random.nextBoolean() ? at : to);
        }
        return text;
    }

    /** The same of bytes, with bits turned. */
    public static byte[] bend(byte[] input, List<String> pieces, RandomGenerator random) {
        byte[] bytes = input;
        for (int left = random.nextInt(5); left > 0; left--) {
            int at = random.nextInt(bytes.length + 1);
            int to = at + random.nextInt(Math.min(60, bytes.length - at) + 1);
            byte[] middle =
                    switch (random.nextInt(4)) {
                        case 0 -> new byte[0];
                        case 1 -> any(pieces, random).getBytes(StandardCharsets.UTF_8);
                        case 2 -> Arrays.copyOfRange(bytes, at, to);
                        default -> new byte[] {(byte) random.nextInt(256)};
                    };
            int rest = random.nextBoolean() ? at : to;
            byte[] joined = Arrays.copyOf(bytes, at + middle.length + bytes.length - rest);
            System.arraycopy(middle, 0, joined, at, middle.length);
            System.arraycopy(bytes, rest, joined, at + middle.length, bytes.length - rest);
            bytes = joined;
        }
        return bytes;
    }
}
