package org.comity.exchange;

import java.util.EnumSet;
import java.util.Set;
import org.comity.value.Checked;

/** What the texts of a request step may hold: people read them, so nothing may hide in them. */
public final class RequestText {
    /** Last second of the year 9999. */
    static final long SECOND_MAX = 253_402_300_799L;

    private static final int LANGUAGE_LENGTH_MAX = 35;

    /** Letters of Hangul, and a pattern of Braille, that show as nothing. */
    private static final String FILLERS = "\u115f\u1160\u3164\uffa0\u2800";

    private static final Set<Character.UnicodeScript> UNJOINED =
            EnumSet.of(
                    Character.UnicodeScript.LATIN,
                    Character.UnicodeScript.GREEK,
                    Character.UnicodeScript.CYRILLIC,
                    Character.UnicodeScript.HAN,
                    Character.UnicodeScript.HIRAGANA,
                    Character.UnicodeScript.KATAKANA,
                    Character.UnicodeScript.HANGUL,
                    Character.UnicodeScript.COMMON);

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
     * Control characters and line separators move cursors, marks of direction show another text
     * than is there, and what has no width shows nothing.
     */
    private static Checked<String> checkLetters(String name, String text, boolean lines) {
        int before = ' ';
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            boolean layout = lines && (c == '\n' || c == '\t');
            if (!layout && !isShown(c, before)) {
                return Checked.refused("character that is not shown", name + "[" + at + "]");
            }
            before = c;
            at += Character.charCount(c);
        }
        return Checked.good(text);
    }

    private static boolean isShown(int c, int before) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    false;
            case Character.FORMAT -> isJoined(c, before);
            default -> FILLERS.indexOf(c) < 0;
        };
    }

    /**
     * Whether it is a joiner where one belongs: Persian and the scripts of India are spelled with
     * them; other letters need none.
     */
    public static boolean isJoined(int c, int before) {
        return (c == 0x200c || c == 0x200d) && isJoined(before);
    }

    private static boolean isJoined(int before) {
        Character.UnicodeScript script = Character.UnicodeScript.of(before);
        return (Character.isLetter(before) && !UNJOINED.contains(script))
                || (Character.getType(before) == Character.NON_SPACING_MARK
                        && script != Character.UnicodeScript.INHERITED);
    }
}
