package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sides that are measured in turn, round after round, so that whatever else the machine does meets
 * all of them alike; every second round runs backwards. Rounds before the first warm up and are not
 * counted: one, if nothing else is said.
 */
final class Comparison {
    /** One measurement. */
    interface Measurement {
        double once() throws IOException, InterruptedException;
    }

    private record Side(String name, Measurement measurement, List<Double> figures) {
        double quantile(double quantile) {
            return Quantiles.of(
                    figures.stream().mapToDouble(Double::doubleValue).toArray(), quantile);
        }
    }

    private final Plan plan;
    private final String unit;
    private final List<Side> sides = new ArrayList<>();
    private int warmRounds = 1;

    /**
     * @param unit what a figure counts, such as mails/s
     */
    Comparison(Plan plan, String unit) {
        this.plan = plan;
        this.unit = unit;
    }

    Comparison side(String name, Measurement measurement) {
        sides.add(new Side(name, measurement, new ArrayList<>()));
        return this;
    }

    /** So many rounds are not counted; a busy machine compiles late. */
    Comparison warm(int rounds) {
        warmRounds = rounds;
        return this;
    }

    Comparison run(int rounds) throws IOException, InterruptedException {
        for (int round = 0; round < warmRounds; round++) {
            for (Side side : sides) {
                side.measurement().once();
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (Side side : round % 2 == 0 ? sides : sides.reversed()) {
                System.gc();
                side.figures().add(side.measurement().once());
            }
        }
        print();
        return this;
    }

    private void print() {
        plan.say("%-46s %14s %24s".formatted("", "median " + unit, "least to most"));
        for (Side side : sides) {
            plan.say(
                    "%-46s %14s %11s to %9s"
                            .formatted(
                                    side.name(),
                                    number(side.quantile(0.5)),
                                    number(side.quantile(0)),
                                    number(side.quantile(1))));
        }
    }

    /** Says how many times the one side's median is the other's. */
    Comparison ratio(String name, String reference, String goal) {
        double ratio = side(name).quantile(0.5) / side(reference).quantile(0.5);
        plan.say("%s : %s = %.2f%s".formatted(name, reference, ratio, goal));
        return this;
    }

    private Side side(String name) {
        return sides.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    }

    private static String number(double figure) {
        return figure < 100 ? "%.2f".formatted(figure) : "%,.0f".formatted(figure);
    }
}
