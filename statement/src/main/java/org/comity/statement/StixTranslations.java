package org.comity.statement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Language contents against the objects that they translate (STIX 2.1 section 7.1), as far as a
 * bundle holds both.
 */
final class StixTranslations {
    private StixTranslations() {}

    static void check(StixCheck check, List<Json> objects) {
        if (objects.stream().noneMatch(StixTranslations::isTranslation)) {
            return;
        }
        Map<String, Map<String, Json.Members>> byVersion = new TreeMap<>();
        for (Json one : objects) {
            if (one instanceof Json.Members object) {
                byVersion
                        .computeIfAbsent(object.text("id").orElse(""), _ -> new TreeMap<>())
                        .put(object.text("modified").orElse(""), object);
            }
        }
        check.each(
                objects,
                one -> {
                    if (one instanceof Json.Members object && isTranslation(one)) {
                        Optional.ofNullable(byVersion.get(object.text("object_ref").orElse("")))
                                .ifPresent(versions -> one(check, object, versions));
                    }
                });
    }

    private static boolean isTranslation(Json one) {
        return one instanceof Json.Members object
                && object.text("type").equals(Optional.of("language-content"));
    }

    private static void one(
            StixCheck check, Json.Members object, Map<String, Json.Members> versions) {
        String version = object.text("object_modified").orElse("");
        Json.Members original = versions.get(version);
        if (original == null && !version.isEmpty()) {
            check.in(
                    "object_modified",
                    () -> check.warning("no such version in this bundle", version, "7.1"));
        } else if (original == null && versions.size() == 1) {
            original = versions.values().iterator().next();
        }
        if (original != null
                && object.byName().get("contents") instanceof Json.Members(var byLanguage)) {
            Json.Members translated = original;
            check.in(
                    "contents",
                    () ->
                            byLanguage.forEach((language, contents) ->
                                    check.in(language, () -> mirror(check, contents, translated))));
        }
    }

    /** What the original does not have is not looked at; an empty text is not translated. */
    private static void mirror(StixCheck check, Json translation, @Nullable Json original) {
        switch (original) {
            case Json.Members(var names) when translation instanceof Json.Members(var byName) ->
                    byName.forEach((name, value) ->
                            check.in(name, () -> mirror(check, value, names.get(name))));
            case Json.Array(List<Json> all)
                    when translation instanceof Json.Array(var elements) -> {
                if (elements.size() != all.size()) {
                    check.error("not as long as the list that it translates", "", "7.1");
                    return;
                }
                for (int i = 0; i < all.size(); i++) {
                    int at = i;
                    check.in(
                            Integer.toString(i),
                            () -> mirror(check, elements.get(at), all.get(at)));
                }
            }
            case Json.Members _, Json.Array _ ->
                    check.error("not in the form of what it translates", "", "7.1");
            case Json.Text _ when !(translation instanceof Json.Text) ->
                    check.error("not in the form of what it translates", "", "7.1");
            case null -> {
                // Section 7.1: ignored.
            }
            case Json.Text _, Json.Numeral _, Json.Flag _, Json.Null _ -> {
                // A text for a text; what is no text cannot be translated, and is ignored.
            }
        }
    }
}
