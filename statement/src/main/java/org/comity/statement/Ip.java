package org.comity.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.comity.value.Checked;

/**
 * An address as 128 bits, IPv4 in its mapped place ::ffff:0:0/96 (RFC 4291 section 2.5.5.2), so
 * that one order holds for both families and the mapped spelling cannot be a second key. Compared
 * unsigned.
 */
public record Ip(long high, long low) implements Comparable<Ip> {
    /** The longest spelling is 45 characters; anything beyond is not worth reading. */
    static final int TEXT_MAX = 64;

    private static final long MAPPED = 0xffffL << 32;
    private static final int GROUPS = 8;

    /** The IPv4 address of these 32 bits. */
    public static Ip four(long value) {
        return new Ip(0, MAPPED | value);
    }

    public boolean isFour() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /**
     * Dotted decimal or IPv6 text. Leading zeros are refused: half of the readers take them for
     * octal.
     */
    public static Checked<Ip> parse(String text) {
        if (text.length() > TEXT_MAX) {
            return Checked.refused("address too long", "");
        }
        if (text.indexOf('%') >= 0) {
            return Checked.refused("address with a zone", "");
        }
        return text.indexOf(':') >= 0 ? parseSix(text) : parseDotted(text).map(Ip::four);
    }

    private static Checked<Long> parseDotted(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Checked.refused("not an address", "");
        }
        long value = 0;
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || !isDecimal(part)) {
                return Checked.refused("not an address", "");
            }
            if (part.length() > 1 && part.charAt(0) == '0') {
                return Checked.refused("leading zero: octal or decimal", "");
            }
            int octet = Integer.parseInt(part);
            if (octet > 255) {
                return Checked.refused("address part above 255", "");
            }
            value = value << 8 | octet;
        }
        return Checked.good(value);
    }

    private static Checked<Ip> parseSix(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true).then(all -> all.size() == GROUPS ? join(all) : notSix());
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return notSix();
        }
        return groups(text.substring(0, gap), false)
                .then(front ->
                        groups(text.substring(gap + 2), true)
                                .then(back -> joinAround(front, back)));
    }

    private static Checked<Ip> joinAround(List<Integer> front, List<Integer> back) {
        int missing = GROUPS - front.size() - back.size();
        if (missing < 1) {
            return notSix();
        }
        var all = new ArrayList<>(front);
        for (int i = 0; i < missing; i++) {
            all.add(0);
        }
        all.addAll(back);
        return join(all);
    }

    private static Checked<Ip> notSix() {
        return Checked.refused("not an address", "");
    }

    /**
     * Hexadecimal groups; a dotted IPv4 at the end of the address gives two. The caller checks
     * their number.
     */
    private static Checked<List<Integer>> groups(String text, boolean atEnd) {
        var groups = new ArrayList<Integer>();
        if (text.isEmpty()) {
            return Checked.good(groups);
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (atEnd && i == parts.length - 1 && part.indexOf('.') >= 0) {
                if (!(parseDotted(part) instanceof Checked.Good<Long>(Long four))) {
                    return Checked.refused("not an address", "");
                }
                groups.add((int) (four >>> 16));
                groups.add((int) (four & 0xffff));
            } else if (part.isEmpty() || part.length() > 4 || !isHex(part)) {
                return Checked.refused("not an address", "");
            } else {
                groups.add(Integer.parseInt(part, 16));
            }
        }
        return Checked.good(groups);
    }

    private static Checked<Ip> join(List<Integer> groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS; i++) {
            if (i < 4) {
                high = high << 16 | groups.get(i);
            } else {
                low = low << 16 | groups.get(i);
            }
        }
        // IPv4-compatible (RFC 4291 section 2.5.5.1) is an alias too; :: , ::1 and their neighbours
        // stay.
        return Checked.good(
                high == 0 && low >>> 32 == 0 && low > 0xffff ? four(low) : new Ip(high, low));
    }

    /**
     * The spellings that browsers take in a URL (WHATWG URL, IPv4 parser): 0x7f.1, 017700000001,
     * 2130706433.
     */
    static Checked<Ip> parseAsBrowsers(String host) {
        List<String> parts = List.of(host.split("\\.", -1));
        if (parts.size() > 4) {
            return Checked.refused("host ends in a number but is no address", "");
        }
        long value = 0;
        for (int i = 0; i < parts.size(); i++) {
            long number = number(parts.get(i));
            boolean last = i == parts.size() - 1;
            int bits = last ? 8 * (5 - parts.size()) : 8;
            if (number < 0 || number >= 1L << bits) {
                return Checked.refused("host ends in a number but is no address", "");
            }
            value = (value << bits) | number;
        }
        return Checked.good(four(value));
    }

    /**
     * Whether browsers take the last label for a number; then the host is an address or nothing.
     */
    static boolean endsInNumber(String host) {
        String last = host.substring(host.lastIndexOf('.') + 1);
        return !last.isEmpty() && (isDecimal(last) || number(last) >= 0);
    }

    /** -1 when it is no number or is beyond 32 bits. */
    private static long number(String part) {
        String text = part.toLowerCase(Locale.ROOT);
        int radix = 10;
        if (text.startsWith("0x")) {
            radix = 16;
            text = text.substring(2);
        } else if (text.length() > 1 && text.startsWith("0")) {
            radix = 8;
            text = text.substring(1);
        } else if (text.isEmpty()) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), radix) : -1;
            value = value * radix + digit;
            if (digit < 0 || value > 0xffff_ffffL) {
                return -1;
            }
        }
        return value;
    }

    private static boolean isDecimal(String text) {
        return text.chars().allMatch(Ascii::isDigit);
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
    }

    /** Dotted decimal, or IPv6 as RFC 5952 section 4 writes it. */
    public String text() {
        if (isFour()) {
            return (low >>> 24 & 255)
                    + "."
                    + (low >>> 16 & 255)
                    + "."
                    + (low >>> 8 & 255)
                    + "."
                    + (low & 255);
        }
        int gapAt = -1;
        int gapLength = 1;
        for (int at = 0; at < GROUPS; at++) {
            int end = at;
            while (end < GROUPS && group(end) == 0) {
                end++;
            }
            if (end - at > gapLength) {
                gapAt = at;
                gapLength = end - at;
            }
        }
        var out = new StringBuilder();
        for (int at = 0; at < GROUPS; at++) {
            if (at == gapAt) {
                out.append("::");
                at += gapLength - 1;
                continue;
            }
            if (at > 0 && out.charAt(out.length() - 1) != ':') {
                out.append(':');
            }
            out.append(Integer.toHexString(group(at)));
        }
        return out.toString();
    }

    /** The address after it, in 128 bits; empty after the last. */
    public Optional<Ip> next() {
        if (low != -1) {
            return Optional.of(new Ip(high, low + 1));
        }
        return high == -1 ? Optional.empty() : Optional.of(new Ip(high + 1, 0));
    }

    private int group(int at) {
        long half = at < 4 ? high : low;
        return (int) ((half >>> (16 * (3 - at % 4))) & 0xffff);
    }

    @Override
    public int compareTo(Ip other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }
}
