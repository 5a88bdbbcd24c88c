package org.comity.statement;

import java.util.List;
import java.util.TreeSet;
import org.comity.value.Hash;

/**
 * One member's word on one subject, as it stands in one statement.
 *
 * @param version of the STIX object that carries it; a later one in the same log replaces it
 */
public record Claim(
        Subject subject,
        Stance stance,
        AbuseClass abuse,
        Grounds grounds,
        Validity validity,
        Target target,
        ObjectVersion version) {

    /**
     * Of the member's own object, whose version is known once it is written.
     *
     * @param objectId empty for a new object
     */
    public Claim(
            Subject subject,
            Stance stance,
            AbuseClass abuse,
            Grounds grounds,
            Validity validity,
            Target target,
            String objectId,
            boolean revoked) {
        this(
                subject,
                stance,
                abuse,
                grounds,
                validity,
                target,
                ObjectVersion.own(objectId, 0, revoked));
    }

    /**
     * Why the claim may be believed.
     *
     * @param roots which pieces of evidence it rests on, keyed under the exchange key; sorted, at
     *     most 16
     * @param source who said it first, for a relayed claim; empty otherwise
     */
    public record Grounds(Basis basis, Role role, List<Hash> roots, String source) {
        public static final int ROOTS_MAX = 16;

        /** UTF-16 code units. */
        public static final int SOURCE_LENGTH_MAX = 256;

        public Grounds {
            roots = roots.size() < 2 ? List.copyOf(roots) : List.copyOf(new TreeSet<>(roots));
            if (roots.size() > ROOTS_MAX) {
                throw new IllegalArgumentException("a claim has at most 16 roots");
            }
            if (!mayBeSource(source)) {
                throw new IllegalArgumentException(
                        "a source is one line of at most 256 characters");
            }
        }

        /** It is shown to people and stands in lists, so nothing in it may break a line. */
        static boolean mayBeSource(String text) {
            return text.length() <= SOURCE_LENGTH_MAX && ControlText.mayBeShown(text);
        }
    }

    /** Seconds since 1970-01-01T00:00:00Z; from inclusive, until exclusive. */
    public record Validity(long fromSecond, long untilSecond) {
        /** 9999-12-31T23:59:59Z, the last that a STIX timestamp can say. */
        public static final long SECOND_MAX = StixTime.SECOND_MAX;

        public Validity {
            if (fromSecond < 0 || untilSecond <= fromSecond || untilSecond > SECOND_MAX) {
                throw new IllegalArgumentException("a claim ends after it begins, before 10000");
            }
        }

        public boolean holdsAt(long second) {
            return fromSecond <= second && second < untilSecond;
        }
    }

    public String objectId() {
        return version.id();
    }

    /**
     * Taken back, by its creator or by whom passed it on; then nothing else of the claim counts.
     */
    public boolean revoked() {
        return version.end() != ObjectVersion.End.NONE;
    }

    /** The version of the same object that takes it back. */
    public Claim asRevoked() {
        return with(version.ended());
    }

    /** The same word by another version. */
    public Claim with(ObjectVersion other) {
        return new Claim(subject, stance, abuse, grounds, validity, target, other);
    }

    /** The same word, resting on these. */
    public Claim on(Grounds other) {
        return new Claim(subject, stance, abuse, other, validity, target, version);
    }
}
