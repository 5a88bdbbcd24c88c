package org.comity.statement;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.comity.statement.StixSchema.Pair;
import org.comity.statement.StixSchema.Shape;

/** Rules between properties of one object, as stix-2.1.txt writes them. */
final class StixPairs {
    private StixPairs() {}

    static void check(StixCheck check, Json.Members object, Pair pair, Shape shape) {
        List<String> names = pair.names();
        long present = names.stream().filter(it -> object.at(it).isPresent()).count();
        String section = shape.section();
        switch (pair.rule()) {
            case ">", ">>" -> order(check, object, pair, section);
            case "any" -> {
                if (present == 0) {
                    check.error("one of these must be there", joined(names), section);
                }
            }
            case "one" -> {
                if (present != 1) {
                    check.error("exactly one of these must be there", joined(names), section);
                }
            }
            case "if" -> {
                if (object.byName().containsKey(names.getFirst()) && present < names.size()) {
                    check.error("one needs the other", joined(names), section);
                }
            }
            default -> throw new IllegalStateException("no such rule: " + pair.rule());
        }
    }

    private static void order(StixCheck check, Json.Members object, Pair pair, String section) {
        String first = pair.names().get(0);
        String second = pair.names().get(1);
        Optional<StixTime> from = object.text(first).flatMap(StixTime::parse);
        Optional<StixTime> until = object.text(second).flatMap(StixTime::parse);
        if (from.isEmpty() || until.isEmpty()) {
            return;
        }
        int order = until.get().compareTo(from.get());
        if (order < 0 || (order == 0 && pair.rule().equals(">>"))) {
            String rule = pair.rule().equals(">") ? "before the other" : "not later than the other";
            check.in(second, () -> check.error(rule, joined(pair.names()), section));
        }
    }

    private static String joined(List<String> names) {
        return names.stream().collect(Collectors.joining(", "));
    }
}
