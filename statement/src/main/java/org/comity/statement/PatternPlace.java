package org.comity.statement;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which patterns ask for what at one place of an object, by number. */
final class PatternPlace {
    /** What a value must be, or be within, or have in it. */
    sealed interface Need {
        /** Equal to a text, a number or a flag. */
        record Equal(Object value) implements Need {}

        record Within(Blocks.Block block) implements Need {}

        /** At least {@link #PART_MIN} characters, as {@link Blocks#nfc} writes them. */
        record Part(String text) implements Need {}
    }

    /** So many characters fill a long, by which a text with the part in it is found. */
    static final int PART_MIN = 4;

    private static final int BITS = 1 << 14;

    /**
     * @param at where in it the gram stands under which it lies
     */
    private record Part(String text, int at, int pattern) {}

    private final Map<Object, List<Integer>> equal = new HashMap<>();
    private final Map<Long, List<Part>> parts = new HashMap<>();
    // Most grams of a text are in no pattern, and that is told without a box for each.
    private final BitSet grams = new BitSet(BITS);
    private final Set<Integer> lengths = new TreeSet<>();
    private final Set<Integer> all = new TreeSet<>();

    void put(Need need, int pattern) {
        all.add(pattern);
        switch (need) {
            case Need.Equal(Object value) -> under(value).add(pattern);
            case Need.Within(Blocks.Block block) -> {
                lengths.add(block.bits());
                under(block.first(block.bits())).add(pattern);
            }
            case Need.Part(String text) -> {
                int at = rarest(text);
                long gram = gram(text, at);
                grams.set(bit(gram));
                parts.computeIfAbsent(gram, _ -> new ArrayList<>())
                        .add(new Part(text, at, pattern));
            }
        }
    }

    private List<Integer> under(Object key) {
        return equal.computeIfAbsent(key, _ -> new ArrayList<>());
    }

    /** Every pattern that asks for anything here. */
    Set<Integer> all() {
        return all;
    }

    /** Adds the patterns that this value may satisfy. */
    void find(Json json, Set<Integer> found, Work work) {
        switch (json) {
            case Json.Text(String text) -> {
                found.addAll(equal.getOrDefault(text, List.of()));
                if (!lengths.isEmpty()) {
                    Blocks.Block.parse(text).ifPresent(it -> within(it, found));
                }
                if (!parts.isEmpty()) {
                    work.spend(text.length());
                    parts(Blocks.nfc(text), found, work);
                }
            }
            case Json.Numeral(double value) ->
                    found.addAll(equal.getOrDefault(value + 0.0, List.of())); // -0 is 0
            case Json.Flag(boolean value) -> found.addAll(equal.getOrDefault(value, List.of()));
            case Json.Null _, Json.Array _, Json.Members _ -> {}
        }
    }

    private void within(Blocks.Block block, Set<Integer> found) {
        for (int bits : lengths) {
            if (bits <= block.bits()) {
                found.addAll(equal.getOrDefault(block.first(bits), List.of()));
            }
        }
    }

    private void parts(String text, Set<Integer> found, Work work) {
        long gram = 0;
        for (int at = 0; at < text.length(); at++) {
            gram = gram << Character.SIZE | text.charAt(at);
            if (at >= PART_MIN - 1 && grams.get(bit(gram))) {
                for (Part part : parts.getOrDefault(gram, List.of())) {
                    // Who writes the text could have all of it looked at again at each place.
                    work.spend(part.text().length());
                    if (text.startsWith(part.text(), at - PART_MIN + 1 - part.at())) {
                        found.add(part.pattern());
                    }
                }
            }
        }
    }

    /** Signs and digits stand in fewer texts than letters do. */
    private static int rarest(String text) {
        int best = 0;
        long most = -1;
        for (int at = 0; at + PART_MIN <= text.length(); at++) {
            long rare =
                    text.substring(at, at + PART_MIN)
                            .chars()
                            .filter(it -> !Ascii.isLetter((char) it))
                            .count();
            if (rare > most) {
                most = rare;
                best = at;
            }
        }
        return best;
    }

    private static long gram(String text, int from) {
        long gram = 0;
        for (int at = from; at < from + PART_MIN; at++) {
            gram = gram << Character.SIZE | text.charAt(at);
        }
        return gram;
    }

    private static int bit(long gram) {
        return (int) ((gram * 0x9E3779B97F4A7C15L) >>> 50);
    }
}
