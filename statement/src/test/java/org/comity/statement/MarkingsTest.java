package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class MarkingsTest {
    private static final String GREEN = "bab4a63c-aed9-4cf5-a766-dfca5abac2bb";
    private static final String AMBER = "55d920b0-5e8b-4f79-9ee9-91f868d9b421";

    @Test
    void knowsTheDefinitionsOfTlp2AndTlp1AndOpenCti() {
        assertEquals(Marking.of(Tlp.CLEAR), refs("94868c89-83c2-464b-929b-a1a8aa3c8487"));
        assertEquals(Marking.of(Tlp.GREEN), refs(GREEN));
        assertEquals(Marking.of(Tlp.AMBER), refs(AMBER));
        assertEquals(Marking.of(Tlp.AMBER_STRICT), refs("939a9414-2ddd-4d32-a0cd-375ea402b003"));
        assertEquals(Marking.of(Tlp.RED), refs("e828b379-4e03-4974-9ac4-e53a884c97c1"));
        assertEquals(Marking.of(Tlp.CLEAR), refs("613f2e26-407d-48c7-9eca-b8e91df99dc9"));
        assertEquals(Marking.of(Tlp.GREEN), refs("34098fce-860f-48ae-8e50-ebd3cc5e41da"));
        assertEquals(Marking.of(Tlp.AMBER), refs("f88d31f6-486f-44da-b317-01333bde0b82"));
        assertEquals(Marking.of(Tlp.RED), refs("5e57c739-391a-4eb3-b6be-7d15ca92d5ed"));
        assertEquals(Marking.of(Tlp.AMBER_STRICT), refs("826578e1-40ad-459f-bc73-ede076f81f37"));
    }

    @Test
    void knowsThePermissibleActions() {
        assertEquals(
                new Marking(Tlp.CLEAR, Pap.GREEN), refs("c43594d1-4b11-4c59-93ab-1c9b14d53ce9"));
        assertEquals(
                new Marking(Tlp.GREEN, Pap.AMBER),
                refs(GREEN, "60f8932b-e51e-4458-b265-a2e8be9a80ab"));
        assertEquals(new Marking(Tlp.CLEAR, Pap.RED), refs("740d36e5-7714-4c30-961a-3ae632ceee0e"));
    }

    /** "Act on it publicly, do not show me": a permission, so it must be said, and by all. */
    @Test
    void onlyWhatEachClaimingObjectSaysForItselfIsFreeToActOn() {
        String free = "ad15a0cd-55b6-4588-a14c-a66105329b92";
        String one = indicator(GREEN, free);
        var said = new Marking(Tlp.GREEN, Pap.CLEAR);
        assertEquals(said, of(Stix.bundle(one, one)));
        assertEquals(said, of(Stix.bundle(one, "{\"type\":\"identity\"}")));
        assertEquals(
                said, of(Stix.bundle(indicator(GREEN, "a3bea94c-b469-41dc-9cfe-d6e7daba7730"))));
        assertEquals(Marking.of(Tlp.GREEN), of(Stix.bundle(one, indicator(GREEN))));
        for (String type : List.of("indicator", "sighting", "opinion")) {
            assertEquals(
                    Marking.of(Tlp.GREEN),
                    of(Stix.bundle(one, "{\"type\":\"" + type + "\"}")),
                    type);
        }
        String granular =
                "{\"type\":\"indicator\",\"granular_markings\":[{\"selectors\":[\"a\"],\"marking_ref\":"
                        + ref(free)
                        + "}]}";
        assertEquals(Pap.GREEN, of(Stix.bundle(granular)).pap());
        assertEquals(
                Pap.GREEN,
                of(Stix.bundle("{\"type\":\"indicator\",\"labels\":[\"pap:clear\"]}")).pap());
        assertEquals(Pap.AMBER, of(Stix.bundle(one, "{\"x\":{\"labels\":[\"pap:amber\"]}}")).pap());
        assertEquals(Pap.GREEN, of(Stix.bundle("{\"type\":\"identity\"}")).pap());
    }

    private static String indicator(String... markings) {
        return "{\"type\":\"indicator\",\"object_marking_refs\":["
                + String.join(
                        ",", java.util.Arrays.stream(markings).map(MarkingsTest::ref).toList())
                + "]}";
    }

    @Test
    void theStrictestOfSeveralWinsWhereverTheyStand() {
        assertEquals(Marking.of(Tlp.AMBER), refs(GREEN, AMBER, GREEN));
        assertEquals(
                Marking.of(Tlp.AMBER),
                of(
                        Stix.bundle(
                                "{\"object_marking_refs\":[" + ref(GREEN) + "]}",
                                "{\"a\":{\"b\":[{\"object_marking_refs\":["
                                        + ref(AMBER)
                                        + "]}]}}")));
    }

    @Test
    void anUnknownMarkingIsTheStrictestNeverNone() {
        assertEquals(Marking.STRICTEST, refs("00000000-0000-4000-8000-000000000000"));
        assertEquals(Marking.STRICTEST, refs(GREEN, "00000000-0000-4000-8000-000000000000"));
        for (String odd : List.of("\"TLP:GREEN\"", "[7]", "[null]", "{}", "[\"" + GREEN + "\"]")) {
            assertEquals(
                    Marking.STRICTEST,
                    of(Stix.bundle("{\"object_marking_refs\":" + odd + "}")),
                    odd);
        }
    }

    @Test
    void aDefinitionThatComesAlongCannotMakeAnUnknownIdWeaker() {
        String definition =
                "{\"type\":\"marking-definition\",\"id\":\"marking-definition--00000000-0000-4000-8000-000000000000\","
                        + "\"definition_type\":\"tlp\",\"definition\":{\"tlp\":\"white\"}}";
        assertEquals(
                Marking.STRICTEST,
                of(
                        Stix.bundle(
                                definition,
                                "{\"object_marking_refs\":["
                                        + ref("00000000-0000-4000-8000-000000000000")
                                        + "]}")));
    }

    @Test
    void oneMarkedPartMarksTheWhole() {
        String granular = "{\"granular_markings\":[{\"selectors\":[\"a\"],%s}]}";
        assertEquals(
                Marking.of(Tlp.AMBER),
                of(Stix.bundle(granular.formatted("\"marking_ref\":" + ref(AMBER)))));
        assertEquals(Marking.of(Tlp.CLEAR), of(Stix.bundle(granular.formatted("\"lang\":\"zh\""))));
        assertEquals(
                Marking.STRICTEST,
                of(Stix.bundle(granular.formatted("\"marking_ref\":7,\"lang\":\"zh\""))));
        assertEquals(Marking.STRICTEST, of(Stix.bundle(granular.formatted("\"x\":1"))));
        assertEquals(Marking.STRICTEST, of(Stix.bundle("{\"granular_markings\":[7]}")));
    }

    @Test
    void aLabelCanOnlyTighten() {
        assertEquals(
                Marking.of(Tlp.AMBER_STRICT),
                of(Stix.bundle("{\"labels\":[\"x\",\"tlp:amber+strict\"]}")));
        assertEquals(
                new Marking(Tlp.CLEAR, Pap.RED), of(Stix.bundle("{\"labels\":[\"PAP:RED\"]}")));
        assertEquals(
                Marking.of(Tlp.CLEAR),
                of(Stix.bundle("{\"labels\":[\"tlp:white\",\"pap:white\",7]}")));
        assertEquals(Marking.STRICTEST, of(Stix.bundle("{\"labels\":[\"tlp:unclear\"]}")));
        assertEquals(Marking.STRICTEST, of(Stix.bundle("{\"labels\":[\"pap:purple\"]}")));
    }

    @Test
    void aLabelIsReadHoweverItIsWritten() {
        for (String label :
                List.of(
                        "TLP AMBER",
                        "tlp-amber",
                        "TLP_Amber",
                        " tlp : amber ",
                        "tlp=\\\"amber\\\"")) {
            assertEquals(
                    Marking.of(Tlp.AMBER),
                    of(Stix.bundle("{\"labels\":[\"" + label + "\"]}")),
                    label);
        }
        for (String label : List.of("TLP-AMBER-STRICT", "tlp:amber strict", "tlp:amber_strict")) {
            assertEquals(
                    Marking.of(Tlp.AMBER_STRICT),
                    of(Stix.bundle("{\"labels\":[\"" + label + "\"]}")),
                    label);
        }
        for (String label : List.of("tlp", "pap-test", "tlp ideas", "tlpx:red")) {
            assertEquals(
                    Marking.of(Tlp.CLEAR),
                    of(Stix.bundle("{\"labels\":[\"" + label + "\"]}")),
                    label);
        }
        assertEquals(Marking.STRICTEST, of(Stix.bundle("{\"labels\":[\"tlp:\"]}")));
    }

    @Test
    void whatOpenCtiSharesWithSomeOrganisationsIsNotForAll() {
        String shared = "{\"extensions\":{\"a\":{\"granted_refs\":[%s]}}}";
        assertEquals(Marking.STRICTEST, of(Stix.bundle(shared.formatted("\"identity--1\""))));
        assertEquals(Marking.of(Tlp.CLEAR), of(Stix.bundle(shared.formatted(""))));
        assertEquals(
                Marking.STRICTEST,
                of(Stix.bundle("{\"x_opencti_granted_refs\":[\"identity--1\"]}")));
    }

    @Test
    void knowsThePermissibleActionsOfOpenCti() {
        assertEquals(
                new Marking(Tlp.CLEAR, Pap.GREEN), refs("89484dde-e3d2-547f-a6c6-d14824429eb1"));
        assertEquals(
                new Marking(Tlp.CLEAR, Pap.AMBER), refs("a6f20d4d-0360-59b6-ba22-3b48707828b1"));
        assertEquals(new Marking(Tlp.CLEAR, Pap.RED), refs("4e4e3b84-de45-53df-9d9b-b21207699fd8"));
        assertEquals(
                new Marking(Tlp.GREEN, Pap.CLEAR),
                of(Stix.bundle(indicator(GREEN, "4cdff7eb-acb8-543f-8573-829eb9fe8b34"))));
    }

    @Test
    void aBundleWithoutMarkingLeavesItToTheLeaf() {
        Marking none = of(Stix.bundle("{}"));
        for (Tlp tlp : Tlp.values()) {
            assertEquals(Marking.of(tlp), none.strictest(Marking.of(tlp)));
        }
    }

    @Test
    void refusesWhatIsNotJson() {
        assertTrue(Bundles.marking(Bytes.utf8("{")) instanceof Checked.Refused);
    }

    private static String ref(String uuid) {
        return "\"marking-definition--" + uuid + "\"";
    }

    private static Marking refs(String... uuids) {
        return of(
                Stix.bundle(
                        "{\"object_marking_refs\":["
                                + String.join(
                                        ",",
                                        List.of(uuids).stream().map(MarkingsTest::ref).toList())
                                + "]}"));
    }

    private static Marking of(String bundle) {
        return Bundles.marking(Bytes.utf8(bundle)).orThrow();
    }
}
