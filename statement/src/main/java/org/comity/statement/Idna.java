package org.comity.statement;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import org.comity.value.Checked;

/**
 * Host names in other scripts to letters of the DNS, as UTS #46 does it without the transitional
 * mappings (so that ß and final sigma stay themselves, as in browsers; the JDK's own IDN is
 * IDNA2003 and makes "strasse" of "straße", another host).
 *
 * <p>The mapping is worked out from the JDK's NFKC and lower case instead of a table of 8,000
 * lines. Compared over all code points with that table: equal, or refused here. Refused are the few
 * that fold otherwise (Cherokee, iota subscript and others below), joiners, and whatever Unicode 16
 * had not assigned, so that a newer Java does not find subjects that an older one refuses.
 */
final class Idna {
    private static final String PREFIX = "xn--";

    private Idna() {}

    /**
     * The host with its dots, lower case and as A-labels; other characters than letters are not
     * judged here.
     */
    static Checked<String> toAscii(String host) {
        return map(host).then(Idna::encode);
    }

    private static Checked<String> encode(String mapped) {
        var out = new StringBuilder();
        int start = 0;
        while (true) {
            int dot = mapped.indexOf('.', start);
            int end = dot < 0 ? mapped.length() : dot;
            switch (encodeLabel(mapped.substring(start, end))) {
                case Checked.Good<String>(String label) -> out.append(label);
                case Checked.Refused<String> refused -> {
                    return refused;
                }
            }
            if (dot < 0) {
                return Checked.good(out.toString());
            }
            out.append('.');
            start = dot + 1;
        }
    }

    private static Checked<String> encodeLabel(String label) {
        if (label.startsWith(PREFIX)) {
            return isCanonical(label)
                    ? Checked.good(label)
                    : Checked.refused("not a valid A-label", "");
        }
        if (isAscii(label)) {
            return Checked.good(label);
        }
        return switch (Character.getType(label.codePointAt(0))) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK ->
                    Checked.refused("label begins with a combining mark", "");
            default -> Checked.good(PREFIX + Punycode.encode(label));
        };
    }

    /** An A-label must be the one spelling of a label that mapping leaves as it is. */
    private static boolean isCanonical(String label) {
        Optional<String> decoded = Punycode.decode(label.substring(PREFIX.length()));
        return decoded.filter(text -> !isAscii(text) && text.indexOf('.') < 0)
                .filter(text -> map(text).optional().equals(decoded))
                .filter(text -> encodeLabel(text).optional().equals(Optional.of(label)))
                .isPresent();
    }

    private static Checked<String> map(String text) {
        if (isAscii(text)) {
            return Checked.good(text.toLowerCase(Locale.ROOT));
        }
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            if (!isKnown(text.codePointAt(at))) {
                return Checked.refused(
                        "character not allowed in a host name", "character " + (at + 1));
            }
        }
        String folded = fold(fold(text));
        if (!fold(folded).equals(folded) || !folded.codePoints().allMatch(Idna::isKnown)) {
            return Checked.refused("host name has no stable form", "");
        }
        return Checked.good(folded);
    }

    private static String fold(String text) {
        var out = new StringBuilder();
        nfkc(text)
                .codePoints()
                .filter(point -> !isIgnored(point))
                .forEach(point -> appendLower(out, point));
        return nfkc(out.toString());
    }

    private static String nfkc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    private static void appendLower(StringBuilder out, int point) {
        switch (point) {
            case 0x130 ->
                    out.append(
                            "i\u0307"); // dotted capital I: the JDK's simple lower case drops the
            // dot
            case 0x3002 ->
                    out.append('.'); // ideographic full stop; its wide and half forms come here by
            // NFKC
            default -> out.appendCodePoint(Character.toLowerCase(point));
        }
    }

    /** Mapped to nothing: soft hyphen, zero width space, joiner of words, variation selectors. */
    private static boolean isIgnored(int point) {
        return switch (point) {
            case 0xad, 0x34f, 0x180b, 0x180c, 0x180d, 0x180f, 0x200b, 0x2060, 0x2064, 0xfeff ->
                    true;
            default -> isIn(point, 0xfe00, 0xfe0f) || isIn(point, 0xe0100, 0xe01ef);
        };
    }

    private static boolean isKnown(int point) {
        if (point < 0x80) {
            return point > 0x20 && point < 0x7f;
        }
        if (isIgnored(point)) {
            return true;
        }
        return switch (Character.getType(point)) {
            case Character.UNASSIGNED,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> !foldsOtherwise(point) && Assigned.inUnicode16(point);
        };
    }

    /**
     * Where NFKC with lower case is not the mapping of UTS #46; found by comparing all code points.
     */
    private static boolean foldsOtherwise(int point) {
        return switch (point) {
            case 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0xffa0 -> true; // fillers without shape
            case 0x345, 0x3f2, 0x31ef, 0xfffc, 0xfffd -> true;
            case 0x1d6d3, 0x1d70d, 0x1d747, 0x1d781, 0x1d7bb -> true; // mathematical final sigmas
            default ->
                    isIn(point, 0x13a0, 0x13fd) // Cherokee
                            || isIn(point, 0xab70, 0xabbf)
                            || isIn(point, 0x1c80, 0x1c88) // Cyrillic letter variants
                            || isIn(point, 0x2ff0, 0x2fff) // ideographic description
                            || (isIn(point, 0x1f80, 0x1ffc) && hasIotaBelow(point))
                            || hidesDot(point);
        };
    }

    private static boolean hasIotaBelow(int point) {
        return Normalizer.normalize(Character.toString(point), Normalizer.Form.NFD)
                        .indexOf('\u0345')
                >= 0;
    }

    /** Such as "1." in one character: UTS #46 disallows it, NFKC would make two labels of it. */
    private static boolean hidesDot(int point) {
        boolean isDot = point == 0x3002 || point == 0xff0e || point == 0xff61;
        return !isDot
                && nfkc(Character.toString(point))
                        .codePoints()
                        .anyMatch(it -> it == '.' || it == 0x3002);
    }

    private static boolean isIn(int point, int first, int last) {
        return point >= first && point <= last;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
