package org.comity.statement;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.jspecify.annotations.Nullable;

/**
 * A body fingerprint: for each of 32 ways of shuffling the windows of a text, the value of the
 * window that comes first (a min-hash). Two texts have equal values at about as many of the 32
 * positions as the share of windows that they have in common. Made in intake under the exchange's
 * key; docs/formats/fingerprint.md.
 */
public final class Fingerprint {
    public static final int POSITIONS = 32;

    /** Equal positions from which two mails count as one on lists (anchors: 0.05 % of wanted). */
    public static final int LISTING_MATCH_MIN = 12;

    /** Equal positions from which two mails count as variants in a campaign; never for lists. */
    public static final int CAMPAIGN_MATCH_MIN = 8;

    /** Base64url (RFC 4648, section 5) of 256 bytes without padding. */
    public static final int TEXT_LENGTH = 342;

    private final long[] values;

    private Fingerprint(long[] values) {
        this.values = values;
    }

    /** One value for each position; refused when two are equal, since no text makes that. */
    public static Checked<Fingerprint> of(long... values) {
        if (values.length != POSITIONS) {
            throw new IllegalArgumentException("a fingerprint has 32 values");
        }
        // Whoever made it up wants to be alike to many.
        return hasPair(values)
                ? Checked.refused("one value stands at two positions", "")
                : Checked.good(new Fingerprint(values.clone()));
    }

    /** The one spelling; anything else is refused, so that no fingerprint has two names. */
    public static Checked<Fingerprint> parse(String text) {
        if (text.length() != TEXT_LENGTH || !isBase64Url(text)) {
            return Checked.refused("a fingerprint is 342 characters of base64url", "");
        }
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        long[] values = new long[POSITIONS];
        ByteBuffer.wrap(bytes).asLongBuffer().get(values);
        return new Fingerprint(values).text().equals(text)
                ? of(values)
                : Checked.refused("not canonical base64url", "character " + TEXT_LENGTH);
    }

    /**
     * The fingerprint that a subject of this kind is; the subject is one of {@link Observables}.
     */
    public static Fingerprint of(Subject subject) {
        if (subject.kind() != SubjectKind.FINGERPRINT) {
            throw new IllegalArgumentException("not a fingerprint");
        }
        return parse(subject.value()).orThrow();
    }

    static boolean isBase64Url(String text) {
        return text.chars().allMatch(c -> Ascii.isLetterOrDigit(c) || c == '-' || c == '_');
    }

    private static boolean hasPair(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        for (int at = 1; at < sorted.length; at++) {
            if (sorted[at] == sorted[at - 1]) {
                return true;
            }
        }
        return false;
    }

    public long at(int position) {
        return values[position];
    }

    /** At how many positions both have the same value; 32 for equal ones. */
    public int equalPositions(Fingerprint other) {
        int equal = 0;
        for (int at = 0; at < POSITIONS; at++) {
            equal += values[at] == other.values[at] ? 1 : 0;
        }
        return equal;
    }

    /** The values one after another, big-endian. */
    public Bytes bytes() {
        ByteBuffer out = ByteBuffer.allocate(POSITIONS * Long.BYTES);
        out.asLongBuffer().put(values);
        return Bytes.of(out.array());
    }

    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes().array());
    }

    public Subject subject() {
        return new Subject(SubjectKind.FINGERPRINT, text());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fingerprint fingerprint
                && Arrays.equals(values, fingerprint.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return text();
    }
}
