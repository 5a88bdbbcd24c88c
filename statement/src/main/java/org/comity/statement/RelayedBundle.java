package org.comity.statement;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;

/**
 * Objects of others as a bundle, each as it was found. An identity for the source stands beside
 * them; created by none of the members, it has every reader take the whole as relayed, whatever the
 * objects say of their creators.
 */
public final class RelayedBundle {
    /** The source's identity takes one place. */
    public static final int OBJECTS_MAX = Bundles.OBJECTS_MAX - 1;

    /** As canonical JSON; the rest of a payload is the bundle's own members and an identity. */
    public static final int BYTES_MAX = Payload.JSON_BYTES_MAX - 4_096;

    /** Never the beginning of a member's name, so no member has such an identity. */
    private static final String PREFIX = "source: ";

    private RelayedBundle() {}

    /** Whether a text can name a source. */
    public static boolean maySay(String source) {
        return !source.isBlank()
                && Claim.Grounds.mayBeSource(source)
                && source.chars().noneMatch(c -> c == '"' || c == '\\');
    }

    /** At most {@link #OBJECTS_MAX} objects of at most {@link #BYTES_MAX} in all. */
    public static Bytes of(List<Json.Members> objects, String source, RandomGenerator random) {
        if (objects.size() > OBJECTS_MAX || !maySay(source)) {
            throw new IllegalArgumentException("too many objects, or no name of a source");
        }
        var text = new StringBuilder();
        for (Json.Members object : objects) {
            text.append(',').append(JsonWriter.write(object));
        }
        // Its three members stand in canonical order, so the printed objects are used as they are.
        return Bytes.utf8(
                String.format(
                        Locale.ROOT,
                        "{\"id\":\"%s\",\"objects\":[%s%s],\"type\":\"bundle\"}",
                        StixIds.random("bundle", random),
                        JsonWriter.write(identity(source)),
                        text));
    }

    /** Whether it stands in such a bundle for its source, which nobody passed on. */
    public static boolean isSource(Json.Members object) {
        return object.text("name")
                .filter(it -> it.startsWith(PREFIX))
                .map(it -> identity(it.substring(PREFIX.length())))
                .filter(object::equals)
                .isPresent();
    }

    private static Json.Members identity(String source) {
        String name = PREFIX + source;
        String id = StixIds.named("identity", name);
        return BundleWriter.identity(id, name).with("created_by_ref", id);
    }

    /** The source that a bundle of this form names; empty for any other. */
    static String source(String canonicalJson) {
        String named = "\"name\":\"" + PREFIX;
        int from = canonicalJson.indexOf(named);
        int end = canonicalJson.indexOf('"', from + named.length());
        String source =
                from < 0 || end < 0 ? "" : canonicalJson.substring(from + named.length(), end);
        return maySay(source) ? source : "";
    }
}
