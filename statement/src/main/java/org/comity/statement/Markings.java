package org.comity.statement;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Marking definitions by their ids, and nothing but their ids: a definition object that comes with
 * a bundle could call anything "clear". Several markings give the strictest of each; an unknown one
 * is the strictest. That all may act, shown or not (PAP:CLEAR), holds only where each object that
 * claims something refers to it for itself: a label, a marked part or a neighbour gives nobody
 * leave.
 */
final class Markings {
    /** Restricts nothing; where nothing else stands, the leaf's level holds alone. */
    private static final Marking NONE = new Marking(Tlp.CLEAR, Pap.CLEAR);

    private static final String PREFIX = "marking-definition--";
    private static final String FREE = "ad15a0cd-55b6-4588-a14c-a66105329b92";
    private static final String FREE_OF_OLD = "a3bea94c-b469-41dc-9cfe-d6e7daba7730";
    private static final String FREE_OF_OPENCTI = "4cdff7eb-acb8-543f-8573-829eb9fe8b34";
    private static final Set<String> FREES =
            Set.of(PREFIX + FREE, PREFIX + FREE_OF_OLD, PREFIX + FREE_OF_OPENCTI);

    /** {@code tlp:amber} as MISP writes it, and as people do: TLP AMBER, TLP-RED, tlp: green. */
    private static final String JOINTS = ":= _-\"";

    private static final Set<String> CLAIMING =
            Set.of("indicator", "sighting", "opinion", Dialects.MISP_OPINION);

    private static final Map<String, Marking> KNOWN =
            Map.ofEntries(
                    // TLP 2.0, FIRST's definitions for STIX 2.1.
                    known("94868c89-83c2-464b-929b-a1a8aa3c8487", Tlp.CLEAR),
                    known("bab4a63c-aed9-4cf5-a766-dfca5abac2bb", Tlp.GREEN),
                    known("55d920b0-5e8b-4f79-9ee9-91f868d9b421", Tlp.AMBER),
                    known("939a9414-2ddd-4d32-a0cd-375ea402b003", Tlp.AMBER_STRICT),
                    known("e828b379-4e03-4974-9ac4-e53a884c97c1", Tlp.RED),
                    // TLP 1, STIX 2.1 section 7.2.1.4; OpenCTI uses them for TLP 2.0 too.
                    known("613f2e26-407d-48c7-9eca-b8e91df99dc9", Tlp.CLEAR),
                    known("34098fce-860f-48ae-8e50-ebd3cc5e41da", Tlp.GREEN),
                    known("f88d31f6-486f-44da-b317-01333bde0b82", Tlp.AMBER),
                    known("5e57c739-391a-4eb3-b6be-7d15ca92d5ed", Tlp.RED),
                    // OpenCTI's own AMBER+STRICT.
                    known("826578e1-40ad-459f-bc73-ede076f81f37", Tlp.AMBER_STRICT),
                    // PAP, OASIS common objects (extension f8d78575); WHITE is the older word for
                    // CLEAR.
                    known(FREE, Pap.CLEAR),
                    known(FREE_OF_OLD, Pap.CLEAR),
                    known("c43594d1-4b11-4c59-93ab-1c9b14d53ce9", Pap.GREEN),
                    known("60f8932b-e51e-4458-b265-a2e8be9a80ab", Pap.AMBER),
                    known("740d36e5-7714-4c30-961a-3ae632ceee0e", Pap.RED),
                    // OpenCTI's PAP, whose ids follow from their words.
                    known(FREE_OF_OPENCTI, Pap.CLEAR),
                    known("89484dde-e3d2-547f-a6c6-d14824429eb1", Pap.GREEN),
                    known("a6f20d4d-0360-59b6-ba22-3b48707828b1", Pap.AMBER),
                    known("4e4e3b84-de45-53df-9d9b-b21207699fd8", Pap.RED),
                    // MITRE's statements of copyright on ATT&CK and CAPEC, published for all.
                    known("fa42a846-8d90-4e51-bc29-71d5b4802168", Tlp.CLEAR),
                    known("17d82bb2-eeeb-4898-bda5-3ddbcd2b799d", Tlp.CLEAR));

    private Markings() {}

    /** The references that say this marking: a TLP 2.0 id, and a PAP id unless it is the usual. */
    static List<String> references(Marking marking) {
        String tlp =
                switch (marking.tlp()) {
                    case CLEAR -> "94868c89-83c2-464b-929b-a1a8aa3c8487";
                    case GREEN -> "bab4a63c-aed9-4cf5-a766-dfca5abac2bb";
                    case AMBER -> "55d920b0-5e8b-4f79-9ee9-91f868d9b421";
                    case AMBER_STRICT -> "939a9414-2ddd-4d32-a0cd-375ea402b003";
                    case RED -> "e828b379-4e03-4974-9ac4-e53a884c97c1";
                };
        return switch (marking.pap()) {
            case CLEAR -> List.of(PREFIX + tlp, PREFIX + FREE);
            case GREEN -> List.of(PREFIX + tlp);
            case AMBER -> List.of(PREFIX + tlp, PREFIX + "60f8932b-e51e-4458-b265-a2e8be9a80ab");
            case RED -> List.of(PREFIX + tlp, PREFIX + "740d36e5-7714-4c30-961a-3ae632ceee0e");
        };
    }

    /** Of a bundle. */
    static Marking of(Json bundle) {
        Marking strictest = find(bundle);
        return strictest.pap() == Pap.CLEAR && !isFree(bundle)
                ? Marking.of(strictest.tlp())
                : strictest;
    }

    private static boolean isFree(Json bundle) {
        List<Json.Members> claiming =
                bundle instanceof Json.Members members
                        ? elements(members, "objects")
                                .filter(Json.Members.class::isInstance)
                                .map(Json.Members.class::cast)
                                .filter(it -> CLAIMING.contains(it.text("type").orElse("")))
                                .toList()
                        : List.of();
        return !claiming.isEmpty() && claiming.stream().allMatch(Markings::saysFree);
    }

    private static boolean saysFree(Json.Members object) {
        return elements(object, "object_marking_refs")
                .anyMatch(it -> it instanceof Json.Text(String id) && FREES.contains(id));
    }

    private static Stream<Json> elements(Json.Members object, String name) {
        return object.at(name).stream()
                .flatMap(it -> it instanceof Json.Array(var all) ? all.stream() : Stream.of());
    }

    /**
     * Of the value and all that lies in it; labels count too, since a tag may say what no reference
     * says.
     */
    private static Marking find(Json value) {
        return switch (value) {
            case Json.Array(List<Json> elements) ->
                    elements.stream().map(Markings::find).reduce(NONE, Marking::strictest);
            case Json.Members members ->
                    members.byName().entrySet().stream()
                            .map(member -> find(member.getKey(), member.getValue()))
                            .reduce(NONE, Marking::strictest);
            case Json.Text _, Json.Numeral _, Json.Flag _, Json.Null _ -> NONE;
        };
    }

    private static Marking find(String name, Json value) {
        return switch (name) {
            case "object_marking_refs" -> each(value, Markings::reference);
            case "granular_markings" -> each(value, Markings::granular);
            case "labels" -> value instanceof Json.Array ? each(value, Markings::label) : NONE;
            // OpenCTI: the organisations that it was shared with, and whom it is not meant to
            // leave.
            case "granted_refs", "x_opencti_granted_refs" -> each(value, _ -> Marking.STRICTEST);
            default -> find(value);
        };
    }

    private interface Reading {
        Marking of(Json element);
    }

    private static Marking each(Json value, Reading reading) {
        return value instanceof Json.Array(List<Json> elements)
                ? elements.stream().map(reading::of).reduce(NONE, Marking::strictest)
                : Marking.STRICTEST;
    }

    private static Marking reference(Json element) {
        return element instanceof Json.Text(String id)
                ? KNOWN.getOrDefault(id.toLowerCase(Locale.ROOT), Marking.STRICTEST)
                : Marking.STRICTEST;
    }

    /**
     * STIX 2.1 section 7.2.3: one part of an object marked alone marks the whole here. One with a
     * language only is none.
     */
    private static Marking granular(Json element) {
        if (!(element instanceof Json.Members members)) {
            return Marking.STRICTEST;
        }
        Optional<Json> reference = members.at("marking_ref");
        boolean languageOnly = reference.isEmpty() && members.text("lang").isPresent();
        return languageOnly ? NONE : reference.map(Markings::reference).orElse(Marking.STRICTEST);
    }

    private static Marking label(Json element) {
        if (!(element instanceof Json.Text(String label))) {
            return NONE;
        }
        String word = label.strip().toUpperCase(Locale.ROOT);
        int at = 3;
        while (at < word.length() && JOINTS.indexOf(word.charAt(at)) >= 0) {
            at++;
        }
        boolean isTlp = word.startsWith("TLP");
        if (at == 3 || !(isTlp || word.startsWith("PAP"))) {
            return NONE;
        }
        String level = word.substring(at).replace("\"", "");
        // A tag for certain; with another joint it may be any word.
        boolean isTag = word.substring(3, at).chars().anyMatch(c -> c == ':' || c == '=');
        return (isTlp ? tlp(level) : Pap.ofWord(level).map(pap -> new Marking(Tlp.CLEAR, pap)))
                .orElse(isTag ? Marking.STRICTEST : NONE);
    }

    private static Optional<Marking> tlp(String level) {
        boolean strict = level.startsWith("AMBER") && level.endsWith("STRICT");
        return Tlp.ofWord(strict ? "AMBER+STRICT" : level).map(it -> new Marking(it, Pap.CLEAR));
    }

    private static Map.Entry<String, Marking> known(String uuid, Tlp tlp) {
        return Map.entry(PREFIX + uuid, new Marking(tlp, Pap.CLEAR));
    }

    private static Map.Entry<String, Marking> known(String uuid, Pap pap) {
        return Map.entry(PREFIX + uuid, new Marking(Tlp.CLEAR, pap));
    }
}
