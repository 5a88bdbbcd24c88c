package org.comity.statement;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.comity.value.Checked;

/**
 * Names of software in CPE 2.3 (NISTIR 7695): the formatted string with every part and as few
 * backslashes as can be; the older URI means the same.
 */
final class CpeText {
    private static final int PARTS = 11;
    private static final String FRONT = "cpe:2.3:";
    private static final String OLD_FRONT = "cpe:/";

    private CpeText() {}

    static boolean isCpe(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith(FRONT) || lower.startsWith(OLD_FRONT);
    }

    static Checked<String> normalise(String text) {
        String lower = FreeText.narrow(text).strip().toLowerCase(Locale.ROOT);
        List<String> parts =
                lower.startsWith(OLD_FRONT)
                        ? ofUri(lower.substring(OLD_FRONT.length()))
                        : parts(lower.substring(FRONT.length()));
        if (parts.size() > PARTS || !List.of("a", "o", "h").contains(parts.getFirst())) {
            return Checked.refused("not a CPE name", "");
        }
        while (parts.size() < PARTS) {
            parts.add("*");
        }
        return Checked.good(FRONT + String.join(":", parts.stream().map(CpeText::part).toList()));
    }

    /** The name of the product, of a canonical name. */
    static String product(String canonical) {
        return parts(canonical.substring(FRONT.length())).get(2);
    }

    /** Split at colons that no backslash keeps. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        var part = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == ':') {
                parts.add(part.toString());
                part.setLength(0);
                continue;
            }
            part.append(c);
            if (c == '\\' && at + 1 < text.length()) {
                part.append(text.charAt(++at));
            }
        }
        parts.add(part.toString());
        return parts;
    }

    /** Section 6.1: the edition may hold five parts between tildes, and percents keep signs. */
    private static List<String> ofUri(String uri) {
        List<String> parts = new ArrayList<>();
        List<String> old = List.of(uri.split(":", -1));
        for (int at = 0; at < old.size(); at++) {
            if (at == 5 && old.get(at).startsWith("~")) {
                String[] packed = old.get(at).substring(1).split("~", -1);
                parts.add(quoted(packed[0]));
                parts.add(old.size() > 6 ? quoted(old.get(6)) : "*");
                for (int more = 1; more < packed.length; more++) {
                    parts.add(quoted(packed[more]));
                }
                return parts;
            }
            parts.add(quoted(old.get(at)));
        }
        return parts;
    }

    private static String quoted(String part) {
        if (part.isEmpty() || part.equals("-")) {
            return part.isEmpty() ? "*" : part;
        }
        var out = new StringBuilder();
        for (int at = 0; at < part.length(); at++) {
            char c = part.charAt(at);
            if (c == '%'
                    && at + 2 < part.length()
                    && FileHash.isHex(part.substring(at + 1, at + 3))) {
                int octet = Integer.parseInt(part.substring(at + 1, at + 3), 16);
                at += 2;
                out.append(
                        octet == 1
                                ? "?"
                                : octet == 2 ? "*" : escaped(Character.toLowerCase((char) octet)));
            } else {
                out.append(escaped(c));
            }
        }
        return out.toString();
    }

    /** Without backslashes that keep nothing. */
    private static String part(String part) {
        if (part.isEmpty() || part.length() == 1 || part.equals("\\-")) {
            return part.isEmpty() ? "*" : part;
        }
        var out = new StringBuilder();
        for (int at = 0; at < part.length(); at++) {
            char c = part.charAt(at);
            if (c == '\\' && at + 1 < part.length()) {
                out.append(escaped(part.charAt(++at)));
            } else if (c == '*' || c == '?') {
                out.append(c);
            } else {
                out.append(escaped(c));
            }
        }
        return out.toString();
    }

    private static String escaped(char c) {
        boolean plain = Ascii.isLetterOrDigit(c) || "_-.".indexOf(c) >= 0 || c >= 0x80;
        return plain ? String.valueOf(c) : "\\" + c;
    }

    /** Whether it can be part of a key. */
    static boolean fits(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= FreeText.BYTES_MAX;
    }
}
