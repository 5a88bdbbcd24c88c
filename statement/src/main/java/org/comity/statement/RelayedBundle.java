package org.comity.statement;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

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

    private static final Bytes COMMA = Bytes.utf8(",");

    private RelayedBundle() {}

    /** Whether a text can name a source. */
    public static boolean maySay(String source) {
        return !source.isBlank()
                && Claim.Grounds.mayBeSource(source)
                && source.chars().noneMatch(c -> c == '"' || c == '\\');
    }

    /** Nested in list and bundle it must still be within what is read. */
    private static final int DEPTH_MAX = CanonicalJson.DEPTH_MAX - 2;

    /**
     * Whether an object can stand in a bundle: one that is read by itself may be nested too deep.
     */
    public static boolean mayHold(Json.Members object) {
        return isWithin(object, DEPTH_MAX);
    }

    private static boolean isWithin(Json value, int depth) {
        return switch (value) {
            case Json.Members(var byName) ->
                    depth > 0 && byName.values().stream().allMatch(it -> isWithin(it, depth - 1));
            case Json.Array(var elements) ->
                    depth > 0 && elements.stream().allMatch(it -> isWithin(it, depth - 1));
            case Json.Text _, Json.Numeral _, Json.Flag _, Json.Null _ -> true;
        };
    }

    /**
     * An object, and its canonical text, which is made once for all that need it.
     *
     * @param digest of that text
     */
    public record Part(Json.Members object, Bytes canonical, Hash digest) {
        public static Part of(Json.Members object) {
            return of(object, object.canonical());
        }

        /** The same of one whose canonical text is there already. */
        public static Part of(Json.Members object, Bytes canonical) {
            return new Part(object, canonical, Hash.digest(canonical.array()));
        }
    }

    /**
     * Where an object stands.
     *
     * @param offset of its first byte in the bundle
     */
    public record Placed(Part part, int offset) {}

    /**
     * A bundle as it was written, and what a reading of it gives: nobody need read it again.
     *
     * @param json canonical
     * @param parts in their order there
     */
    public record Written(Bytes json, Json.Members read, List<Placed> parts) {
        public Written {
            parts = List.copyOf(parts);
        }

        /**
         * What a statement with this bundle says.
         *
         * @param least level of its leaf
         */
        public Statement.Said said(MemberId author, Tlp least) {
            var digests = new IdentityHashMap<Json.Members, Hash>();
            parts.forEach(it -> digests.put(it.part().object(), it.part().digest()));
            Function<Json.Members, Hash> contents =
                    it -> {
                        Hash whole = digests.get(it);
                        return whole == null
                                ? StixDefaults.digest(it)
                                : StixDefaults.digest(it, whole);
                    };
            return Statement.Said.of(
                    Bundles.read(Checked.<Json>good(read), json, author, contents), least);
        }
    }

    /** At most {@link #OBJECTS_MAX} objects of at most {@link #BYTES_MAX} in all. */
    public static Written write(List<Part> parts, String source, RandomGenerator random) {
        if (parts.size() > OBJECTS_MAX || !maySay(source)) {
            throw new IllegalArgumentException("too many objects, or no name of a source");
        }
        String id = StixIds.random("bundle", random);
        Json.Members identity = identity(source);
        var objects = new ArrayList<Json>(List.of(identity));
        // Its three members stand in canonical order, so the printed objects are used as they are.
        var texts = new ArrayList<Bytes>();
        texts.add(Bytes.utf8("{\"id\":\"" + id + "\",\"objects\":["));
        texts.add(identity.canonical());
        var placed = new ArrayList<Placed>();
        int end = texts.stream().mapToInt(Bytes::length).sum();
        for (Part part : parts) {
            objects.add(part.object());
            texts.add(COMMA);
            texts.add(part.canonical());
            placed.add(new Placed(part, end + COMMA.length()));
            end += COMMA.length() + part.canonical().length();
        }
        texts.add(Bytes.utf8("],\"type\":\"bundle\"}"));
        return new Written(
                Bytes.join(texts.toArray(Bytes[]::new)),
                Json.Members.NONE
                        .with("id", id)
                        .with("objects", new Json.Array(objects))
                        .with("type", "bundle"),
                placed);
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
