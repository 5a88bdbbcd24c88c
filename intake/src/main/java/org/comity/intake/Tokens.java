package org.comity.intake;

/**
 * Whether a path segment or host label looks as if it were made for one reader. Addresses of links
 * are how mass mailers mark their victims; such a token would name the victim to whoever holds the
 * sender's list. The rule errs to the side of leaving out: then only the registrable name is
 * claimed.
 *
 * <p>Segment: 64 characters or more; or within it a run of letters and digits that is 16 or more
 * hexadecimal digits, or 16 or more with at least 3 letters and 3 digits, or 10 or more digits, or
 * 10 or more with 4 changes between small, capital and digit (not from capital to small), or 10 or
 * more letters with 7 consonants in a row; or a UUID. Label: also a run of 8 or more with at least
 * 3 digits and 2 letters, or of 6 or more digits.
 */
final class Tokens {
    static final int SEGMENT_CHARS_MAX = 64;

    private static final int RUN_LONG = 16;
    private static final int RUN_MIXED = 10;
    private static final int CHANGES = 4;
    private static final int CONSONANTS = 7;

    private Tokens() {}

    static boolean looksRandomSegment(String segment) {
        return segment.length() >= SEGMENT_CHARS_MAX || isUuid(segment) || anyRun(segment, false);
    }

    static boolean looksRandomLabel(String label) {
        // An A-label is random to the eye; its readable form is what the rule would have to see.
        return !label.startsWith("xn--") && (isUuid(label) || anyRun(label, true));
    }

    private static boolean anyRun(String text, boolean label) {
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || !isAlnum(text.charAt(at))) {
                if (at - from >= 6 && runLooksRandom(text, from, at, label)) {
                    return true;
                }
                from = at + 1;
            }
        }
        return false;
    }

    private static boolean runLooksRandom(String text, int from, int to, boolean label) {
        int digits = 0;
        int hex = 0;
        int changes = 0;
        int consonants = 0;
        int consonantsMost = 0;
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            digits += isDigit(c) ? 1 : 0;
            hex += isHex(c) ? 1 : 0;
            changes += at > from && isChange(text.charAt(at - 1), c) ? 1 : 0;
            consonants = isDigit(c) || isVowel(c) ? 0 : consonants + 1;
            consonantsMost = Math.max(consonantsMost, consonants);
        }
        int length = to - from;
        int letters = length - digits;
        if (label && (digits == length || (length >= 8 && digits >= 3 && letters >= 2))) {
            return true;
        }
        if (length < RUN_MIXED) {
            return false;
        }
        return digits == length
                || changes >= CHANGES
                || (letters >= RUN_MIXED && consonantsMost >= CONSONANTS)
                || (length >= RUN_LONG && (hex == length || (digits >= 3 && letters >= 3)));
    }

    /** A capital before small letters is how words are written, and no change. */
    private static boolean isChange(char before, char c) {
        return kind(before) != kind(c) && !(kind(before) == 'A' && kind(c) == 'a');
    }

    /** 8-4-4-4-12 hexadecimal digits, anywhere in the text; RFC 9562, section 4. */
    private static boolean isUuid(String text) {
        for (int at = 0; at + 36 <= text.length(); at++) {
            boolean fits = true;
            for (int i = 0; i < 36 && fits; i++) {
                char c = text.charAt(at + i);
                boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
                fits = dash ? c == '-' : isHex(c);
            }
            if (fits) {
                return true;
            }
        }
        return false;
    }

    private static char kind(char c) {
        return isDigit(c) ? '0' : c >= 'A' && c <= 'Z' ? 'A' : 'a';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isVowel(char c) {
        return "aeiouyAEIOUY".indexOf(c) >= 0;
    }

    private static boolean isAlnum(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
