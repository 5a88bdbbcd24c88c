package org.comity.statement;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** What a bundle says beside its claims: what things are called, and what is linked with what. */
public record StixGraph(List<Named> named, List<Link> links, List<Version> versions) {
    public static final StixGraph NONE = new StixGraph(List.of(), List.of(), List.of());

    /** Ends of links that are read of one bundle; more can only be a flood. */
    public static final int ENDS_MAX = 65_535;

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s._/-]+");

    public StixGraph {
        named = List.copyOf(named);
        links = List.copyOf(links);
        versions = List.copyOf(versions);
    }

    /**
     * An object as it stands in the bundle. What an earlier version linked is linked no longer,
     * unless this one says it again.
     *
     * @param content the same for what says the same; 0 where an object is only taken back
     */
    public record Version(ObjectVersion object, long content) {
        /**
         * Of one object; empty where its id is none of its type.
         *
         * @param source as {@link Bundles#source} says of its bundle
         */
        public static Optional<Version> of(Json.Members object, String source) {
            return GraphVersions.version(object, source, StixDefaults::digest);
        }
    }

    /**
     * An object with a name.
     *
     * @param creator the identity that it says has made it; empty when it does not say
     * @param names what it is called, the first by its creator's choice
     * @param numbers what others number it with, such as G0016
     */
    public record Named(
            String id,
            String creator,
            List<String> names,
            List<String> numbers,
            long createdSecond,
            long modifiedSecond,
            boolean revoked) {
        public static final int NAMES_MAX = 64;
        public static final int NAME_LENGTH_MAX = 256;

        public Named {
            names = List.copyOf(names);
            numbers = List.copyOf(numbers);
        }
    }

    /**
     * One relationship; all ends on a side take part in it alike.
     *
     * @param by the version of an object that says so
     */
    public record Link(
            String type,
            List<Traceable> sources,
            List<Traceable> targets,
            long fromSecond,
            ObjectVersion by) {
        private static final Bytes LABEL = Bytes.utf8("comity/link/v1\0");

        public Link {
            sources = List.copyOf(sources);
            targets = List.copyOf(targets);
        }

        /**
         * Follows from what is linked and how, not from whose object says so: however many repeat
         * it, it is one piece of evidence, and nobody can hang other ends on it.
         */
        public Hash root() {
            return Hash.digest(
                    LABEL.array(),
                    Bytes.utf8(type + "\0" + keys(sources) + "\0" + keys(targets)).array());
        }

        private static String keys(List<Traceable> ends) {
            return String.join("\n", ends.stream().map(Traceable::key).sorted().toList());
        }
    }

    /** As names are compared: APT29, "APT 29" and apt-29 are one. */
    public static String plain(String name) {
        return BETWEEN_WORDS.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /** By which all objects are found that somebody calls so. */
    public static Hash rootOfName(String name) {
        return rootOfName("", name);
    }

    /**
     * By which those of one family are joined that somebody calls so: what is one actor or one
     * malware for one source has another id with the next.
     */
    public static Hash rootOfName(String family, String name) {
        return Hash.digest(Bytes.utf8("comity/name/v1\0" + family + "\0" + plain(name)).array());
    }

    /** Types whose names mean the same thing whoever uses them; empty for all other types. */
    public static String family(String type) {
        return switch (type) {
            case "threat-actor", "intrusion-set" -> "actor";
            case "malware", "tool" -> "software";
            default -> "";
        };
    }
}
