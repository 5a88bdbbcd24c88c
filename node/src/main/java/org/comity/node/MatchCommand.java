package org.comity.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.comity.value.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds observed-data against patterns; without --from it needs no directory and no node. */
@Command(
        name = "match",
        mixinStandardHelpOptions = true,
        description = {
            "Hold what was seen (STIX observed-data) against STIX patterns, those of files and those of",
            "this node's list. Reads bundles, envelopes and single objects, a line each or over many,",
            "plain or gzipped, of any size. AND, FOLLOWEDBY, REPEATS, WITHIN, START and STOP hold across",
            "all that is read."
        },
        footer = {
            "",
            "Examples:  comity match --patterns hunt.txt --patterns feed.json seen.json",
            "           tail -f seen.ndjson | comity match --from agreed --json -",
            "",
            "A file of patterns has one a line, or is STIX with indicators.",
            "",
            "Exit code 0: nothing matched; 1: something matched; 4: nothing matched, but not all",
            "could be read, kept or decided."
        })
final class MatchCommand implements Callable<Integer> {
    private static final int MATCHED = 1;
    private static final int UNSURE = 4;
    private static final int REFUSALS_SHOWN = 20;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Option(
            names = {"-p", "--patterns"},
            paramLabel = "FILE",
            description = "patterns, one a line, or STIX with indicators; may be repeated")
    List<Path> patternFiles = List.of();

    @Option(
            names = "--from",
            paramLabel = "trusted|agreed",
            description = "the indicators of this node's list, of this level or above")
    String from = "";

    @Option(names = "--list", paramLabel = "NAME", description = "which list (default: the first)")
    String list = "";

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "files; - for standard input")
    List<Path> files = List.of();

    private long refusals;

    @Override
    public Integer call() throws IOException {
        if (patternFiles.isEmpty() && from.isEmpty()) {
            throw common.usage("say which patterns: --patterns FILE or --from trusted");
        }
        var patterns = new MatchPatterns(MatchPatterns.PATTERNS_MAX, this::refusedPattern);
        if (!from.isEmpty()) {
            ObjectNode with = Json.object().put("list", list).put("from", from);
            var _ = common.ask("match-patterns", with, it -> take(patterns, it));
        }
        for (Path file : patternFiles) {
            try (InputStream in = ValidateCommand.open(file, common)) {
                patterns.read(name(file), in);
            }
        }
        // An eighth for what waits: read, an object takes many times its bytes.
        long bytesMax = Runtime.getRuntime().maxMemory() / 8;
        var matching = new Matching(patterns, Long.MAX_VALUE, bytesMax, this::tell);
        for (Path file : files) {
            try (InputStream in = ValidateCommand.open(file, common)) {
                matching.read(name(file), in);
            }
        }
        ObjectNode summary = matching.summary();
        if (common.json) {
            common.out().println(Json.line(Json.object().set("summary", summary)));
        } else {
            words(summary);
        }
        common.out().flush();
        return matching.isAnyMatched() ? MATCHED : matching.isWhole() ? 0 : UNSURE;
    }

    private void take(MatchPatterns patterns, JsonNode line) {
        var object =
                org.comity.statement.Json.parseMembers(Bytes.utf8(line.path("object").asString()));
        patterns.take("list of this node", from, object.orThrow());
    }

    private static String name(Path file) {
        return file.toString().equals("-") ? "standard input" : file.toString();
    }

    private void refusedPattern(ObjectNode refused) {
        tell(Json.object().set("refused", refused));
    }

    /** At once, since somebody may watch a stream. */
    private void tell(ObjectNode line) {
        if (common.json) {
            common.out().println(Json.line(line));
        } else if (line.has("match")) {
            matched(line.path("match"));
        } else if (++refusals <= REFUSALS_SHOWN) {
            JsonNode refused = line.path("refused");
            common.err().println("not taken: " + place(refused) + ": " + text(refused, "why"));
            common.err().flush();
        }
        common.out().flush();
    }

    private void matched(JsonNode match) {
        String id = text(match, "indicator");
        String name = text(match, "name");
        String title = id.isEmpty() ? text(match, "pattern") : id;
        common.out()
                .println(
                        title
                                + (name.isEmpty() ? "" : " \"" + name + '"')
                                + " of "
                                + text(match, "from")
                                + (match.path("valid").asBoolean()
                                        ? ""
                                        : ", seen while the indicator does not hold"));
        for (JsonNode one : match.path("observed")) {
            String first = text(one, "first_observed");
            String last = text(one, "last_observed");
            common.out()
                    .println(
                            "  "
                                    + text(one, "observed_data")
                                    + " in "
                                    + place(one)
                                    + ", "
                                    + first
                                    + (first.equals(last) ? "" : " to " + last));
            for (JsonNode object : one.path("objects")) {
                String what =
                        object.has("path")
                                ? text(object, "path") + " is " + text(object, "value") + ", "
                                : "";
                common.out().println("    " + what + text(object, "object"));
            }
        }
    }

    private static String place(JsonNode of) {
        return text(of, "file") + ", " + text(of, "place");
    }

    /** What others wrote must not move the cursor. */
    private static String text(JsonNode of, String name) {
        return Printable.value(of.path(name).asString(""));
    }

    private void words(JsonNode summary) {
        if (refusals > REFUSALS_SHOWN) {
            common.err()
                    .println("and " + (refusals - REFUSALS_SHOWN) + " more not taken; see --json");
            common.err().flush();
        }
        JsonNode patterns = summary.path("patterns");
        common.out()
                .printf(
                        "%d matches of %d patterns; read %d patterns (%d used, %d refused) and %d"
                                + " objects (%d observed-data, %d refused)%n",
                        summary.path("matches").asLong(),
                        summary.path("patterns_matched").asLong(),
                        patterns.path("read").asLong(),
                        patterns.path("used").asLong(),
                        patterns.path("refused").asLong(),
                        summary.path("objects").asLong(),
                        summary.path("observed").asLong(),
                        summary.path("refused").asLong());
        also(patterns, "revoked", "revoked indicators are not used");
        also(patterns, "other_languages", "patterns are in another language than STIX");
        also(summary, "incomplete", "observed-data name objects that are not there");
        also(summary, "undecided", "times it would have taken too long to tell");
        also(summary, "forgotten", "observed-data left before a pattern of several was complete");
    }

    private void also(JsonNode of, String name, String words) {
        if (of.path(name).asLong() > 0) {
            common.out().println("  " + of.path(name).asLong() + " " + words);
        }
    }
}
