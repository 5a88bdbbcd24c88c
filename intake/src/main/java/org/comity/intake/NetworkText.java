package org.comity.intake;

import java.util.Optional;
import org.comity.statement.Ip;
import org.comity.value.Checked;

/** Networks as dumps spell them: a prefix, two addresses with a hyphen, an address and a count. */
final class NetworkText {
    /** Wider ones are the address space itself, not somebody's network. */
    private static final int FOUR_BITS_MIN = 8;

    private static final int SIX_BITS_MIN = 12;

    private NetworkText() {}

    /** From the first to the last address. */
    record Span(Ip first, Ip last) {}

    /** {@code 192.0.2.0/24}, {@code 192.0.2.0 - 192.0.2.255} or one address. */
    static Checked<Span> parse(String text) {
        int hyphen = text.indexOf('-');
        if (hyphen >= 0) {
            return Ip.parse(text.substring(0, hyphen).strip())
                    .then(first ->
                            Ip.parse(text.substring(hyphen + 1).strip())
                                    .then(last -> span(first, last)));
        }
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Ip.parse(text.strip()).then(only -> span(only, only));
        }
        String bits = text.substring(slash + 1).strip();
        return bits.matches("[0-9]{1,3}")
                ? Ip.parse(text.substring(0, slash).strip())
                        .then(first -> prefix(first, Integer.parseInt(bits)))
                : Checked.refused("prefix length out of range", "");
    }

    /** Bits behind the prefix may be set: some registries write a host's address there. */
    static Checked<Span> prefix(Ip address, int bits) {
        if (bits < 0 || bits > (address.isFour() ? 32 : 128)) {
            return Checked.refused("prefix length out of range", "");
        }
        int all = address.isFour() ? bits + 96 : bits;
        long highMask = all >= 64 ? -1 : all == 0 ? 0 : -1L << (64 - all);
        long lowMask = all <= 64 ? 0 : all == 128 ? -1 : -1L << (128 - all);
        return span(
                new Ip(address.high() & highMask, address.low() & lowMask),
                new Ip(address.high() | ~highMask, address.low() | ~lowMask));
    }

    /** So many IPv4 addresses, no power of two asked (RIR statistics exchange format 3.2). */
    static Checked<Span> counted(Ip first, long count) {
        if (!first.isFour() || count < 1 || count > 1L << 32) {
            return Checked.refused("not so many IPv4 addresses", "");
        }
        Ip last = new Ip(0, first.low() + count - 1);
        return last.isFour() ? span(first, last) : Checked.refused("past the last address", "");
    }

    private static Checked<Span> span(Ip first, Ip last) {
        if (first.isFour() != last.isFour() || first.compareTo(last) > 0) {
            return Checked.refused("a network ends before it begins", "");
        }
        return isTooWide(first, last)
                ? Checked.refused("wider than anybody's network", "")
                : Checked.good(new Span(first, last));
    }

    private static boolean isTooWide(Ip first, Ip last) {
        return first.isFour()
                ? last.low() - first.low() >= 1L << (32 - FOUR_BITS_MIN)
                : Long.compareUnsigned(last.high() - first.high(), 1L << (64 - SIX_BITS_MIN)) >= 0;
    }

    /** As a prefix where it is one, else with a hyphen. */
    static String text(Ip first, Ip last) {
        return prefixBits(first, last)
                .map(bits -> first.text() + "/" + bits)
                .orElseGet(() -> first.text() + " - " + last.text());
    }

    private static Optional<Integer> prefixBits(Ip first, Ip last) {
        long high = first.high() ^ last.high();
        long low = first.low() ^ last.low();
        int bits =
                high != 0 ? Long.numberOfLeadingZeros(high) : 64 + Long.numberOfLeadingZeros(low);
        boolean isPrefix =
                prefix(first, first.isFour() ? bits - 96 : bits).optional().stream()
                        .anyMatch(it -> it.first().equals(first) && it.last().equals(last));
        return isPrefix ? Optional.of(first.isFour() ? bits - 96 : bits) : Optional.empty();
    }
}
