package org.comity.statement;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.comity.value.Checked;

/**
 * Names, paths and command lines as people read them: in NFC, without signs that nobody sees, with
 * plain blanks, and of one case where their system knows no other.
 */
final class FreeText {
    /** Bytes of UTF-8: a value is part of keys, which have at most 1,024 bytes. */
    static final int BYTES_MAX = 600;

    private FreeText() {}

    static Checked<String> clean(String raw) {
        if (raw.length() > UrlText.TEXT_MAX) {
            return Checked.refused("value too long", "");
        }
        var out = new StringBuilder(raw.length());
        int[] points = raw.codePoints().toArray();
        for (int point : points) {
            switch (Character.getType(point)) {
                case Character.FORMAT -> {
                    // Zero width, direction, soft hyphen: seen by nobody.
                }
                case Character.SPACE_SEPARATOR -> out.append(' ');
                case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> {
                    if (point != '\t' && point != '\n' && point != '\r') {
                        return Checked.refused("control character", "");
                    }
                    out.append(' ');
                }
                case Character.SURROGATE -> {
                    return Checked.refused("half a character", "");
                }
                default -> {
                    if (point >= 0x80 && !Assigned.inUnicode16(point)) {
                        return Checked.refused("character that Unicode 16 does not have", "");
                    }
                    out.appendCodePoint(point);
                }
            }
        }
        return bounded(Normalizer.normalize(out, Normalizer.Form.NFC).strip());
    }

    private static Checked<String> bounded(String text) {
        if (text.isEmpty()) {
            return Checked.refused("value empty", "");
        }
        return text.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX
                ? Checked.refused("value above 600 bytes", "")
                : Checked.good(text);
    }

    /** As Windows compares names: letter by letter, by way of the capital. */
    static String folded(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints()
                .map(Character::toUpperCase)
                .map(Character::toLowerCase)
                .forEach(out::appendCodePoint);
        // A small letter may have a composed form that its capital lacks.
        return Normalizer.normalize(out, Normalizer.Form.NFC);
    }

    /** Wide letters and digits as plain ones; no two values of a narrow alphabet differ by that. */
    static String narrow(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints().forEach(point -> out.append(narrow(point)));
        return out.toString();
    }

    /** Empty for what nobody sees. */
    static String narrow(int point) {
        if (point > 0xff00 && point < 0xff5f) {
            return String.valueOf((char) (point - 0xfee0));
        }
        if (point >= 0x80 && Character.getType(point) == Character.FORMAT) {
            return "";
        }
        return switch (point) {
            case 0x2024, 0x3002, 0xff61 -> ".";
            case 0x2236, 0xa789, 0xfe55 -> ":";
            case 0x2044, 0x2215 -> "/";
            case 0x2010, 0x2011, 0x2012, 0x2013, 0x2212 -> "-";
            case 0x00a0, 0x3000 -> " ";
            default -> Character.toString(point);
        };
    }
}
