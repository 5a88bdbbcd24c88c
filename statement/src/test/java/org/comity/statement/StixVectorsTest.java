package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.statement.StixFinding.Level;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Inputs of other validators' suites, on which two of them agree. */
class StixVectorsTest {
    /** Where the specification is stricter than both, and which section decides. */
    private static final Map<String, String> STRICTER =
            Map.of(
                    "v0432-indicator", "9.5.1: no qualifier twice",
                    "v0471-email-message", "6.6.1: header fields are always lists",
                    "v0553-bundle", "2.9, RFC 4122 section 3: a UUID is written in lower case");

    @Test
    void agreesWithTwoOtherValidatorsWhereTheseAgree() throws IOException {
        Path folder = Shared.path("vectors/stix");
        List<String> wrong = new ArrayList<>();
        int judged = 0;
        for (JsonNode one : new ObjectMapper().readTree(folder.resolve("manifest.json").toFile())) {
            if (one.get("valid").isNull() || STRICTER.containsKey(one.get("id").asString())) {
                continue;
            }
            judged++;
            JsonNode input =
                    new ObjectMapper()
                            .readTree(folder.resolve(one.get("file").asString()).toFile())
                            .get("input");
            List<StixFinding> findings = check(input.toString());
            Optional<Level> worst = StixValidator.worst(findings);
            boolean valid = worst.isEmpty() || worst.get() == Level.WARNING;
            if (valid != one.get("valid").asBoolean()) {
                List<StixFinding> errors =
                        findings.stream().filter(it -> it.level() != Level.WARNING).toList();
                wrong.add(one.get("id").asString() + " " + errors);
            }
        }
        wrong.forEach(System.out::println);
        assertEquals(721, judged + STRICTER.size());
        assertEquals(List.of(), wrong);
    }

    private static List<StixFinding> check(String json) {
        return Json.parse(Bytes.utf8(json))
                .map(StixValidator::check)
                .optional()
                .orElse(List.of(new StixFinding(Level.UNUSABLE, "", "not JSON", "", "3")));
    }
}
