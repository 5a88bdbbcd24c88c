package org.comity.intake;

/**
 * What a character is to a body fingerprint. By fixed ranges and not by the tables of the Java
 * platform, which grow with every release: two members on different releases must make the same
 * fingerprint of a mail.
 */
final class Letters {
    /** Not there at all: a soft hyphen, a joiner, an accent. */
    static final int NOTHING = -1;

    /** Parts words. */
    static final int GAP = 0;

    private static final String LOOKS_CYRILLIC = "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456";
    private static final String LOOKS_LATIN = "aeopcyxi";

    private Letters() {}

    /**
     * The character as it counts, in small letters, any digit as "0"; or {@link #GAP} or {@link
     * #NOTHING}.
     *
     * @param c of text in form NFKD, when it is not ASCII
     */
    static int fold(char c) {
        if (c < 0x80) {
            return ascii(c);
        }
        if (isInvisible(c)) {
            return NOTHING;
        }
        if (isGap(c)) {
            return GAP;
        }
        if (isIn(c, 0x0660, 0x0669) || isIn(c, 0x06F0, 0x06F9) || isIn(c, 0x0966, 0x096F)) {
            return '0';
        }
        char small = Character.toLowerCase(c);
        int alike = LOOKS_CYRILLIC.indexOf(small);
        return alike < 0 ? small : LOOKS_LATIN.charAt(alike);
    }

    private static int ascii(char c) {
        if (c >= 'a' && c <= 'z') {
            return c;
        }
        if (c >= 'A' && c <= 'Z') {
            return c + 32;
        }
        return c >= '0' && c <= '9' ? '0' : c == '\'' ? NOTHING : GAP;
    }

    /** Of a script that is written without spaces: each character is a word of its own. */
    static boolean isWordAlone(int c) {
        return c >= 0x0E00
                && (isIn(c, 0x0E00, 0x0EFF)
                        || isIn(c, 0x1000, 0x109F)
                        || isIn(c, 0x1780, 0x17FF)
                        || isIn(c, 0x2E80, 0x2FDF)
                        || isIn(c, 0x3005, 0x3007)
                        || isIn(c, 0x3040, 0x30FF)
                        || isIn(c, 0x31F0, 0x31FF)
                        || isIn(c, 0x3400, 0x4DBF)
                        || isIn(c, 0x4E00, 0x9FFF)
                        || isIn(c, 0xF900, 0xFAFF)
                        // First halves of rare ideographs.
                        || isIn(c, 0xD840, 0xD8FF));
    }

    private static boolean isInvisible(char c) {
        return c == 0x00AD
                || c == 0x2019
                || c == 0x180E
                || c == 0xFEFF
                || isIn(c, 0x0300, 0x036F)
                || isIn(c, 0x200B, 0x200F)
                || isIn(c, 0x202A, 0x202E)
                || isIn(c, 0x2060, 0x2064)
                || isIn(c, 0xFE00, 0xFE0F)
                || isIn(c, 0x3099, 0x309A)
                // Second halves: the first alone tells enough.
                || isIn(c, 0xDC00, 0xDFFF);
    }

    private static boolean isGap(char c) {
        return isIn(c, 0x0080, 0x00BF)
                || c == 0x00D7
                || c == 0x00F7
                || isIn(c, 0x2000, 0x206F)
                || isIn(c, 0x20A0, 0x20CF)
                || isIn(c, 0x2100, 0x2BFF)
                || isIn(c, 0x3000, 0x3004)
                || isIn(c, 0x3008, 0x303F)
                // Private use, and the first halves of pictures and signs.
                || isIn(c, 0xD800, 0xD83F)
                || isIn(c, 0xE000, 0xF8FF)
                || isIn(c, 0xFE10, 0xFE6F)
                || isIn(c, 0xFF00, 0xFF0F)
                || isIn(c, 0xFFE0, 0xFFFF);
    }

    private static boolean isIn(int c, int from, int to) {
        return c >= from && c <= to;
    }
}
