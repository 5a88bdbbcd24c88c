package org.comity.statement;

import java.util.Optional;

/**
 * A STIX object as a thing that others are linked with: an actor, malware, a campaign.
 *
 * @param name what it is called, for people; empty when nobody said
 */
public record StixObject(String id, String name) implements Traceable {
    private static final int TYPE_LENGTH_MIN = 3;
    private static final int TYPE_LENGTH_MAX = 250;

    /** Empty when the text is no STIX identifier. */
    public static Optional<StixObject> ofId(String text) {
        int end = text.indexOf("--");
        return end >= TYPE_LENGTH_MIN
                        && end <= TYPE_LENGTH_MAX
                        && isType(text, end)
                        && StixIds.isId(text, text.substring(0, end))
                ? Optional.of(new StixObject(text, ""))
                : Optional.empty();
    }

    /**
     * Of what version of STIX an object is; 2.0 had none on its objects, and no observables among
     * them.
     *
     * @param said its spec_version
     */
    public static String specVersion(Optional<String> said, String type) {
        return said.orElse(StixObservables.isType(type) ? "2.1" : "2.0");
    }

    private static boolean isType(String text, int end) {
        for (int at = 0; at < end; at++) {
            char c = text.charAt(at);
            boolean fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    public String type() {
        return id.substring(0, id.indexOf("--"));
    }

    @Override
    public String sort() {
        return type();
    }

    @Override
    public String key() {
        return id;
    }

    @Override
    public String toString() {
        return name.isEmpty() ? id : type() + " " + name;
    }
}
