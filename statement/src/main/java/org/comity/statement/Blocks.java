package org.comity.statement;

import java.text.Normalizer;
import java.util.Optional;

/** The sets and wildcards that patterns compare with (STIX 2.1 section 9.6.1). */
final class Blocks {
    private Blocks() {}

    /** Whether the first address or CIDR block lies wholly in the second. */
    static boolean isWithin(Optional<String> inner, Optional<String> outer) {
        Optional<Block> in = inner.flatMap(Block::parse);
        Optional<Block> out = outer.flatMap(Block::parse);
        return in.isPresent() && out.isPresent() && out.get().contains(in.get());
    }

    /** Of 128 bits, IPv4 in its mapped place. */
    record Block(Ip address, int bits) {
        private static final int FOUR_AT = 96;

        static Optional<Block> parse(String text) {
            int slash = text.indexOf('/');
            String address = slash < 0 ? text : text.substring(0, slash);
            return Ip.parse(address)
                    .optional()
                    .flatMap(ip -> {
                        int before = ip.isFour() && text.indexOf(':') < 0 ? FOUR_AT : 0;
                        return slash < 0
                                ? Optional.of(new Block(ip, 128))
                                : bits(text.substring(slash + 1), 128 - before)
                                        .map(bits -> new Block(ip, before + bits));
                    });
        }

        private static Optional<Integer> bits(String digits, int most) {
            boolean whole =
                    !digits.isEmpty()
                            && digits.length() <= 3
                            && digits.chars().allMatch(Ascii::isDigit);
            return whole && Integer.parseInt(digits) <= most
                    ? Optional.of(Integer.parseInt(digits))
                    : Optional.empty();
        }

        boolean contains(Block other) {
            long high = (address.high() ^ other.address.high()) & mask(bits);
            long low = (address.low() ^ other.address.low()) & mask(bits - 64);
            return other.bits >= bits && high == 0 && low == 0;
        }

        /** The block of the first bits. */
        Block first(int most) {
            return new Block(
                    new Ip(address.high() & mask(most), address.low() & mask(most - 64)), most);
        }

        private static long mask(int bits) {
            if (bits <= 0) {
                return 0;
            }
            return bits >= 64 ? -1L : -1L << (64 - bits);
        }
    }

    static String nfc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /**
     * SQL's LIKE: % for any characters, _ for one. Goes back to the last % only, which is enough:
     * the time is the product of the lengths at most.
     */
    static boolean isLike(String text, String like, Work work) {
        int at = 0;
        int in = 0;
        int mark = -1;
        int markedAt = 0;
        while (at < text.length()) {
            work.spend(1);
            boolean one = in < like.length() && like.charAt(in) == '_';
            if (in < like.length() && like.charAt(in) == '%') {
                mark = in++;
                markedAt = at;
            } else if (one || (in < like.length() && like.charAt(in) == text.charAt(at))) {
                at += one ? Character.charCount(text.codePointAt(at)) : 1;
                in++;
            } else if (mark >= 0) {
                in = mark + 1;
                at = ++markedAt;
            } else {
                return false;
            }
        }
        while (in < like.length() && like.charAt(in) == '%') {
            in++;
        }
        return in == like.length();
    }
}
