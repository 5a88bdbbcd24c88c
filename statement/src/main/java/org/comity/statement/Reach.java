package org.comity.statement;

import java.util.IdentityHashMap;
import java.util.List;
import org.comity.statement.ObservationExpression.Qualifier;

/**
 * Whether a pattern can hold at all by how often each pair of brackets was seen. Most of what waits
 * is not complete, and that is told without trying any choice.
 */
final class Reach {
    private final IdentityHashMap<ObservationExpression.One, Integer> brackets;
    private final long[] seen;

    /**
     * @param brackets of the pattern, numbered
     */
    Reach(IdentityHashMap<ObservationExpression.One, Integer> brackets) {
        this.brackets = brackets;
        this.seen = new long[brackets.size()];
    }

    /**
     * @param times 1, or -1 for one that goes
     */
    void add(Glimpse glimpse, int times) {
        for (int bracket = 0; bracket < seen.length; bracket++) {
            seen[bracket] += glimpse.isMatched(bracket) ? times * glimpse.count() : 0;
        }
    }

    boolean mayHold(ObservationExpression expression) {
        return mayHold(expression, 1);
    }

    private boolean mayHold(ObservationExpression expression, long times) {
        return switch (expression) {
            case ObservationExpression.One one -> seen[brackets.getOrDefault(one, 0)] >= times;
            case ObservationExpression.All(List<ObservationExpression> of) ->
                    of.stream().allMatch(it -> mayHold(it, times));
            // One time by one of them, another time by another.
            case ObservationExpression.Any(List<ObservationExpression> of) ->
                    of.stream().anyMatch(it -> mayHold(it, 1));
            case ObservationExpression.Followed(var first, var second) ->
                    mayHold(first, times) && mayHold(second, times);
            case ObservationExpression.Qualified(var of, Qualifier.Repeats(int more)) ->
                    mayHold(of, Math.min(Long.MAX_VALUE / more, times) * more);
            case ObservationExpression.Qualified(var of, _) -> mayHold(of, times);
        };
    }
}
