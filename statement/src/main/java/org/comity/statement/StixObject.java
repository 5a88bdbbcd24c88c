package org.comity.statement;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A STIX object as a thing that others are linked with: an actor, malware, a campaign.
 *
 * @param name what it is called, for people; empty when nobody said
 */
public record StixObject(String id, String name) implements Traceable {
    private static final Pattern TYPE = Pattern.compile("[a-z0-9-]{3,250}");

    /** Empty when the text is no STIX identifier. */
    public static Optional<StixObject> ofId(String text) {
        int end = text.indexOf("--");
        return end > 0
                        && TYPE.matcher(text.substring(0, end)).matches()
                        && StixIds.isId(text, text.substring(0, end))
                ? Optional.of(new StixObject(text, ""))
                : Optional.empty();
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
