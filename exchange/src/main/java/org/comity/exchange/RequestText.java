package org.comity.exchange;

import org.comity.value.Checked;

/** What the texts of a request step may hold: people read them, so nothing may hide in them. */
final class RequestText {
    /** Last second of the year 9999. */
    static final long SECOND_MAX = 253_402_300_799L;

    private static final int LANGUAGE_LENGTH_MAX = 35;

    private RequestText() {}

    /** Without line ends. */
    static Checked<String> checkLine(String name, String text, int lengthMin, int lengthMax) {
        return text.length() < lengthMin || text.length() > lengthMax
                ? Checked.refused("text too short or too long", name)
                : checkLetters(name, text, false);
    }

    static Checked<String> checkText(String name, String text, int lengthMax) {
        return text.length() > lengthMax
                ? Checked.refused("text too short or too long", name)
                : checkLetters(name, text, true);
    }

    /** The usual shape of a BCP 47 tag. */
    static Checked<String> checkLanguage(String text) {
        return text.length() <= LANGUAGE_LENGTH_MAX
                        && text.matches("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*+")
                ? Checked.good(text)
                : Checked.refused("not a language tag such as en or zh-Hans", "language");
    }

    /**
     * Control characters move cursors, and bidirectional overrides show another text than is there.
     */
    private static Checked<String> checkLetters(String name, String text, boolean lines) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean layout = lines && (c == '\n' || c == '\t');
            boolean overrides = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
            boolean half = Character.isSurrogate(c) && !isPaired(text, at);
            if ((Character.isISOControl(c) && !layout) || overrides || half) {
                return Checked.refused("character that is not shown", name + "[" + at + "]");
            }
        }
        return Checked.good(text);
    }

    private static boolean isPaired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
