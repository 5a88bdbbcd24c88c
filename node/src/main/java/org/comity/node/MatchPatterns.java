package org.comity.node;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.comity.intake.PatternSource;
import org.comity.statement.Json.Members;
import org.comity.statement.PatternIndex;
import org.comity.taxii.TaxiiTime;
import org.comity.value.Checked;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The patterns that something is held against, of lines and of indicators. */
final class MatchPatterns {
    static final int PATTERNS_MAX = 1_000_000;

    /** Where it stands, and what its indicator says of it beside the pattern. */
    record Named(String file, String place, String id, String name, String from, String until) {}

    private record Version(String key, String modified) {}

    private final int patternsMax;
    private final Consumer<ObjectNode> refused;
    private final SortedMap<String, String> patterns = new TreeMap<>();
    private final Map<String, Named> named = new HashMap<>();
    private final Map<String, Version> versions = new HashMap<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private long read;

    /**
     * @param refused is told of each that cannot be taken
     */
    MatchPatterns(int patternsMax, Consumer<ObjectNode> refused) {
        this.patternsMax = patternsMax;
        this.refused = refused;
    }

    /** Lines, or STIX with indicators in it; other objects say nothing. */
    void read(String file, InputStream in) throws IOException {
        PatternSource source = PatternSource.open(in);
        for (var next = source.next(); next.isPresent(); next = source.next()) {
            String place = next.get().place();
            switch (next.get().object()) {
                case Checked.Refused<Members> why -> refuse(file, place, "", why.toString());
                case Checked.Good<Members>(Members object) -> take(file, place, object);
            }
        }
    }

    void take(String file, String place, Members object) {
        if (!object.text("type").equals(Optional.of("indicator"))) {
            return;
        }
        if (++read > patternsMax) {
            throw new Refusal("more patterns than " + patternsMax, file + ", " + place);
        }
        String id = object.text("id").orElse("");
        String modified = object.text("modified").orElse("");
        Version before = id.isEmpty() ? null : versions.get(id);
        if (before != null) {
            count("replaced");
            if (!isLater(modified, before.modified())) {
                return;
            }
            patterns.remove(before.key());
            named.remove(before.key());
        }
        String key = "%09d".formatted(read);
        if (!id.isEmpty()) {
            versions.put(id, new Version(key, modified));
        }
        Optional<String> pattern = PatternIndex.patternOf(object);
        if (object.byName().get("revoked")
                        instanceof org.comity.statement.Json.Flag(boolean revoked)
                && revoked) {
            count("revoked");
        } else if (pattern.isEmpty()) {
            count("other_languages");
        } else {
            patterns.put(key, pattern.get());
            named.put(
                    key,
                    new Named(
                            file,
                            place,
                            id,
                            object.text("name").orElse(""),
                            object.text("valid_from").orElse(""),
                            object.text("valid_until").orElse("")));
        }
    }

    private static boolean isLater(String modified, String than) {
        return TaxiiTime.parse(modified).orElse(0) > TaxiiTime.parse(than).orElse(0);
    }

    private void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    private void refuse(String file, String place, String id, String why) {
        count("refused");
        ObjectNode one = Json.object().put("file", file).put("place", place);
        refused.accept((id.isEmpty() ? one : one.put("indicator", id)).put("why", why));
    }

    /** All that were read, ready to match; says which cannot be matched. */
    PatternIndex index() {
        PatternIndex index = PatternIndex.of(patterns);
        index.refused()
                .forEach((key, why) -> {
                    Named its = named(key);
                    refuse(its.file(), its.place(), its.id(), why);
                });
        return index;
    }

    boolean isAnyRefused() {
        return counts.containsKey("refused");
    }

    Named named(String key) {
        return Objects.requireNonNull(named.get(key));
    }

    String pattern(String key) {
        return Objects.requireNonNull(patterns.get(key));
    }

    /** How many were read, are matched, and are not and why. */
    JsonNode summary(PatternIndex index) {
        ObjectNode json = Json.object().put("read", read).put("used", index.size());
        json.put("refused", counts.getOrDefault("refused", 0L));
        counts.forEach(json::put);
        return json;
    }
}
