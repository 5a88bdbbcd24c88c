package org.comity.node;

import java.io.PrintWriter;
import java.util.Locale;
import org.comity.study.ExerciseTraces;
import org.comity.study.Part;
import tools.jackson.databind.node.ObjectNode;

/** What traces, campaigns and bridges found in the exercise, in words and as JSON. */
final class ExerciseTraced {
    private ExerciseTraced() {}

    static ObjectNode json(ExerciseTraces.Figures figures) {
        ObjectNode json = Json.object();
        json.putObject("bridges")
                .put("recall", words(figures.bridges().recall()))
                .put("precision", words(figures.bridges().precision()))
                .put("named", figures.bridges().named())
                .put("of_one_actor", figures.bridges().ofOne())
                .put("hours_late", figures.bridges().hoursLate().toString());
        json.set("campaigns", json(figures.campaigns()));
        json.set("by_machines_against_actors", json(figures.actors()));
        json.set("paths", json(figures.weighted()));
        json.set("paths_through_hubs", json(figures.unweighted()));
        return json;
    }

    private static ObjectNode json(ExerciseTraces.Pairs pairs) {
        return Json.object()
                .put("groups", pairs.groups())
                .put("pairs_together", pairs.together())
                .put("right", pairs.right())
                .put("in_truth", pairs.inTruth());
    }

    private static ObjectNode json(ExerciseTraces.Paths paths) {
        return Json.object()
                .put("found", words(paths.found()))
                .put("through_own_only", words(paths.own()))
                .put("strangers_joined", words(paths.joined()));
    }

    static void words(PrintWriter out, ExerciseTraces.Figures figures) {
        ExerciseTraces.Found bridges = figures.bridges();
        out.println("bridges found              " + words(bridges.recall()));
        out.println("  right of those found     " + words(bridges.precision()));
        out.println(
                "  naming the shared thing  "
                        + bridges.named()
                        + ", joining one actor's own "
                        + bridges.ofOne()
                        + ", hours until known "
                        + bridges.hoursLate());
        words(out, "campaigns against campaigns", figures.campaigns());
        words(out, "by machines, against actors", figures.actors());
        words(out, "best paths", figures.weighted());
        words(out, "paths by steps, through hubs", figures.unweighted());
    }

    private static void words(PrintWriter out, String what, ExerciseTraces.Pairs pairs) {
        out.printf(
                Locale.ROOT,
                "%s: %d groups; of pairs together %.1f %% right, of pairs in truth %.1f %% together%n",
                what,
                pairs.groups(),
                100.0 * pairs.right() / Math.max(1, pairs.together()),
                100.0 * pairs.right() / Math.max(1, pairs.inTruth()));
    }

    private static void words(PrintWriter out, String what, ExerciseTraces.Paths paths) {
        out.println(what + ": found " + words(paths.found()));
        out.println("  through the actor's own only " + words(paths.own()));
        out.println("  two actors joined            " + words(paths.joined()));
    }

    private static String words(Part part) {
        return String.format(
                Locale.ROOT,
                "%d of %d (%.1f %%)",
                part.count(),
                part.of(),
                part.of() == 0 ? 0.0 : 100.0 * part.count() / part.of());
    }
}
