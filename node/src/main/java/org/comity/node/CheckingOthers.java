package org.comity.node;

import java.io.IOException;
import java.util.List;
import org.comity.agreement.Level;
import org.comity.statement.StixObject;
import org.comity.statement.Subject;
import org.comity.statement.Traceable;
import org.comity.views.Trace;
import org.comity.views.Traced;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Observables that nobody can claim anything about: there is no verdict, but who linked them with
 * what, and what is known of that. So an MD5 leads to the file that is judged by its SHA-256.
 */
final class CheckingOthers {
    private static final int LINKED_MAX = 20;

    /** Rows that are read for one value, and for all of one question. */
    private static final int ROWS_MAX = 2_000;

    private static final int ROWS_OF_ALL_MAX = 2_000_000;

    private final Desk desk;
    private final Asking asking;
    private final Config.ListOf list;
    private final int rowsMax;

    /**
     * @param values how many are asked for at once
     */
    CheckingOthers(Desk desk, Asking asking, Config.ListOf list, int values) {
        this.desk = desk;
        this.asking = asking;
        this.list = list;
        this.rowsMax = Math.min(ROWS_MAX, ROWS_OF_ALL_MAX / Math.max(1, values));
    }

    /**
     * @param readings all that the value can be; the first that somebody linked is shown
     */
    ObjectNode check(List<Traceable> readings, long second) throws IOException {
        var usual = Trace.Bounds.USUAL;
        var bounds = new Trace.Bounds(1, rowsMax, usual.postingsMax());
        Trace.Sight sight = asking.sight();
        var at =
                new Trace.Sight(
                        sight.visible(), second, sight.common(), sight.weighted(), sight.only());
        var trace = new Trace(desk.indexes().graph(), at, bounds);
        Traced shown = trace.from(readings.getFirst());
        for (Traceable other : readings.subList(1, readings.size())) {
            shown = shown.steps().isEmpty() ? trace.from(other) : shown;
        }
        Traceable thing = shown.steps().isEmpty() ? readings.getFirst() : shown.start();
        ObjectNode answer = Json.object().put("subject", thing.key());
        answer.put("level", Level.UNKNOWN.word()).put("tier", "none").put("guard", "");
        answer.putArray("reasons").add("no list holds it: claims are about other kinds of values");
        answer.putArray("claims");
        answer.put("claims_in_all", 0);
        ArrayNode linked = answer.putArray("linked");
        List<Traced.Step> steps =
                shown.steps().stream()
                        .filter(it -> !isNameless(it.to()))
                        .limit(LINKED_MAX)
                        .toList();
        for (Traced.Step step : steps) {
            linked.add(linked(step, second));
        }
        return answer;
    }

    /** The object that says what goes with what says no more than that. */
    private static boolean isNameless(Traceable thing) {
        return thing instanceof StixObject object && object.name().isEmpty();
    }

    private ObjectNode linked(Traced.Step step, long second) throws IOException {
        ObjectNode one = Json.object().put("to", step.to().key());
        one.put("name", step.to().toString());
        one.put("how", step.evidence().getFirst().link());
        one.set("members", Json.array(step.members()));
        if (step.to() instanceof Subject subject) {
            ObjectNode known = asking.check(subject, list, second);
            one.put("level", known.path("level").asString());
            one.put("tier", known.path("tier").asString());
        }
        return one;
    }
}
