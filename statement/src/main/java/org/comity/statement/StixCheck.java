package org.comity.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.statement.StixFinding.Level;
import org.comity.statement.StixSchema.Category;
import org.comity.statement.StixSchema.Shape;

/** Holds one object against its shape, and collects what is not as it should be. */
final class StixCheck {
    private final StixSchema schema;
    private final List<StixFinding> findings = new ArrayList<>();

    /** JSON pointer of what is looked at. */
    private final StringBuilder path;

    StixCheck(StixSchema schema, String place) {
        this.schema = schema;
        this.path = new StringBuilder(place);
    }

    List<StixFinding> findings() {
        return List.copyOf(findings);
    }

    /** JSON pointer of what is looked at. */
    String place() {
        return path.toString();
    }

    void add(StixFinding finding) {
        findings.add(finding);
    }

    void add(Level level, String rule, String value, String section) {
        findings.add(new StixFinding(level, path.toString(), rule, value, section));
    }

    void error(String rule, String value, String section) {
        add(Level.ERROR, rule, value, section);
    }

    void warning(String rule, String value, String section) {
        add(Level.WARNING, rule, value, section);
    }

    /** Runs a check with a name or an index behind the pointer. */
    void in(String name, Runnable check) {
        int length = path.length();
        path.append('/');
        path.append(name.indexOf('~') < 0 && name.indexOf('/') < 0 ? name : escape(name));
        check.run();
        path.setLength(length);
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** The properties, required ones and rules between two. */
    void shape(Json.Members object, Shape shape) {
        for (String name : shape.required()) {
            if (!object.byName().containsKey(name)) {
                error("required property missing", name, shape.section());
            }
        }
        shape.pairs().forEach(pair -> StixPairs.check(this, object, pair, shape));
        boolean mayHaveMore = StixExtensions.addsProperties(object);
        object.byName()
                .forEach((name, value) -> {
                    StixKind kind = shape.properties().get(name);
                    in(
                            name,
                            kind == null
                                    ? () -> custom(name, value, mayHaveMore)
                                    : () -> value(value, kind));
                });
    }

    /** A property that the specification does not have. */
    private void custom(String name, Json value, boolean isDefined) {
        if (!StixFormats.isName(name, '_')) {
            error("not a property name", name, "3.1");
        } else if (StixExtensions.RESERVED.contains(name)) {
            error("reserved property", name, "3.8");
        } else if (!isDefined) {
            warning("custom property without an extension definition", name, "11.1");
        }
        any(value);
    }

    /** What holds for every value: nothing empty, no null. */
    void any(Json value) {
        switch (value) {
            case Json.Null _ -> error("null stands for nothing in STIX", "", "2");
            case Json.Array(List<Json> elements) -> {
                if (elements.isEmpty()) {
                    error("empty list", "", "2.12");
                }
                each(elements, this::any);
            }
            case Json.Members members -> {
                if (members.byName().isEmpty()) {
                    error("empty dictionary", "", "2.3");
                }
                members.byName().forEach((name, inner) -> in(name, () -> any(inner)));
            }
            case Json.Text _, Json.Numeral _, Json.Flag _ -> {
                // Any text, number and boolean will do.
            }
        }
    }

    void each(List<Json> elements, java.util.function.Consumer<Json> check) {
        for (int at = 0; at < elements.size(); at++) {
            Json element = elements.get(at);
            in(Integer.toString(at), () -> check.accept(element));
        }
    }

    void value(Json value, StixKind kind) {
        switch (kind) {
            case StixKind.Plain plain -> plain(value, plain);
            case StixKind.Whole(double least, double most) -> {
                if (!(value instanceof Json.Numeral(double n)) || n != Math.rint(n)) {
                    error("not an integer", text(value), "2.10");
                } else {
                    range(n, least, most);
                }
            }
            case StixKind.Decimal(double least, double most) -> {
                if (value instanceof Json.Numeral(double n)) {
                    range(n, least, most);
                } else {
                    error("not a number", text(value), "2.6");
                }
            }
            case StixKind.ListOf(StixKind of) -> list(value, of);
            case StixKind.MapOf(StixKind of) -> dictionary(value, of);
            case StixKind.Ref(List<String> to) -> withText(value, "2.9", id -> reference(id, to));
            case StixKind.Open(StixSchema.Words words) ->
                    withText(
                            value,
                            "2.14",
                            word -> {
                                if (!words.all().contains(word)) {
                                    warning("not in " + words.name(), word, words.section());
                                }
                            });
            case StixKind.Closed(StixSchema.Words words) ->
                    withText(
                            value,
                            "2.4",
                            word -> {
                                if (!words.all().contains(word)) {
                                    error("not in " + words.name(), word, words.section());
                                }
                            });
            case StixKind.Part(String name) -> part(value, name);
        }
    }

    private void plain(Json value, StixKind.Plain kind) {
        switch (kind) {
            case TEXT -> withText(value, "2.15", _ -> {});
            case FLAG -> {
                if (!(value instanceof Json.Flag)) {
                    error("not a boolean", text(value), "2.2");
                }
            }
            case TIME -> is(value, "not a timestamp", "2.16", it -> StixTime.parse(it).isPresent());
            case HEX -> {
                is(value, "not hexadecimal", "2.8", StixFormats::isHex);
                if (!text(value).equals(text(value).toLowerCase(java.util.Locale.ROOT))) {
                    warning("hexadecimal in capitals", text(value), "2.8");
                }
            }
            case BINARY -> is(value, "not base64", "2.1", StixFormats::isBase64);
            case URI -> is(value, "not a URL with its scheme", "2.5", StixFormats::isUri);
            case LANGUAGE -> is(value, "not a language tag", "3.2", StixFormats::isLanguage);
            case ID -> is(value, "not an identifier", "2.9", StixFormats::isId);
            case HASHES -> hashes(value);
            case DICTIONARY -> dictionary(value, StixKind.Plain.ANY);
            case CONTAINER -> StixContainers.check(this, schema, value);
            case EXTENSIONS -> StixExtensions.check(this, schema, value);
            case CONTENTS -> contents(value);
            case ANY -> any(value);
        }
    }

    private void is(
            Json value, String rule, String section, java.util.function.Predicate<String> good) {
        withText(
                value,
                section,
                text -> {
                    if (!good.test(text)) {
                        error(rule, text, section);
                    }
                });
    }

    private void withText(Json value, String section, java.util.function.Consumer<String> check) {
        if (value instanceof Json.Text(String text)) {
            check.accept(text);
        } else {
            error("not a string", text(value), section);
        }
    }

    private void range(double n, double least, double most) {
        if (n < least || n > most) {
            error("out of range", text(new Json.Numeral(n)), "2.10");
        }
    }

    private void list(Json value, StixKind of) {
        if (!(value instanceof Json.Array(List<Json> elements))) {
            error("not a list", text(value), "2.12");
        } else if (elements.isEmpty()) {
            error("empty list", "", "2.12");
        } else {
            each(elements, element -> value(element, of));
        }
    }

    void dictionary(Json value, StixKind of) {
        if (!(value instanceof Json.Members(Map<String, Json> byName))) {
            error("not a dictionary", text(value), "2.3");
            return;
        }
        if (byName.isEmpty()) {
            error("empty dictionary", "", "2.3");
        }
        byName.forEach((name, inner) ->
                in(
                        name,
                        () -> {
                            if (!StixFormats.isKey(name)) {
                                error("not a dictionary key", name, "2.3");
                            }
                            value(inner, of);
                        }));
    }

    private void hashes(Json value) {
        dictionary(value, StixKind.Plain.TEXT);
        if (value instanceof Json.Members(Map<String, Json> byName)) {
            byName.forEach((algorithm, hash) ->
                    in(
                            algorithm,
                            () -> {
                                if (algorithm.length() < StixFormats.NAME_LENGTH_MIN) {
                                    error("not a name of a hashing algorithm", algorithm, "2.7");
                                }
                                if (!StixFormats.isHash(algorithm, text(hash))) {
                                    error("not a hash of this algorithm", text(hash), "2.7");
                                }
                                if (!schema.isAmong("hash-algorithm-ov", algorithm)) {
                                    warning("not in hash-algorithm-ov", algorithm, "10.7");
                                }
                            }));
        }
    }

    /** Section 7.1: languages, each with properties of the object that is translated. */
    private void contents(Json value) {
        dictionary(value, StixKind.Plain.DICTIONARY);
        if (value instanceof Json.Members(Map<String, Json> byName)) {
            byName.keySet().stream()
                    .filter(it -> !StixFormats.isLanguage(it))
                    .forEach(it -> error("not a language tag", it, "7.1"));
        }
    }

    private void part(Json value, String name) {
        Optional<Shape> shape = schema.part(name);
        if (value instanceof Json.Members members && shape.isPresent()) {
            shape(members, shape.get());
            StixRules.ofPart(this, name, members);
        } else {
            error("not an object", text(value), shape.map(Shape::section).orElse("2"));
        }
    }

    private void reference(String id, List<String> to) {
        if (!StixFormats.isId(id)) {
            error("not an identifier", id, "2.9");
            return;
        }
        String type = StixFormats.typeOf(id);
        if (to.stream().noneMatch(it -> refers(type, it))) {
            error("may not refer to this type", id, "3.3");
        }
    }

    /** Types that the specification does not have may be of any class. */
    private boolean refers(String type, String to) {
        return switch (to) {
            case "ANY" -> !type.equals("bundle");
            case "SDO" -> isOf(type, Category.SDO);
            case "SCO" -> isOf(type, Category.SCO);
            case "SRO" -> isOf(type, Category.SRO);
            default -> type.equals(to);
        };
    }

    private boolean isOf(String type, Category category) {
        return schema.object(type).map(it -> it.category() == category).orElse(true);
    }

    /** For showing; empty for what is no text and no number. */
    static String text(Json value) {
        return switch (value) {
            case Json.Text(String text) -> text;
            case Json.Numeral _, Json.Flag _, Json.Null _ -> JsonWriter.write(value);
            case Json.Array _, Json.Members _ -> "";
        };
    }
}
