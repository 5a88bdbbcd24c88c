package org.comity.protection;

import java.util.List;
import java.util.Optional;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;

/**
 * What stands at a name of a zone. Only the exact subject is listed: no wildcard, no host for its
 * domain, no network for its address.
 */
sealed interface DnsContent {
    /** Listed: the last number of 127.0.0.x, how long that holds, and why. */
    record Listed(int last, long secondsLeft, String reason) implements DnsContent {}

    /** Not listed, but names below may be, so the name exists. */
    record Hollow() implements DnsContent {}

    record Absent() implements DnsContent {}

    int TRUSTED = 2;
    int AGREED = 3;
    int DECIDED = 4;

    /** RFC 5782, section 5. */
    Listed TEST_POINT =
            new Listed(TRUSTED, Long.MAX_VALUE, "test point of this list (RFC 5782, section 5)");

    int OCTETS = 4;
    int NIBBLES = 32;

    /**
     * Finds it by the exact name.
     *
     * @param labels the name's labels before the zone, in lower case, at least one
     */
    static DnsContent at(DnsZone zone, List<String> labels, long nowSecond) {
        if (zone.withdrawn()) {
            return new Absent();
        }
        return zone.kind() == SubjectKind.ADDRESS
                ? address(zone, labels, nowSecond)
                : domain(zone, labels, nowSecond);
    }

    private static DnsContent domain(DnsZone zone, List<String> labels, long nowSecond) {
        String name = String.join(".", labels);
        if (name.equals("test")) {
            return TEST_POINT;
        }
        if (name.equals("invalid")) {
            return new Absent();
        }
        var subject = new Subject(SubjectKind.DOMAIN, name);
        DnsContent content = listed(zone, subject, nowSecond);
        boolean hollow =
                content instanceof Absent
                        && zone.lookup().anyBelow(subject, zone.tier(), nowSecond);
        return hollow ? new Hollow() : content;
    }

    private static DnsContent address(DnsZone zone, List<String> labels, long nowSecond) {
        boolean octets = labels.stream().allMatch(DnsContent::isOctet);
        boolean nibbles = labels.stream().allMatch(DnsContent::isNibble);
        if (octets && labels.size() == OCTETS) {
            return version4(zone, String.join(".", labels.reversed()), nowSecond);
        }
        if (nibbles && labels.size() == NIBBLES) {
            return version6(zone, String.join("", labels.reversed()), nowSecond);
        }
        // Part of an address: resolvers that send one label at a time (RFC 9156) must not hear
        // "nothing below".
        boolean part = (octets && labels.size() < OCTETS) || (nibbles && labels.size() < NIBBLES);
        return part ? new Hollow() : new Absent();
    }

    private static DnsContent version4(DnsZone zone, String address, long nowSecond) {
        if (address.equals("127.0.0.2")) {
            return TEST_POINT;
        }
        // 127.0.0.1 is the test point that is never listed; its whole network belongs to every host
        // itself.
        return address.startsWith("127.")
                ? new Absent()
                : listed(zone, new Subject(SubjectKind.ADDRESS, address), nowSecond);
    }

    /**
     * An IPv4-mapped address (RFC 4291, section 2.5.5.2) is the IPv4 address; the test points are
     * such.
     */
    private static DnsContent version6(DnsZone zone, String hex, long nowSecond) {
        if (hex.startsWith("0".repeat(20) + "ffff")) {
            long low = Long.parseLong(hex.substring(24), 16);
            String address =
                    String.join(
                            ".",
                            String.valueOf(low >> 24),
                            String.valueOf(low >> 16 & 0xFF),
                            String.valueOf(low >> 8 & 0xFF),
                            String.valueOf(low & 0xFF));
            return version4(zone, address, nowSecond);
        }
        String groups = String.join(":", hex.split("(?<=\\G.{4})", -1)).replaceAll(":$", "");
        return Observables.normalise(SubjectKind.ADDRESS, groups)
                .optional()
                .<DnsContent>map(subject -> listed(zone, subject, nowSecond))
                .orElseGet(Absent::new);
    }

    private static DnsContent listed(DnsZone zone, Subject subject, long nowSecond) {
        return zone.lookup()
                .on(subject)
                .filter(it -> zone.answers(it) && it.holdsAt(nowSecond))
                .flatMap(it -> listed(it, nowSecond))
                .orElseGet(Absent::new);
    }

    private static Optional<DnsContent> listed(Listing listing, long nowSecond) {
        String why = PlainText.ascii(listing.reason());
        String reason = why.isBlank() ? listing.level().word() : why;
        long left = listing.untilSecond() - nowSecond;
        return switch (listing.level()) {
            case TRUSTED -> Optional.of(new Listed(TRUSTED, left, reason));
            case AGREED ->
                    Optional.of(new Listed(listing.decided() ? DECIDED : AGREED, left, reason));
            case UNKNOWN, REPORTED, CONTESTED, CLEARED -> Optional.empty();
        };
    }

    /** 0 to 255 without a leading zero. */
    private static boolean isOctet(String label) {
        int length = label.length();
        if (length == 0 || length > 3 || (length > 1 && label.charAt(0) == '0')) {
            return false;
        }
        int value = 0;
        for (int at = 0; at < length; at++) {
            char c = label.charAt(at);
            if (c < '0' || c > '9') {
                return false;
            }
            value = value * 10 + (c - '0');
        }
        return value <= 255;
    }

    private static boolean isNibble(String label) {
        return label.length() == 1 && "0123456789abcdef".indexOf(label.charAt(0)) >= 0;
    }
}
