package org.comity.verifier;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found, for programs and for people.
 *
 * @param facts what a program reads: texts, numbers, booleans, and lists and maps of these
 */
public record Report(boolean good, Map<String, Object> facts, List<String> lines) {
    public Report {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        lines = List.copyOf(lines);
    }

    /** The facts as JSON, one line. */
    public String json() {
        return JsonText.of(facts);
    }
}
