package org.comity.statement;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comity.value.Checked;

/** Blocks of addresses, numbers of autonomous systems, hardware addresses. */
final class NetworkText {
    private static final int BITS = 128;

    /** Bits before an IPv4 address in its mapped place. */
    private static final int FOUR_AT = 96;

    private static final long NUMBER_MAX = 0xffff_ffffL;

    /** RFC 5396: asplain, or asdot. */
    private static final Pattern NUMBER =
            Pattern.compile("(?:asn?[ :#-]{0,2})?([0-9]{1,10})(?:\\.([0-9]{1,5}))?");

    private static final Pattern MAC =
            Pattern.compile(
                    "[0-9a-f]{1,2}(?:([:-])[0-9a-f]{1,2})(?:\\1[0-9a-f]{1,2}){4}"
                            + "|[0-9a-f]{2}(?: [0-9a-f]{2}){5}"
                            + "|[0-9a-f]{4}([.:-])[0-9a-f]{4}\\2[0-9a-f]{4}|[0-9a-f]{6}[:-]?[0-9a-f]{6}");

    private NetworkText() {}

    /** A CIDR block (RFC 4632), also with a mask or as its first and last address. */
    static Checked<String> block(String raw) {
        String text = FreeText.narrow(raw).strip();
        int slash = text.indexOf('/');
        int dash = text.indexOf('-');
        if (slash < 0 && dash > 0) {
            return Ip.parse(text.substring(0, dash).strip())
                    .then(first ->
                            Ip.parse(text.substring(dash + 1).strip())
                                    .then(last -> between(first, last)));
        }
        if (slash < 0) {
            return Checked.refused("no prefix length", "");
        }
        String address = text.substring(0, slash).strip();
        String length = text.substring(slash + 1).strip();
        return Ip.parse(address)
                .then(ip -> length(address, ip, length).then(bits -> masked(ip, bits)));
    }

    /** Of 128 bits, whichever the family. */
    private static Checked<Integer> length(String address, Ip ip, String length) {
        boolean isSix = address.indexOf(':') >= 0;
        if (!isSix && length.indexOf('.') >= 0) {
            return Ip.parse(length)
                    .then(mask -> {
                        long holes = ~mask.low() & NUMBER_MAX;
                        return (holes & (holes + 1)) == 0
                                ? Checked.good(BITS - Long.bitCount(holes))
                                : Checked.refused("mask with holes", "");
                    });
        }
        if (length.isEmpty() || length.length() > 3 || !length.chars().allMatch(Ascii::isDigit)) {
            return Checked.refused("not a prefix length", "");
        }
        int bits = Integer.parseInt(length) + (isSix ? 0 : FOUR_AT);
        if (bits > BITS) {
            return Checked.refused("prefix longer than the address", "");
        }
        return isSix && ip.isFour() && bits < FOUR_AT
                ? Checked.refused("block wider than the IPv4 addresses in IPv6", "")
                : Checked.good(bits);
    }

    private static Checked<String> masked(Ip ip, int bits) {
        if (bits == BITS) {
            return Checked.refused("one address, not a network", "");
        }
        var first =
                new Ip(
                        bits >= 64 ? ip.high() : bits == 0 ? 0 : ip.high() & (-1L << (64 - bits)),
                        bits <= 64 ? 0 : ip.low() & (-1L << (BITS - bits)));
        return Checked.good(first.text() + "/" + (first.isFour() ? bits - FOUR_AT : bits));
    }

    private static Checked<String> between(Ip first, Ip last) {
        if (first.isFour() != last.isFour() || first.compareTo(last) > 0) {
            return Checked.refused("not a range", "");
        }
        long highHoles = first.high() ^ last.high();
        long lowHoles = first.low() ^ last.low();
        boolean isBlock =
                (highHoles & (highHoles + 1)) == 0
                        && (lowHoles & (lowHoles + 1)) == 0
                        && (highHoles == 0 || lowHoles == -1)
                        && (first.high() & highHoles) == 0
                        && (first.low() & lowHoles) == 0;
        return isBlock
                ? masked(first, BITS - Long.bitCount(highHoles) - Long.bitCount(lowHoles))
                : Checked.refused("a range that is no block", "");
    }

    static Checked<String> systemNumber(String raw) {
        Matcher matcher = NUMBER.matcher(FreeText.narrow(raw).strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Checked.refused("not a number of an autonomous system", "");
        }
        long number = Long.parseLong(matcher.group(1));
        if (matcher.group(2) != null) {
            long low = Long.parseLong(matcher.group(2));
            if (number > 0xffff || low > 0xffff) {
                return Checked.refused("number above 65535.65535", "");
            }
            number = number << 16 | low;
        }
        return number > NUMBER_MAX
                ? Checked.refused("number above 4294967295", "")
                : Checked.good(Long.toString(number));
    }

    /** EUI-48, as section 6.10 writes it. */
    static Checked<String> mac(String raw) {
        String text = FreeText.narrow(raw).strip().toLowerCase(Locale.ROOT);
        if (!MAC.matcher(text).matches()) {
            return Checked.refused("not a MAC address of 48 bits", "");
        }
        var digits = new StringBuilder();
        for (String group : List.of(text.split("[:. -]", -1))) {
            digits.append(group.length() == 1 ? "0" : "").append(group);
        }
        return Checked.good(digits.toString().replaceAll("(..)(?!$)", "$1:"));
    }
}
