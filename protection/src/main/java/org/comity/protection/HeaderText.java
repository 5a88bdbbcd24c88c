package org.comity.protection;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Text as it may stand in a header field: whatever it holds, it ends no line and begins no field.
 * Beyond ASCII it becomes encoded words (RFC 2047).
 */
final class HeaderText {
    /** Of UTF-8 in one encoded word, which has 75 characters at most; section 2. */
    private static final int WORD_BYTES_MAX = 42;

    /** Longer ones say no more to anybody. */
    private static final int LENGTH_MAX = 400;

    private HeaderText() {}

    /** What a header or a line of text cannot hold: control characters, and what turns text. */
    static boolean isUnfit(int character) {
        int kind = Character.getType(character);
        return kind == Character.CONTROL
                || kind == Character.FORMAT
                || kind == Character.SURROGATE
                || kind == Character.LINE_SEPARATOR
                || kind == Character.PARAGRAPH_SEPARATOR;
    }

    /** On one line; what is unfit becomes a space. */
    static String line(String text) {
        var out = new StringBuilder();
        text.codePoints()
                .limit(LENGTH_MAX)
                .map(c -> isUnfit(c) ? ' ' : c)
                .forEach(out::appendCodePoint);
        return out.toString().strip();
    }

    /** For a field without structure, such as Subject. */
    static String of(String text) {
        String line = line(text);
        // What looks like an encoded word would be read as one.
        return isAscii(line) && !line.contains("=?") ? line : words(line);
    }

    /** For the name in front of an address. */
    static String phrase(String text) {
        String line = line(text);
        return isAscii(line) && !line.contains("=?")
                ? "\"" + line.replace("\\", "\\\\").replace("\"", "\\\"") + "\""
                : words(line);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x7f);
    }

    private static String words(String text) {
        var out = new StringBuilder();
        var word = new StringBuilder();
        int bytes = 0;
        for (int c : text.codePoints().toArray()) {
            String one = Character.toString(c);
            int more = one.getBytes(StandardCharsets.UTF_8).length;
            if (bytes + more > WORD_BYTES_MAX) {
                append(out, word);
                bytes = 0;
            }
            word.append(one);
            bytes += more;
        }
        append(out, word);
        return out.toString();
    }

    private static void append(StringBuilder out, StringBuilder word) {
        byte[] bytes = word.toString().getBytes(StandardCharsets.UTF_8);
        out.append(out.isEmpty() ? "" : "\r\n ")
                .append("=?utf-8?B?")
                .append(Base64.getEncoder().encodeToString(bytes))
                .append("?=");
        word.setLength(0);
    }
}
