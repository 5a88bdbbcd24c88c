package org.comity.statement;

import java.util.List;

/**
 * Subjects as STIX 2.1 cyber-observable objects. Their ids follow from their values (section 2.9),
 * so that everybody's object for one observable is the same; only the fingerprint of a text, which
 * STIX does not know, is named in a way of our own.
 */
public final class StixObservables {
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

    /** An observable that is no subject. */
    public static Json.Members of(Observable observable) {
        return ObservableObjects.of(observable);
    }

    public static String id(Subject subject) {
        return of(subject).text("id").orElseThrow();
    }

    static boolean isType(String type) {
        return StixSchema.shipped()
                .object(type)
                .filter(it -> it.category() == StixSchema.Category.SCO)
                .isPresent();
    }

    /** What an object's object_marking_refs say for a marking. */
    public static Json.Array markingRefs(Marking marking) {
        return Json.Array.ofTexts(List.copyOf(Markings.references(marking)));
    }

    /** An id that follows from a name, for objects that are worked out and not stated. */
    public static String named(String type, String name) {
        return StixIds.named(type, name);
    }

    /** The pattern of an indicator of one subject. */
    public static String pattern(Subject subject) {
        return StixPattern.of(List.of(subject));
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
        StixSchema.Shape shape = StixSchema.shipped().object(type).orElseThrow();
        String id = StixIds.deterministic(contributing, shape).orElseThrow();
        return contributing.with("type", type).with("spec_version", "2.1").with("id", id);
    }
}
