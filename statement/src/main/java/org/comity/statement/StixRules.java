package org.comity.statement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comity.value.Checked;

/** What a line of stix-2.1.txt cannot say, by type. */
final class StixRules {
    /** Section 7.2.1.4: these objects, and no other TLP markings. */
    private static final Map<String, String> TLP =
            Map.of(
                    "white", "613f2e26-407d-48c7-9eca-b8e91df99dc9",
                    "green", "34098fce-860f-48ae-8e50-ebd3cc5e41da",
                    "amber", "f88d31f6-486f-44da-b317-01333bde0b82",
                    "red", "5e57c739-391a-4eb3-b6be-7d15ca92d5ed");

    private static final String TLP_CREATED = "2017-01-20T00:00:00.000Z";

    /** Section 6.17: a hive is never cut short. */
    private static final Set<String> SHORT_HIVES = Set.of("HKLM", "HKCU", "HKCR", "HKU", "HKCC");

    private StixRules() {}

    static void ofObject(StixCheck check, Json.Members object) {
        switch (object.text("type").orElse("")) {
            case "indicator" -> indicator(check, object);
            case "malware" -> malware(check, object);
            case "observed-data" -> observedData(check, object);
            case "relationship" -> relationship(check, object);
            case "email-message" -> emailMessage(check, object);
            case "network-traffic" -> networkTraffic(check, object);
            case "windows-registry-key" -> registryKey(check, object);
            case "marking-definition" -> markingDefinition(check, object);
            case "extension-definition" -> extensionDefinition(check, object);
            case "ipv4-addr", "ipv6-addr", "mac-addr", "domain-name", "email-addr" ->
                    StixValues.check(check, object);
            default -> {
                // The table says all.
            }
        }
    }

    static void ofPart(StixCheck check, String name, Json.Members part) {
        if (name.equals("external-reference")) {
            String source = part.text("source_name").orElse("");
            Optional<String> id = part.text("external_id");
            if (source.equals("cve") && !id.map(StixFormats::isCve).orElse(false)) {
                check.error("a CVE is named as CVE-YYYY-NNNN", id.orElse(""), "4.19.1");
            } else if (source.equals("capec") && !id.map(StixFormats::isCapec).orElse(false)) {
                check.error("a CAPEC entry is named as CAPEC-NNN", id.orElse(""), "4.1.1");
            }
        }
    }

    private static void indicator(StixCheck check, Json.Members object) {
        Optional<String> pattern = object.text("pattern");
        if (pattern.isPresent() && object.text("pattern_type").equals(Optional.of("stix"))) {
            switch (PatternParser.parse(pattern.get())) {
                case Checked.Good<ObservationExpression>(ObservationExpression parsed) ->
                        check.in("pattern", () -> PatternNames.check(check, parsed));
                case Checked.Refused<ObservationExpression>(String why, String where) ->
                        check.in("pattern", () -> check.error(why, where, "9"));
            }
        }
    }

    private static void malware(StixCheck check, Json.Members object) {
        if (isTrue(object, "is_family") && object.at("name").isEmpty()) {
            check.error("a malware family needs a name", "", "4.11");
        }
    }

    private static void observedData(StixCheck check, Json.Members object) {
        if (object.at("object_refs").orElse(Json.Members.NONE)
                        instanceof Json.Array(List<Json> refs)
                && refs.stream()
                        .map(StixCheck::text)
                        .allMatch(it ->
                                it.startsWith("relationship--") || it.startsWith("sighting--"))) {
            check.in("object_refs", () -> check.error("names no observable", "", "4.14"));
        }
    }

    private static void relationship(StixCheck check, Json.Members object) {
        object.text("relationship_type")
                .filter(type ->
                        !StixFormats.isKey(type)
                                || type.indexOf('_') >= 0
                                || !type.equals(type.toLowerCase(java.util.Locale.ROOT)))
                .ifPresent(type ->
                        check.in(
                                "relationship_type",
                                () ->
                                        check.error(
                                                "letters a-z, digits and hyphens only",
                                                type,
                                                "5.1")));
    }

    private static void emailMessage(StixCheck check, Json.Members object) {
        boolean parts = isTrue(object, "is_multipart");
        String unwanted = parts ? "body" : "body_multipart";
        if (object.at("is_multipart").isPresent() && object.at(unwanted).isPresent()) {
            String rule = parts ? "a mail of many parts has no body" : "a mail of one part has one";
            check.in(unwanted, () -> check.error(rule, "", "6.6"));
        }
    }

    private static void networkTraffic(StixCheck check, Json.Members object) {
        if (isTrue(object, "is_active") && object.at("end").isPresent()) {
            check.in("end", () -> check.error("active traffic has not ended", "", "6.12"));
        }
    }

    private static void registryKey(StixCheck check, Json.Members object) {
        object.text("key")
                .filter(key -> SHORT_HIVES.contains(key.split("\\\\", 2)[0]))
                .ifPresent(key ->
                        check.in(
                                "key",
                                () -> check.error("the hive must be spelled out", key, "6.17")));
    }

    private static void markingDefinition(StixCheck check, Json.Members object) {
        Optional<String> type = object.text("definition_type");
        Optional<Json> definition = object.at("definition");
        if (object.at("extensions").isEmpty() && (type.isEmpty() || definition.isEmpty())) {
            check.error("definition_type and definition, or extensions", "", "7.2.1");
        } else if (type.equals(Optional.of("tlp"))) {
            tlp(check, object);
        } else if (type.equals(Optional.of("statement"))
                && definition.flatMap(it -> inside(it, "statement")).isEmpty()) {
            check.error("a statement marking says its statement", "", "7.2.1.3");
        }
        if (Dialects.texts(object, "object_marking_refs").contains(object.text("id").orElse(""))) {
            check.in("object_marking_refs", () -> check.error("a marking of itself", "", "7.2.1"));
        }
        for (String not : List.of("modified", "revoked", "labels", "confidence", "lang")) {
            if (object.at(not).isPresent()) {
                check.in(not, () -> check.error("a marking has no such property", "", "7.2.1"));
            }
        }
    }

    private static void tlp(StixCheck check, Json.Members object) {
        String level = object.at("definition").flatMap(it -> inside(it, "tlp")).orElse("");
        String id = "marking-definition--" + TLP.getOrDefault(level, "");
        if (!object.text("id").equals(Optional.of(id))
                || !object.text("created").equals(Optional.of(TLP_CREATED))) {
            check.error("not one of the four TLP markings that there are", level, "7.2.1.4");
        }
    }

    private static Optional<String> inside(Json value, String name) {
        return value instanceof Json.Members members ? members.text(name) : Optional.empty();
    }

    private static void extensionDefinition(StixCheck check, Json.Members object) {
        boolean topLevel =
                object.at("extension_types").orElse(Json.Members.NONE)
                                instanceof Json.Array(List<Json> types)
                        && types.contains(new Json.Text("toplevel-property-extension"));
        boolean named = object.at("extension_properties").isPresent();
        if (topLevel && !named) {
            check.warning("top-level properties are not named", "extension_properties", "7.3");
        } else if (named && !topLevel) {
            check.in(
                    "extension_properties",
                    () -> check.error("only of a toplevel-property-extension", "", "7.3"));
        }
        if (object.at("description").isEmpty()) {
            check.warning("no description", "", "7.3");
        }
    }

    private static boolean isTrue(Json.Members object, String name) {
        return object.at(name).equals(Optional.of(new Json.Flag(true)));
    }
}
