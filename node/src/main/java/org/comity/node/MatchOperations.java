package org.comity.node;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.comity.agreement.Level;
import org.comity.intake.PatternSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Patterns out of this node's lists, and matching for those who ask over the network. */
final class MatchOperations {
    /** Each is looked for in each object; ten thousand hostile ones take 12 s and 300 MiB. */
    static final int PATTERNS_MAX = 1_000;

    /** Comparisons of characters, some seconds of a core. */
    private static final long STEPS_MAX = 2_000_000_000L;

    private static final long WAITING_BYTES_MAX = 8 << 20;
    private static final Duration TIME_MAX = Duration.ofSeconds(10);
    private static final int TOLD_MAX = 10_000;
    private static final int PIECE_BYTES = 4 << 10;

    private final Asking asking;

    MatchOperations(Asking asking) {
        this.asking = asking;
    }

    JsonNode run(String name, JsonNode with, Consumer<JsonNode> progress) throws IOException {
        return switch (name) {
            case "match" -> match(with);
            case "match-patterns" -> patterns(with, progress);
            default -> throw new Refusal("unknown operation", name);
        };
    }

    /** Each indicator is a line of progress, so that nothing piles up. */
    private JsonNode patterns(JsonNode with, Consumer<JsonNode> progress) throws IOException {
        Config.ListOf list = asking.readable(with.path("list").asString(""));
        asking.indicators(
                list,
                level(with),
                it -> progress.accept(Json.object().put("object", it.canonical().utf8())));
        return Json.object().put("list", list.name());
    }

    private static Level level(JsonNode with) {
        return switch (with.path("from").asString("")) {
            case "trusted" -> Level.TRUSTED;
            case "agreed" -> Level.AGREED;
            default -> throw new Refusal("from trusted or agreed", with.path("from").asString(""));
        };
    }

    private JsonNode match(JsonNode with) throws IOException {
        ObjectNode answer = Json.object();
        answer.putArray("matches");
        answer.putArray("not_taken");
        Consumer<JsonNode> refused = it -> told(answer, "not_taken", it);
        var patterns = new MatchPatterns(PATTERNS_MAX, refused::accept);
        if (with.has("from")) {
            Config.ListOf list = asking.readable(with.path("list").asString(""));
            asking.indicators(list, level(with), it -> patterns.take("list", list.name(), it));
        }
        if (with.has("indicators")) {
            patterns.read("indicators", stream(Json.line(with.path("indicators"))));
        }
        int at = 0;
        for (JsonNode pattern : with.path("patterns")) {
            patterns.take("patterns", "" + at++, PatternSource.indicator(pattern.asString()));
        }
        var matching =
                new Matching(
                        patterns,
                        STEPS_MAX,
                        WAITING_BYTES_MAX,
                        it -> {
                            if (it.has("match")) {
                                told(answer, "matches", it.path("match"));
                            } else {
                                refused.accept(it.path("refused"));
                            }
                        });
        matching.read("bundle", inTime(stream(Json.line(with.path("bundle"))), TIME_MAX));
        ObjectNode summary = matching.summary();
        answer.set("cut", Json.array(cut(answer, summary)));
        return answer.set("summary", summary);
    }

    /** Where the work or the answer ended early, in words; empty where all was done and is told. */
    private static List<String> cut(JsonNode answer, JsonNode summary) {
        var cut = new ArrayList<String>();
        long matches = summary.path("matches").asLong();
        if (matches > answer.path("matches").size()) {
            cut.add("of " + matches + " matches the first " + TOLD_MAX + " are told");
        }
        long refused =
                summary.path("refused").asLong()
                        + summary.path("patterns").path("refused").asLong();
        if (refused > answer.path("not_taken").size()) {
            cut.add("of what was not taken the first " + TOLD_MAX + " are told");
        }
        long undecided = summary.path("undecided").asLong();
        if (undecided > 0) {
            cut.add(undecided + " were left undecided: they take more work than one call may");
        }
        long forgotten = summary.path("forgotten").asLong();
        if (forgotten > 0) {
            cut.add(forgotten + " observations were forgotten before their pattern was whole");
        }
        return cut;
    }

    /** The first of them; the summary counts all. */
    private static void told(ObjectNode answer, String name, JsonNode one) {
        if (answer.path(name).size() < TOLD_MAX) {
            answer.withArray(name).add(one);
        }
    }

    /** Reading goes on as matching does, piece by piece, so what takes too long ends there. */
    static InputStream inTime(InputStream in, Duration most) {
        long end = System.nanoTime() + most.toNanos();
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] to, int at, int most) throws IOException {
                if (System.nanoTime() - end > 0) {
                    throw new Refusal("this takes more than ten seconds: send less at once", "");
                }
                return super.read(to, at, Math.min(most, PIECE_BYTES));
            }
        };
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
