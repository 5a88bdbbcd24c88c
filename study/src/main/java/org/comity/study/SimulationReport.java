package org.comity.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Every attack and rule over the seeds 1 to so many.
 *
 * @param rows in the order of attacks, then rules
 */
public record SimulationReport(SimulationParameters parameters, int seeds, List<Row> rows) {
    /** As {@link SimulationTally} says, with intervals. */
    public record Row(
            SimulationAttack attack,
            SimulationRule rule,
            Share precision,
            Share recall,
            Share poison,
            Share suppressed,
            Share missedAnyway) {}

    public SimulationReport {
        rows = List.copyOf(rows);
    }

    /**
     * Runs everything.
     *
     * @param done told after each attack
     */
    public static SimulationReport of(
            SimulationParameters parameters, int seeds, Consumer<SimulationAttack> done) {
        List<Row> rows = new ArrayList<>();
        for (SimulationAttack attack : SimulationAttack.values()) {
            List<Map<SimulationRule, SimulationTally>> all = new ArrayList<>();
            for (long seed = 1; seed <= seeds; seed++) {
                all.add(Simulation.run(parameters, attack, seed));
            }
            for (SimulationRule rule : SimulationRule.values()) {
                rows.add(row(attack, rule, all));
            }
            done.accept(attack);
        }
        return new SimulationReport(parameters, seeds, rows);
    }

    public Row row(SimulationAttack attack, SimulationRule rule) {
        return rows.stream()
                .filter(it -> it.attack() == attack && it.rule() == rule)
                .findFirst()
                .orElseThrow();
    }

    private static Row row(
            SimulationAttack attack,
            SimulationRule rule,
            List<Map<SimulationRule, SimulationTally>> all) {
        List<SimulationTally> tallies = all.stream().map(it -> tally(it, rule)).toList();
        return new Row(
                attack,
                rule,
                share(tallies, SimulationTally::listed),
                share(tallies, SimulationTally::found),
                share(tallies, SimulationTally::poison),
                share(tallies, SimulationTally::suppressed),
                share(tallies, SimulationTally::missedAnyway));
    }

    private static SimulationTally tally(
            Map<SimulationRule, SimulationTally> of, SimulationRule rule) {
        return of.getOrDefault(rule, SimulationTally.NONE);
    }

    private static Share share(
            List<SimulationTally> tallies, Function<SimulationTally, Part> part) {
        return Share.of(tallies.stream().map(part).toList());
    }
}
