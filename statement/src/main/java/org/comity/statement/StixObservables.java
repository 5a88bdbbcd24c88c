package org.comity.statement;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/**
 * Subjects as STIX 2.1 cyber-observable objects. Their ids follow from their values (section 2.9),
 * so that everybody's object for one observable is the same; only the fingerprint of a text, which
 * STIX does not know, is named in a way of our own.
 */
public final class StixObservables {
    /** STIX 2.1, section 2.9. */
    private static final UUID NAMESPACE = UUID.fromString("00abedb4-aa42-466c-9c01-fed23315a9b7");

    private StixObservables() {}

    public static Json.Members of(Subject subject) {
        return switch (subject.kind()) {
            case ADDRESS ->
                    valued(subject.value().indexOf(':') >= 0 ? "ipv6-addr" : "ipv4-addr", subject);
            case DOMAIN -> valued("domain-name", subject);
            case URL -> valued("url", subject);
            case MAIL_ADDRESS -> valued("email-addr", subject);
            case FILE -> {
                Json.Members hashes = Json.Members.NONE.with("SHA-256", subject.value());
                yield object("file", Json.Members.NONE.with("hashes", hashes));
            }
            case FINGERPRINT ->
                    Json.Members.NONE
                            .with("type", "email-message")
                            .with("spec_version", "2.1")
                            .with("id", StixIds.named("email-message", subject.key()))
                            .with("is_multipart", new Json.Flag(false))
                            .with("x_comity_fingerprint", subject.value());
        };
    }

    public static String id(Subject subject) {
        return of(subject).text("id").orElseThrow();
    }

    /** What an object's object_marking_refs say for a marking. */
    public static Json.Array markingRefs(Marking marking) {
        return Json.Array.ofTexts(List.copyOf(Markings.references(marking)));
    }

    /** An id that follows from a name, for objects that are worked out and not stated. */
    public static String named(String type, String name) {
        return StixIds.named(type, name);
    }

    /** A STIX timestamp. */
    public static String time(long second) {
        return StixTime.print(second);
    }

    private static Json.Members valued(String type, Subject subject) {
        return object(type, Json.Members.NONE.with("value", subject.value()));
    }

    /** All properties given here contribute to the id. */
    static Json.Members object(String type, Json.Members contributing) {
        ByteBuffer namespace =
                ByteBuffer.allocate(16)
                        .putLong(NAMESPACE.getMostSignificantBits())
                        .putLong(NAMESPACE.getLeastSignificantBits())
                        .flip();
        String id = StixIds.named(namespace, type, contributing.canonical().array());
        return contributing.with("type", type).with("spec_version", "2.1").with("id", id);
    }
}
