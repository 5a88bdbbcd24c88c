package org.comity.node;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.comity.study.Share;
import org.comity.study.SimulationAttack;
import org.comity.study.SimulationParameters;
import org.comity.study.SimulationReport;
import org.comity.study.SimulationRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which rules of agreement hold when whole countries are captured, in a seeded world. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Compare rules of agreement under captured countries, in a seeded world.",
        footer = {"", "Example:  comity simulate --seeds 20"})
final class SimulateCommand implements Callable<Integer> {
    static final int SEEDS = 20;
    static final int SEEDS_MAX = 10_000;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "worlds to draw, seeds 1 to N (default: 20)")
    int seeds = SEEDS;

    @Override
    public Integer call() {
        run(common, seeds);
        return 0;
    }

    /** The same for whoever has the options already. */
    static void run(Common common, int seeds) {
        if (seeds < 1 || seeds > SEEDS_MAX) {
            throw common.usage("seeds are 1 to " + SEEDS_MAX);
        }
        SimulationReport report =
                SimulationReport.of(
                        SimulationParameters.PUBLISHED, seeds, attack -> tell(common, attack));
        common.show(json(report), _ -> words(common.out(), report));
    }

    private static void tell(Common common, SimulationAttack attack) {
        if (Common.isTerminal()) {
            common.err().println("done: " + attack.words());
        }
    }

    private static ObjectNode json(SimulationReport report) {
        ObjectNode json = Json.object().put("seeds", report.seeds());
        json.put("parameters", report.parameters().toString());
        ArrayNode rows = json.putArray("rows");
        for (SimulationReport.Row row : report.rows()) {
            ObjectNode one = rows.addObject();
            one.put("attack", row.attack().words()).put("rule", row.rule().words());
            one.set("precision", json(row.precision()));
            one.set("recall", json(row.recall()));
            one.set("poison_accepted", json(row.poison()));
            one.set("suppressed", json(row.suppressed()));
            one.set("missed_without_attackers", json(row.missedAnyway()));
        }
        return json;
    }

    private static ObjectNode json(Share share) {
        return Json.object()
                .put("count", share.count())
                .put("of", share.of())
                .put("share", share.tenThousandths() / 10_000.0)
                .put("low", share.low() / 10_000.0)
                .put("high", share.high() / 10_000.0);
    }

    private static void words(PrintWriter out, SimulationReport report) {
        out.println(report.parameters());
        out.println(
                "Seeds 1 to "
                        + report.seeds()
                        + "; in brackets 95 % bootstrap intervals over the seeds."
                        + " Recall and precision leave the attackers' targets out.");
        for (SimulationAttack attack : SimulationAttack.values()) {
            out.println();
            out.println(attack.words());
            out.printf(
                    Locale.ROOT,
                    "  %-34s %-22s %-22s %-22s %-22s %s%n",
                    "rule",
                    "precision",
                    "recall",
                    "poison accepted",
                    "suppressed",
                    "of these missed anyway");
            for (SimulationRule rule : SimulationRule.values()) {
                SimulationReport.Row row = report.row(attack, rule);
                boolean none = attack == SimulationAttack.NONE;
                out.printf(
                        Locale.ROOT,
                        "  %-34s %-22s %-22s %-22s %-22s %s%n",
                        rule.words(),
                        words(row.precision()),
                        words(row.recall()),
                        none ? "-" : words(row.poison()),
                        none ? "-" : words(row.suppressed()),
                        words(row.missedAnyway()));
            }
        }
    }

    private static String words(Share share) {
        return String.format(
                Locale.ROOT,
                "%.3f [%.3f, %.3f]",
                share.tenThousandths() / 10_000.0,
                share.low() / 10_000.0,
                share.high() / 10_000.0);
    }
}
