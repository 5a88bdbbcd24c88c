package org.comity.statement;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tables of STIX 2.1, read from stix-2.1.txt, which says what its lines mean. */
final class StixSchema {
    /** An open vocabulary or an enumeration, section 10. */
    record Words(String name, String section, Set<String> all) {
        Words {
            all = Set.copyOf(all);
        }
    }

    /** A rule between properties; what each takes stands in stix-2.1.txt. */
    record Pair(String rule, List<String> names) {
        Pair {
            names = List.copyOf(names);
        }
    }

    enum Category {
        SDO,
        SRO,
        SCO,
        META,
        MARKING,
        BUNDLE,
        PART
    }

    /**
     * What an object or a part of one may hold.
     *
     * @param required those of the properties that must be there
     * @param idFrom properties that make its deterministic id (section 3.4); none: a random one
     */
    record Shape(
            String name,
            Category category,
            String section,
            Map<String, StixKind> properties,
            List<String> required,
            List<Pair> pairs,
            List<String> idFrom) {
        Shape {
            properties = Map.copyOf(properties);
            required = List.copyOf(required);
            pairs = List.copyOf(pairs);
            idFrom = List.copyOf(idFrom);
        }

        /** The same with another kind of one property. */
        Shape with(String property, StixKind kind) {
            Map<String, StixKind> changed = new HashMap<>(properties);
            changed.put(property, kind);
            return new Shape(name, category, section, changed, required, pairs, idFrom);
        }

        /** The same with these no longer required. */
        Shape without(Set<String> eased) {
            List<String> rest = required.stream().filter(it -> !eased.contains(it)).toList();
            return new Shape(name, category, section, properties, rest, pairs, idFrom);
        }
    }

    /** What STIX 2.0 did not have yet. */
    static final Set<String> SINCE_2_1 = Set.of("spec_version", "pattern_type", "is_family");

    private static final StixSchema SHIPPED =
            new StixSchema(
                    new String(Resources.bytes("stix-2.1.txt"), StandardCharsets.UTF_8)
                            .lines()
                            .toList());

    private final Map<String, Shape> objects = new HashMap<>();
    private final Map<String, Shape> objects20 = new HashMap<>();
    private final Map<String, Shape> parts = new HashMap<>();
    private final Map<String, Words> words = new HashMap<>();

    private StixSchema(List<String> lines) {
        Building open = null;
        for (String line : lines) {
            String[] fields = line.isBlank() ? new String[] {"#"} : line.split(" ");
            switch (fields[0]) {
                case "#" -> {
                    // Blank, or for the reader.
                }
                case "words" -> {
                    List<String> all = List.of(fields).subList(3, fields.length);
                    words.put(fields[1], new Words(fields[1], fields[2], Set.copyOf(all)));
                }
                case "object", "part" -> {
                    close(open);
                    open = begin(fields);
                }
                default -> {
                    if (open == null) {
                        throw new IllegalStateException("outside of any object: " + line);
                    }
                    open.line(fields, words);
                }
            }
        }
        close(open);
        objects.forEach((type, shape) -> objects20.put(type, shape.without(SINCE_2_1)));
        // Part 4, section 2.5.1: a header field was a text or a list of texts.
        objects20.computeIfPresent(
                "email-message",
                (_, shape) -> shape.with("additional_header_fields", StixKind.Plain.DICTIONARY));
    }

    static StixSchema shipped() {
        return SHIPPED;
    }

    /** Empty for types that the specification does not have. */
    Optional<Shape> object(String type) {
        return Optional.ofNullable(objects.get(type));
    }

    /** The same as STIX 2.0 knew it, as far as that asks for less. */
    Optional<Shape> object20(String type) {
        return Optional.ofNullable(objects20.get(type));
    }

    /** A value of an enumeration. */
    StixKind words(String enumeration) {
        return new StixKind.Closed(Objects.requireNonNull(words.get(enumeration)));
    }

    boolean isAmong(String vocabulary, String word) {
        return Objects.requireNonNull(words.get(vocabulary)).all().contains(word);
    }

    Optional<Shape> part(String name) {
        return Optional.ofNullable(parts.get(name));
    }

    private Building begin(String[] fields) {
        if (fields[0].equals("part")) {
            return new Building(fields[1], Category.PART, fields[2], null);
        }
        Category category = Category.valueOf(fields[2].toUpperCase(Locale.ROOT));
        String common =
                switch (category) {
                    case SDO, SRO, META -> "common-sdo";
                    case SCO -> "common-sco";
                    case MARKING -> "common-marking";
                    case BUNDLE, PART -> "common-bundle";
                };
        return new Building(fields[1], category, fields[3], parts.get(common));
    }

    private void close(@Nullable Building open) {
        if (open != null) {
            Shape shape = open.shape();
            (shape.category() == Category.PART ? parts : objects).put(shape.name(), shape);
        }
    }

    /** A shape while its lines are read. */
    private static final class Building {
        final String name;
        final Category category;
        final String section;
        final Map<String, StixKind> properties = new TreeMap<>();
        final Set<String> required = new TreeSet<>();
        final List<Pair> pairs = new ArrayList<>();
        final List<String> idFrom = new ArrayList<>();

        Building(String name, Category category, String section, @Nullable Shape common) {
            this.name = name;
            this.category = category;
            this.section = section;
            if (common != null) {
                properties.putAll(common.properties());
                required.addAll(common.required());
                pairs.addAll(common.pairs());
            }
        }

        void line(String[] fields, Map<String, Words> words) {
            List<String> names = List.of(fields).subList(1, fields.length);
            switch (fields[0]) {
                case "!", "?" -> {
                    StixKind kind = StixKind.parse(fields[2], words);
                    properties.put(fields[1], kind);
                    required.remove(fields[1]);
                    if (fields[0].equals("!")) {
                        required.add(fields[1]);
                    }
                }
                case "id" -> idFrom.addAll(names);
                default -> pairs.add(new Pair(fields[0], names));
            }
        }

        Shape shape() {
            return new Shape(
                    name, category, section, properties, List.copyOf(required), pairs, idFrom);
        }
    }
}
