package org.comity.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What became of each input of an import, counted and, as far as it matters, named. */
final class ImportSummary {
    /** Inputs that are named with what was wrong with them; the others are only counted. */
    private static final int NAMED_MAX = 1_000;

    /** One input, a mail or a file; the notes say what of it was cut short. */
    record Input(String where, boolean isMail, List<String> notes) {
        static Input file(Path file) {
            return new Input(file.toString(), false, List.of());
        }

        static Input mail(String where) {
            return new Input(where, true, List.of());
        }
    }

    private final Desk desk;
    private final Consumer<JsonNode> progress;
    private final TreeMap<String, Integer> counts = new TreeMap<>();
    private final TreeMap<String, Integer> reasons = new TreeMap<>();
    private final List<ObjectNode> refusals = new ArrayList<>();
    private final List<ObjectNode> noted = new ArrayList<>();
    private long claims;
    private long statements;

    ImportSummary(Desk desk, Consumer<JsonNode> progress) {
        this.desk = desk;
        this.progress = progress;
    }

    /** For people and programs. */
    JsonNode json() {
        ObjectNode summary = Json.object();
        ObjectNode byOutcome = summary.putObject("inputs");
        counts.forEach(byOutcome::put);
        summary.put("claims", claims).put("statements", statements);
        ObjectNode why = summary.putObject("why");
        reasons.forEach(why::put);
        summary.putArray("not_taken").addAll(refusals);
        summary.putArray("noted").addAll(noted);
        return summary;
    }

    void settled(Input input, Reported reported) {
        if (input.isMail()) {
            desk.tellMail(reported);
        }
        ObjectNode line = Json.object().put("input", input.where());
        switch (reported) {
            case Reported.Stated(var ids, int count) -> {
                count("reported");
                claims += count;
                statements += ids.size();
                line.put("outcome", "reported").put("claims", count);
                line.set("statements", Json.array(ids));
            }
            case Reported.Objects objects -> objects(objects, line);
            case Reported.Kept(int subjects, var ids) -> {
                count("kept");
                statements += ids.size();
                line.put("outcome", "kept").put("subjects", subjects);
                line.set("statements", Json.array(ids));
            }
            case Reported.Already(String as) -> {
                count("already");
                line.put("outcome", "already").put("as", as);
            }
            case Reported.Nothing(String why) -> {
                count("nothing");
                reasons.merge(why, 1, Integer::sum);
                line.put("outcome", "nothing").put("why", why);
            }
            case Reported.NotTaken(String why, String at) -> {
                count("refused");
                reasons.merge(why, 1, Integer::sum);
                line.put("outcome", "refused").put("why", why).put("where", at);
                if (refusals.size() < NAMED_MAX) {
                    refusals.add(line.deepCopy());
                }
            }
        }
        if (!input.notes().isEmpty()) {
            line.set("notes", Json.array(input.notes()));
            if (noted.size() < NAMED_MAX) {
                noted.add(line.deepCopy());
            }
        }
        progress.accept(line);
    }

    private void objects(Reported.Objects objects, ObjectNode line) {
        count("reported", objects.stated());
        count("already", objects.already());
        claims += objects.claims();
        statements += objects.statements().size();
        line.put("outcome", "reported").put("objects", objects.stated());
        line.set("statements", Json.array(objects.statements()));
        String where = line.path("input").asString();
        for (Reported.Fault one : objects.doubtful()) {
            if (noted.size() < NAMED_MAX) {
                noted.add(
                        Json.object()
                                .put("input", where + ", " + one.object())
                                .set("notes", Json.array(List.of(one.why()))));
            }
        }
        objects.faults()
                .forEach(it ->
                        settled(
                                new Input(where, false, List.of()),
                                new Reported.NotTaken(it.why(), it.object())));
    }

    private void count(String outcome) {
        count(outcome, 1);
    }

    private void count(String outcome, int more) {
        if (more > 0) {
            counts.merge(outcome, more, Integer::sum);
        }
    }
}
