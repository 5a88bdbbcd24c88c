package org.comity.intake;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.comity.statement.Fingerprint;
import org.comity.statement.FingerprintKey;

/**
 * The fingerprint of a mail's text: a keyed min-hash of its windows of three words.
 *
 * <p>Idea (Broder, 1997): shuffle all possible windows and keep of a text the one that comes first.
 * Two texts keep the same one with the probability that a window which either has is one that both
 * have; 32 shuffles make of it a count of equal positions. Here a window becomes one 64-bit number
 * by SipHash, which nobody without the key can foretell, and 32 odd factors order these numbers in
 * 32 ways (the product, modulo 2^64). To multiply by an odd number is a bijection, so no two
 * windows fall together. As the numbers are as good as random, one order by itself is fair whatever
 * the factor; two orders are as good as independent because no factor is a simple multiple of
 * another (a law in the test compares mean and spread with those of 32 coins). And nobody outside
 * can choose a window that comes first in many orders. One strong hash and 32 products cost a
 * twentieth of 32 strong hashes.
 *
 * <p>One changed word touches three windows. Order and repetition of windows do not matter, so text
 * that is moved or said twice changes nothing but the windows at the seams. Class words (numbers,
 * links, tokens) alone make no window, or every table would be like every other.
 */
final class BodyFingerprint {
    /** Words from which a text has a fingerprint; two signs of a script without spaces are one. */
    static final int WORDS_MIN = 20;

    /** Different windows that it must have, or it says the same thing over and over. */
    static final int WINDOWS_MIN = 18;

    /** What comes behind is not looked at. */
    static final int WORDS_MAX = 5_000;

    /** Of a name in a header: shorter ones are words of every text. */
    private static final int NAME_CHARS_MIN = 4;

    /** Who writes to more people at once has named nobody. */
    private static final int NAME_WORDS_MAX = 200;

    private static final long STEP = 0x9E3779B97F4A7C15L;
    private static final long FIRST_FACTOR = 0xBF58476D1CE4E5B9L;
    private static final long SECOND_FACTOR = 0x94D049BB133111EBL;
    private static final long[] FACTORS = factors();

    private final FingerprintKey key;
    private final long[] names;
    private final long recipient;
    private final long[] least = new long[Fingerprint.POSITIONS];
    private final long[] different = new long[WINDOWS_MIN];
    private int differentCount;

    private int halvesMost;
    private int wordsInAll;

    // Of the part that is being read.
    private int words;
    private int halves;
    private long last;
    private long lastButOne;
    private int classes;

    private BodyFingerprint(FingerprintKey key, Set<String> names) {
        this.key = key;
        this.recipient = BodyWords.hash(key, "RECIPIENT");
        this.names = hashes(names, key);
        Arrays.fill(least, Long.MAX_VALUE);
    }

    /**
     * Empty when there is too little text.
     *
     * @param names texts that name recipients: what they say counts as one word wherever it stands
     */
    static Optional<Fingerprint> of(BodyText text, Set<String> names, FingerprintKey key) {
        var fingerprint = new BodyFingerprint(key, names);
        text.parts().forEach(fingerprint::part);
        return fingerprint.made();
    }

    private Optional<Fingerprint> made() {
        return halvesMost >= 2 * WORDS_MIN && differentCount == WINDOWS_MIN
                ? Fingerprint.of(least).optional()
                : Optional.empty();
    }

    private void part(String text) {
        halves = 0;
        classes = 0;
        words = 0;
        var reader = new BodyWords(key, this::take);
        BodyLines.of(text).forEach(reader::read);
        halvesMost = Math.max(halvesMost, halves);
    }

    private boolean take(long hash, BodyWords.Kind kind, int length) {
        if (wordsInAll == WORDS_MAX) {
            return false;
        }
        boolean named = kind == BodyWords.Kind.WORD && Arrays.binarySearch(names, hash) >= 0;
        long word = named ? recipient : hash;
        boolean isClass = kind == BodyWords.Kind.CLASS || named;
        // A row of numbers or links is one.
        if (isClass && words > 0 && word == last) {
            return true;
        }
        words++;
        wordsInAll++;
        halves += kind == BodyWords.Kind.SIGN ? 1 : 2;
        classes = (classes << 1 | (isClass ? 1 : 0)) & 7;
        if (words > 2 && classes != 7) {
            window(lastButOne, last, word);
        }
        lastButOne = last;
        last = word;
        return true;
    }

    private void window(long first, long second, long third) {
        long hash = SipHash.of(key, first, second, third);
        countDifferent(hash);
        for (int at = 0; at < least.length; at++) {
            least[at] = Math.min(least[at], hash * FACTORS[at]);
        }
    }

    private void countDifferent(long hash) {
        if (differentCount == WINDOWS_MIN) {
            return;
        }
        for (int at = 0; at < differentCount; at++) {
            if (different[at] == hash) {
                return;
            }
        }
        different[differentCount++] = hash;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mixed(long number) {
        long mixed = (number ^ number >>> 30) * FIRST_FACTOR;
        mixed = (mixed ^ mixed >>> 27) * SECOND_FACTOR;
        return mixed ^ mixed >>> 31;
    }

    /** An odd one for each position; not secret. */
    private static long[] factors() {
        long[] factors = new long[Fingerprint.POSITIONS];
        for (int at = 0; at < factors.length; at++) {
            factors[at] = mixed((at + 1) * STEP) | 1;
        }
        return factors;
    }

    private static long[] hashes(Set<String> texts, FingerprintKey key) {
        var hashes = new TreeSet<Long>();
        var reader =
                new BodyWords(
                        key,
                        (hash, kind, length) -> {
                            if (kind == BodyWords.Kind.WORD && length >= NAME_CHARS_MIN) {
                                hashes.add(hash);
                            }
                            return hashes.size() < NAME_WORDS_MAX;
                        });
        texts.forEach(reader::read);
        return hashes.stream().mapToLong(it -> it).toArray();
    }
}
