package org.comity.statement;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.comity.statement.ObservationExpression.Qualifier;
import org.comity.value.Checked;

/**
 * Whether observations match a pattern (STIX 2.1 section 9), to level 3.
 *
 * <p>Which observations match each pair of brackets is worked out once. Then observations are given
 * to the brackets one after the other, each as often at most as it was seen, and what stands behind
 * is tried with each choice; the first that satisfies all ends it. The number of choices grows with
 * the power of the brackets, so that it is bounded: who writes a pattern must not stall a node.
 */
final class PatternMatcher {
    static final int STEPS_MAX = 1_000_000;

    /** Expressions and observations within one another while searching: each takes of the stack. */
    static final int DEPTH_MAX = 1_000;

    private final ObservationExpression pattern;
    private final List<ObservationExpression.One> brackets;
    // Two that are written alike are two.
    private final IdentityHashMap<ObservationExpression.One, Integer> numbers =
            new IdentityHashMap<>();
    private final ComparisonMatcher comparisons;

    private PatternMatcher(ObservationExpression pattern, ComparisonMatcher comparisons) {
        this.pattern = pattern;
        this.comparisons = comparisons;
        this.brackets = brackets(pattern).toList();
        brackets.forEach(it -> numbers.putIfAbsent(it, numbers.size()));
    }

    /** All pairs of brackets, in the order of the pattern. */
    static Stream<ObservationExpression.One> brackets(ObservationExpression expression) {
        return switch (expression) {
            case ObservationExpression.One one -> Stream.of(one);
            case ObservationExpression.All(List<ObservationExpression> of) ->
                    of.stream().flatMap(PatternMatcher::brackets);
            case ObservationExpression.Any(List<ObservationExpression> of) ->
                    of.stream().flatMap(PatternMatcher::brackets);
            case ObservationExpression.Followed(var first, var second) ->
                    Stream.concat(brackets(first), brackets(second));
            case ObservationExpression.Qualified(var of, _) -> brackets(of);
        };
    }

    /** Refused when the pattern can match nothing, or only in more than linear time. */
    static Checked<PatternMatcher> of(ObservationExpression pattern) {
        return ComparisonMatcher.of(tests(pattern)).map(it -> new PatternMatcher(pattern, it));
    }

    /** Refused when there are too many choices to say. */
    Checked<Boolean> matches(List<Observation> observations) {
        Work work = Work.on(observations.size());
        try {
            var search = new Search(observations, one -> matched(one, observations, work), work);
            return Checked.good(search.find(pattern, () -> true));
        } catch (TooManyChoices many) {
            return Checked.refused(many.why, "");
        } catch (Work.Spent spent) {
            return Checked.refused(Work.WHY, "");
        }
    }

    /** What one observation is to the pattern; refused when that is too much to compare. */
    Checked<Glimpse> look(Observation observation, Work work) {
        var glimpse = new Glimpse(observation.first(), observation.last(), observation.count());
        var in = new PathValue.Looking(observation, work);
        try {
            for (ObservationExpression.One bracket : brackets) {
                Comparison comparison = bracket.comparison();
                for (var object : observation.objects().entrySet()) {
                    if (comparisons.matches(comparison, object.getValue(), in)) {
                        glimpse.matches(number(bracket), object.getKey());
                        comparisons.collect(
                                comparison, object.getValue(), in, glimpse.of(object.getKey()));
                        break;
                    }
                }
            }
        } catch (Work.Spent spent) {
            return Checked.refused(Work.WHY, "");
        }
        return Checked.good(glimpse);
    }

    private int number(ObservationExpression.One bracket) {
        return numbers.getOrDefault(bracket, 0); // all of the pattern are there
    }

    Reach reach() {
        return new Reach(numbers);
    }

    boolean mayHold(Reach reach) {
        return reach.mayHold(pattern);
    }

    /** Places of those that together satisfy the pattern; empty when they do not. */
    Checked<List<Integer>> among(List<Glimpse> glimpses, Work work) {
        Reach reach = reach();
        glimpses.forEach(it -> reach.add(it, 1));
        if (!mayHold(reach)) {
            return Checked.good(List.of());
        }
        try {
            var search = new Search(glimpses, one -> matched(one, glimpses), work);
            List<Integer> chosen = new ArrayList<>();
            var _ = search.find(pattern, () -> chosen.addAll(search.given));
            return Checked.good(chosen);
        } catch (TooManyChoices many) {
            return Checked.refused(many.why, "");
        } catch (Work.Spent spent) {
            return Checked.refused(Work.WHY, "");
        }
    }

    /** Whether one observation satisfies it alone, or none does. */
    boolean isOfOne() {
        return isOfOne(pattern);
    }

    private static boolean isOfOne(ObservationExpression expression) {
        return switch (expression) {
            case ObservationExpression.One _ -> true;
            case ObservationExpression.Any(List<ObservationExpression> of) ->
                    of.stream().allMatch(PatternMatcher::isOfOne);
            case ObservationExpression.Qualified(var of, var qualifier) ->
                    !(qualifier instanceof Qualifier.Repeats) && isOfOne(of);
            case ObservationExpression.All _, ObservationExpression.Followed _ -> false;
        };
    }

    /** Seconds within which all that satisfies it was seen. */
    double window() {
        double window = Double.POSITIVE_INFINITY;
        ObservationExpression within = pattern;
        while (within instanceof ObservationExpression.Qualified(var of, var qualifier)
                && !(qualifier instanceof Qualifier.Repeats)) {
            if (qualifier instanceof Qualifier.Within(double seconds)) {
                window = Math.min(window, seconds);
            }
            within = of;
        }
        return window;
    }

    private BitSet matched(ObservationExpression.One one, List<Glimpse> glimpses) {
        var matched = new BitSet();
        int bracket = number(one);
        for (int at = 0; at < glimpses.size(); at++) {
            matched.set(at, glimpses.get(at).isMatched(bracket));
        }
        return matched;
    }

    private BitSet matched(
            ObservationExpression.One one, List<Observation> observations, Work work) {
        var matched = new BitSet();
        for (int at = 0; at < observations.size(); at++) {
            Observation of = observations.get(at);
            var in = new PathValue.Looking(of, work);
            if (of.objects().values().stream()
                    .anyMatch(object -> comparisons.matches(one.comparison(), object, in))) {
                matched.set(at);
            }
        }
        return matched;
    }

    /** All comparisons of a pattern with constants. */
    static List<Comparison.Test> tests(ObservationExpression expression) {
        return switch (expression) {
            case ObservationExpression.One(Comparison comparison) -> tests(comparison);
            case ObservationExpression.All(List<ObservationExpression> of) ->
                    of.stream().flatMap(it -> tests(it).stream()).toList();
            case ObservationExpression.Any(List<ObservationExpression> of) ->
                    of.stream().flatMap(it -> tests(it).stream()).toList();
            case ObservationExpression.Followed(var first, var second) ->
                    Stream.of(first, second).flatMap(it -> tests(it).stream()).toList();
            case ObservationExpression.Qualified(ObservationExpression of, _) -> tests(of);
        };
    }

    private static List<Comparison.Test> tests(Comparison comparison) {
        return switch (comparison) {
            case Comparison.Test test -> List.of(test);
            case Comparison.All(List<Comparison> of) ->
                    of.stream().flatMap(it -> tests(it).stream()).toList();
            case Comparison.Any(List<Comparison> of) ->
                    of.stream().flatMap(it -> tests(it).stream()).toList();
        };
    }

    /** One search through one set of observations. */
    private static final class Search {
        private final List<? extends Occasion> observations;
        private final Function<ObservationExpression.One, BitSet> matched;
        private final IdentityHashMap<ObservationExpression.One, BitSet> matching =
                new IdentityHashMap<>();

        private final IdentityHashMap<ObservationExpression.One, long[]> seenFrom =
                new IdentityHashMap<>();

        /** How often each observation is given away, and to whom in turn. */
        private final long[] used;

        private final List<Integer> given = new ArrayList<>();
        private final Work work;
        private int steps;
        private int depth;

        Search(
                List<? extends Occasion> observations,
                Function<ObservationExpression.One, BitSet> matched,
                Work work) {
            this.observations = observations;
            this.matched = matched;
            this.used = new long[observations.size()];
            this.work = work;
        }

        private boolean find(ObservationExpression expression, BooleanSupplier then) {
            deeper();
            boolean found = search(expression, then);
            depth--;
            return found;
        }

        private void deeper() {
            if (++depth > DEPTH_MAX) {
                throw new TooManyChoices("over 1000 observations and expressions at once");
            }
        }

        private boolean search(ObservationExpression expression, BooleanSupplier then) {
            return switch (expression) {
                case ObservationExpression.One one -> one(one, 0, then);
                case ObservationExpression.All(List<ObservationExpression> of) -> all(of, then);
                case ObservationExpression.Any(List<ObservationExpression> of) ->
                        of.stream().anyMatch(it -> find(it, then));
                case ObservationExpression.Followed(var first, var second) -> {
                    int from = given.size();
                    yield find(
                            first,
                            () -> {
                                int middle = given.size();
                                return find(
                                        second,
                                        () -> isInOrder(from, middle) && then.getAsBoolean());
                            });
                }
                case ObservationExpression.Qualified(var of, Qualifier.Repeats(int times)) ->
                        repeats(of, times, then);
                case ObservationExpression.Qualified(var of, Qualifier.Within(double seconds)) -> {
                    int from = given.size();
                    yield find(of, () -> isWithin(from, seconds) && then.getAsBoolean());
                }
                case ObservationExpression.Qualified(var of, Qualifier.Between between) -> {
                    int from = given.size();
                    yield find(of, () -> isBetween(from, between) && then.getAsBoolean());
                }
            };
        }

        private boolean all(List<ObservationExpression> of, BooleanSupplier then) {
            return of.isEmpty()
                    ? then.getAsBoolean()
                    : find(of.getFirst(), () -> all(of.subList(1, of.size()), then));
        }

        /**
         * Of one pair of brackets in the order of observations: which comes first changes nothing.
         */
        private boolean repeats(ObservationExpression of, int times, BooleanSupplier then) {
            if (times == 0) {
                return then.getAsBoolean();
            }
            if (of instanceof ObservationExpression.One one) {
                return again(one, times, 0, then);
            }
            return find(of, () -> repeats(of, times - 1, then));
        }

        private boolean again(
                ObservationExpression.One one, int times, int from, BooleanSupplier then) {
            if (times == 0) {
                return then.getAsBoolean();
            }
            if (seenFrom(one, from) < times) {
                return false;
            }
            return one(one, from, () -> again(one, times - 1, given.getLast(), then));
        }

        /** How often what matches it was seen, from a place on; no more of it can be given away. */
        private long seenFrom(ObservationExpression.One one, int from) {
            long[] seen =
                    seenFrom.computeIfAbsent(
                            one,
                            _ -> {
                                BitSet at = matching.computeIfAbsent(one, matched);
                                long[] sums = new long[observations.size() + 1];
                                for (int i = observations.size() - 1; i >= 0; i--) {
                                    sums[i] = sums[i + 1] + (at.get(i) ? at(i).count() : 0);
                                }
                                return sums;
                            });
            return seen[from];
        }

        private boolean one(ObservationExpression.One one, int from, BooleanSupplier then) {
            BitSet matched = matching.computeIfAbsent(one, this.matched);
            for (int at = matched.nextSetBit(from); at >= 0; at = matched.nextSetBit(at + 1)) {
                if (used[at] == observations.get(at).count()) {
                    continue;
                }
                if (++steps > STEPS_MAX) {
                    throw new TooManyChoices("over 1000000 choices of observations");
                }
                deeper();
                used[at]++;
                given.add(at);
                boolean found = then.getAsBoolean();
                depth--;
                given.removeLast();
                used[at]--;
                if (found) {
                    return true;
                }
            }
            return false;
        }

        /**
         * Whether no one of the second is before one of the first: a time can be chosen for each.
         */
        private boolean isInOrder(int from, int middle) {
            work.spend(given.size() - from);
            StixTime latest = at(given.get(from)).first();
            for (int first : given.subList(from, middle)) {
                latest = at(first).first().compareTo(latest) > 0 ? at(first).first() : latest;
            }
            StixTime begun = latest;
            return given.subList(middle, given.size()).stream()
                    .allMatch(second -> at(second).last().compareTo(begun) >= 0);
        }

        /**
         * Whether a time can be chosen for each so that they lie in the window. Section 9.5.1
         * leaves out what lies a whole window apart; the matcher that others use lets it in, and so
         * do we.
         */
        private boolean isWithin(int from, double seconds) {
            work.spend(given.size() - from);
            StixTime latest = at(given.get(from)).first();
            StixTime earliest = at(given.get(from)).last();
            for (int one : given.subList(from, given.size())) {
                latest = at(one).first().compareTo(latest) > 0 ? at(one).first() : latest;
                earliest = at(one).last().compareTo(earliest) < 0 ? at(one).last() : earliest;
            }
            return seconds > 0 && latest.secondsSince(earliest) <= seconds;
        }

        /** Seen from the start on and before the stop, or possibly so. */
        private boolean isBetween(int from, Qualifier.Between between) {
            work.spend(given.size() - from);
            return given.subList(from, given.size()).stream()
                    .map(this::at)
                    .allMatch(it ->
                            it.last().compareTo(between.start()) >= 0
                                    && it.first().compareTo(between.stop()) < 0
                                    && between.start().compareTo(between.stop()) < 0);
        }

        private Occasion at(int index) {
            return observations.get(index);
        }
    }

    /** Ends the search; never leaves {@link #matches}. */
    private static final class TooManyChoices extends RuntimeException {
        final String why;

        TooManyChoices(String why) {
            super(why, null, false, false);
            this.why = why;
        }
    }
}
