package org.comity.intake;

import java.text.Normalizer;
import org.comity.statement.FingerprintKey;

/**
 * The words of a text, each as a keyed hash, in a spelling that survives what spammers vary: case,
 * accents, punctuation and invisible characters go, digits are "0", and addresses and random tokens
 * count as one word each, whatever they are. Names of recipients are one such word too.
 */
final class BodyWords {
    /** Takes the words in order. */
    interface Taker {
        /**
         * Takes the next word.
         *
         * @param length its characters
         * @return false when no more are wanted
         */
        boolean take(long hash, Kind kind, int length);
    }

    enum Kind {
        WORD,
        /** a word of a script without spaces */
        SIGN,
        /** all of its kind are one word: a number, a link, a mail address, a random token */
        CLASS
    }

    /** A longer word is a token. */
    private static final int WORD_CHARS_MAX = 32;

    private static final int TOKEN_CHARS_MIN = 8;
    private static final int TOKEN_CHANGES_MIN = 2;
    private static final int TOKEN_CONSONANTS_MIN = 7;

    private final FingerprintKey key;
    private final Taker taker;
    private final char[] word = new char[WORD_CHARS_MAX];
    private final long number;
    private final long link;
    private final long mailbox;
    private final long token;

    // Of the word that is being read.
    private int length;
    private int chars;
    private int digits;
    private int changes;
    private int consonants;
    private boolean consonantRun;
    private boolean enough;

    BodyWords(FingerprintKey key, Taker taker) {
        this.key = key;
        this.taker = taker;
        this.number = hash(key, "0");
        // Words have no capitals, so none is like these.
        this.link = hash(key, "LINK");
        this.mailbox = hash(key, "MAILBOX");
        this.token = hash(key, "TOKEN");
    }

    static long hash(FingerprintKey key, String word) {
        return SipHash.of(key.word0(), key.word1(), word.toCharArray(), word.length());
    }

    /** A word does not go on behind the end of the text. */
    void read(String text) {
        String plain = isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKD);
        int at = 0;
        while (at < plain.length() && !enough) {
            int end = at;
            while (end < plain.length() && !endsRun(plain.charAt(end))) {
                end++;
            }
            if (end > at) {
                run(plain, at, end);
            }
            at = end + 1;
        }
    }

    private void run(String text, int from, int to) {
        if (isLink(text, from, to)) {
            give(link, Kind.CLASS, to - from);
        } else if (isMailbox(text, from, to)) {
            give(mailbox, Kind.CLASS, to - from);
        } else {
            for (int at = from; at < to; at++) {
                take(Letters.fold(text.charAt(at)));
            }
            endWord();
        }
    }

    private void take(int c) {
        if (c == Letters.GAP) {
            endWord();
        } else if (Letters.isWordAlone(c)) {
            endWord();
            word[0] = (char) c;
            give(SipHash.of(key.word0(), key.word1(), word, 1), Kind.SIGN, 1);
        } else if (c != Letters.NOTHING) {
            add((char) c);
        }
    }

    private void add(char c) {
        boolean digit = c == '0';
        boolean digitBefore = length > 0 && word[length - 1] == '0';
        chars++;
        digits += digit ? 1 : 0;
        changes += chars > 1 && digit != digitBefore ? 1 : 0;
        consonants = isConsonant(c) ? consonants + 1 : 0;
        consonantRun |= consonants >= TOKEN_CONSONANTS_MIN;
        // However many digits follow one another, they are one.
        if (length < WORD_CHARS_MAX && !(digit && digitBefore)) {
            word[length++] = c;
        }
    }

    private void endWord() {
        if (chars == 0) {
            return;
        }
        if (digits == chars) {
            give(number, Kind.CLASS, chars);
        } else if (chars > WORD_CHARS_MAX
                || (chars >= TOKEN_CHARS_MIN && changes >= TOKEN_CHANGES_MIN)
                || (chars > TOKEN_CHARS_MIN && consonantRun)) {
            give(token, Kind.CLASS, chars);
        } else {
            give(SipHash.of(key.word0(), key.word1(), word, length), Kind.WORD, chars);
        }
        length = 0;
        chars = 0;
        digits = 0;
        changes = 0;
        consonants = 0;
        consonantRun = false;
    }

    private void give(long hash, Kind kind, int characters) {
        enough |= !taker.take(hash, kind, characters);
    }

    private static boolean isLink(String text, int from, int to) {
        int scheme = text.indexOf("://", from, to);
        return scheme > from || (to - from > 4 && text.regionMatches(true, from, "www.", 0, 4));
    }

    /** A sign with a letter or digit on both sides and a dot behind it. */
    private static boolean isMailbox(String text, int from, int to) {
        int at = text.indexOf('@', from, to);
        return at > from
                && at + 1 < to
                && Letters.fold(text.charAt(at - 1)) > 0
                && Letters.fold(text.charAt(at + 1)) > 0
                && text.indexOf('.', at, to) > 0;
    }

    private static boolean endsRun(char c) {
        return c <= ' '
                || c == '<'
                || c == '>'
                || c == '"'
                || c == 0xA0
                || c == 0x3000
                || c == ','
                || c == ';';
    }

    /** Of Latin letters; other scripts have words without vowels. */
    private static boolean isConsonant(char c) {
        return c >= 'a' && c <= 'z' && "aeiouy".indexOf(c) < 0;
    }

    private static boolean isAscii(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
