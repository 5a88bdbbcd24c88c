package org.comity.statement;

import java.util.Comparator;
import java.util.Optional;

/**
 * Which version of which STIX object a member's word is. Only versions of one line replace one
 * another: the member's own objects are one, and what it passes on is another for each source and
 * each creator, so that no source takes back what another says (STIX 2.1 section 3.6: only the
 * object creator makes versions).
 *
 * @param line empty for what the member made itself; else as {@link #relayed} puts it
 * @param modifiedMicros since 1970, digits behind the microsecond cut off; 0 when not stated
 */
public record ObjectVersion(String id, String line, long modifiedMicros, End end) {
    /** Whether the version ends the object. */
    public enum End {
        NONE,
        /** The member passes it on no longer; passed on again, it holds again. */
        WITHDRAWN,
        /** By its creator, for good. */
        REVOKED
    }

    /**
     * Greater: what holds where both are of one line. A revocation stands above all, however late
     * another version comes; versions that are equal here follow one another in their log. So do
     * all of the member's own: it states them itself, and a node that has dropped the payload of an
     * ended one must come to the same as a node that has not. What others made may be passed on in
     * any order, and has no voice in what the membership agrees on.
     */
    public static final Comparator<ObjectVersion> BY_TIME =
            Comparator.comparing((ObjectVersion it) -> it.end() == End.REVOKED)
                    .thenComparingLong(it -> it.isRelayed() ? it.modifiedMicros() : 0);

    /** Of the member's own object. */
    static ObjectVersion own(String id, long modifiedMicros, boolean revoked) {
        return new ObjectVersion(id, "", modifiedMicros, revoked ? End.REVOKED : End.NONE);
    }

    /**
     * Of an object as it stands in a bundle.
     *
     * @param source from whom the bundle's author has it; empty where the author made it
     */
    static Optional<ObjectVersion> of(Json.Members object, String source) {
        Optional<StixObject> self = object.text("id").flatMap(StixObject::ofId);
        if (self.isEmpty() || !object.text("type").equals(Optional.of(self.get().type()))) {
            return Optional.empty();
        }
        String creator =
                object.text("created_by_ref").filter(it -> StixIds.isId(it, "identity")).orElse("");
        boolean revoked = object.at("revoked").equals(Optional.of(new Json.Flag(true)));
        return Optional.of(
                new ObjectVersion(
                        self.get().id(),
                        source.isEmpty() ? "" : relayed(source, creator),
                        object.text("modified")
                                .flatMap(StixTime::parse)
                                .map(StixTime::micros)
                                .orElse(0L),
                        revoked ? End.REVOKED : End.NONE));
    }

    /**
     * @param source one line
     * @param creator id of an identity, or empty
     */
    static String relayed(String source, String creator) {
        return source + "\n" + creator;
    }

    public boolean isRelayed() {
        return !line.isEmpty();
    }

    /** From whom the member has it; empty for its own. */
    public String source() {
        return isRelayed() ? line.substring(0, line.indexOf('\n')) : "";
    }

    /** Who is said to have made it, where it is not the member's own. */
    public String creator() {
        return isRelayed() ? line.substring(line.indexOf('\n') + 1) : "";
    }

    /** Whether both are versions of one object, of one member. */
    public boolean isOfSameObject(ObjectVersion other) {
        return id.equals(other.id) && line.equals(other.line);
    }

    ObjectVersion ended() {
        return new ObjectVersion(
                id, line, modifiedMicros, isRelayed() ? End.WITHDRAWN : End.REVOKED);
    }
}
