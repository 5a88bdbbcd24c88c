package org.comity.taxii;

import java.util.UUID;
import org.comity.statement.Json;

/** Objects for tests, each with an id of its own. */
public final class TaxiiObjects {
    private TaxiiObjects() {}

    public static String id(String type) {
        return type + "--" + UUID.randomUUID();
    }

    public static Json.Members indicator(String modified) {
        return Json.Members.NONE
                .with("type", "indicator")
                .with("spec_version", "2.1")
                .with("id", id("indicator"))
                .with("created", "2024-01-01T00:00:00.000Z")
                .with("modified", modified)
                .with("pattern", "[ipv4-addr:value = '198.51.100.1']")
                .with("pattern_type", "stix")
                .with("valid_from", "2024-01-01T00:00:00Z");
    }

    /** As STIX 2.0 has it. */
    public static Json.Members old(String modified) {
        return Json.Members.NONE
                .with("type", "indicator")
                .with("id", id("indicator"))
                .with("created", "2024-01-01T00:00:00.000Z")
                .with("modified", modified)
                .with("labels", Json.Array.ofTexts(java.util.List.of("malicious-activity")))
                .with("pattern", "[ipv4-addr:value = '198.51.100.1']")
                .with("valid_from", "2024-01-01T00:00:00Z");
    }

    /** An observable, without versions and without a spec version. */
    public static Json.Members address(String value) {
        return Json.Members.NONE
                .with("type", "ipv4-addr")
                .with("id", id("ipv4-addr"))
                .with("value", value);
    }
}
