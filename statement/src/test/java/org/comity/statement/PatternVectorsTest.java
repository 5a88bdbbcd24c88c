package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Patterns and matches of other people's suites. */
class PatternVectorsTest {
    /** Where the specification decides otherwise than the matcher that made the vectors. */
    private static final Map<String, String> OTHERWISE =
            Map.of(
                    "p0065", "9.5: all operands of AND must be satisfiable with the same object",
                    "p0063", "9.5.1: no qualifier twice",
                    "m0241", "9.5.1: no qualifier twice");

    @Test
    void readsThePatternsThatOthersRead() throws IOException {
        List<String> wrong = new ArrayList<>();
        JsonNode all = read("vectors/patterns/patterns_syntax.json");
        for (JsonNode one : all) {
            Checked<ObservationExpression> parsed =
                    PatternParser.parse(one.get("pattern").asString());
            boolean good = parsed instanceof Checked.Good;
            if (good != one.get("valid").asBoolean()
                    && !OTHERWISE.containsKey(one.get("id").asString())) {
                wrong.add(one.get("id").asString() + " " + one.get("pattern") + " " + parsed);
            }
        }
        wrong.forEach(System.out::println);
        assertEquals(551, all.size());
        assertEquals(List.of(), wrong);
    }

    @Test
    void matchesWhatOthersMatch() throws IOException {
        JsonNode vectors = read("vectors/patterns/patterns_match.json");
        List<String> wrong = new ArrayList<>();
        for (JsonNode one : vectors.get("cases")) {
            List<Observation> observations = new ArrayList<>();
            for (JsonNode bundle :
                    vectors.get("observations").get(one.get("observations").asString())) {
                observations.addAll(
                        Observation.of(Json.parseMembers(Bytes.utf8(bundle.toString())).orThrow()));
            }
            boolean matched =
                    PatternParser.parse(one.get("pattern").asString())
                            .then(PatternMatcher::of)
                            .then(it -> it.matches(observations))
                            .optional()
                            .orElse(false);
            boolean isError = one.get("match").isNull();
            boolean right = isError || matched == one.get("match").asBoolean();
            if (!right && !OTHERWISE.containsKey(one.get("id").asString())) {
                wrong.add(one.get("id").asString() + " " + one.get("pattern") + " " + matched);
            }
        }
        wrong.forEach(System.out::println);
        assertEquals(List.of(), wrong);
    }

    private static JsonNode read(String name) throws IOException {
        return new ObjectMapper().readTree(Shared.path(name).toFile());
    }
}
