package org.comity.exchange;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.comity.statement.Audience;
import org.comity.statement.MemberId;
import org.comity.value.Checked;

/**
 * Names a request. The parties are part of it, so that nobody can take up an id that another drew.
 */
public record RequestId(MemberId from, MemberId to, UUID id) implements Comparable<RequestId> {
    private static final Comparator<RequestId> ORDER =
            Comparator.comparing(RequestId::from)
                    .thenComparing(RequestId::to)
                    .thenComparing(it -> it.id().toString());

    public RequestId {
        if (from.equals(to)) {
            throw new IllegalArgumentException("nobody sends requests to itself");
        }
    }

    /** A random UUID of version 4; RFC 9562 section 5.4. */
    public static RequestId draw(MemberId from, MemberId to, RandomGenerator random) {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (2L << 62);
        return new RequestId(from, to, new UUID(high, low));
    }

    static Checked<UUID> parseUuid(String text) {
        return text.matches("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
                ? Checked.good(UUID.fromString(text))
                : Checked.refused("not a UUID in lower case", "");
    }

    /** Whom every step of it is for. */
    public Audience.Parties parties() {
        return new Audience.Parties(new TreeSet<>(List.of(from, to)));
    }

    public boolean isParty(MemberId member) {
        return member.equals(from) || member.equals(to);
    }

    @Override
    public int compareTo(RequestId other) {
        return ORDER.compare(this, other);
    }
}
