package org.comity.statement;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The marking definitions that everybody has under the same ids: TLP 2.0 (FIRST's for STIX 2.1) and
 * TLP 1 (STIX 2.1 section 7.2.1.4). They stand in no payload and are added for other tools.
 */
public final class MarkingDefinitions {
    private static final String TLP_2 =
            "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";
    private static final String PREFIX = "marking-definition--";

    private MarkingDefinitions() {}

    /** Empty for one that others made, and for what is none. */
    public static Optional<Json.Members> find(String id) {
        Optional<Json.Members> now =
                Stream.of(Tlp.values())
                        .filter(it -> Markings.references(Marking.of(it)).getFirst().equals(id))
                        .findFirst()
                        .map(it -> tlp2(id, it));
        return now.isPresent() ? now : old(id);
    }

    private static Json.Members tlp2(String id, Tlp tlp) {
        String word = tlp.word().substring("TLP:".length());
        Json.Members extension =
                Json.Members.NONE
                        .with("extension_type", "property-extension")
                        .with("tlp_2_0", word.toLowerCase(Locale.ROOT));
        return definition(id, "2022-10-01T00:00:00.000Z", "TLP:" + word)
                .with("extensions", Json.Members.NONE.with(TLP_2, extension));
    }

    private static Optional<Json.Members> old(String id) {
        String colour =
                switch (id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : "") {
                    case "613f2e26-407d-48c7-9eca-b8e91df99dc9" -> "white";
                    case "34098fce-860f-48ae-8e50-ebd3cc5e41da" -> "green";
                    case "f88d31f6-486f-44da-b317-01333bde0b82" -> "amber";
                    case "5e57c739-391a-4eb3-b6be-7d15ca92d5ed" -> "red";
                    default -> "";
                };
        return colour.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        definition(
                                        id,
                                        "2017-01-20T00:00:00.000Z",
                                        "TLP:" + colour.toUpperCase(Locale.ROOT))
                                .with("definition_type", "tlp")
                                .with("definition", Json.Members.NONE.with("tlp", colour)));
    }

    private static Json.Members definition(String id, String created, String name) {
        return Json.Members.NONE
                .with("type", "marking-definition")
                .with("spec_version", "2.1")
                .with("id", id)
                .with("created", created)
                .with("name", name);
    }
}
