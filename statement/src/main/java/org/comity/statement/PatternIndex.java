package org.comity.statement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.comity.value.Checked;

/**
 * Many patterns held against observations at once.
 *
 * <p>Of each pair of brackets it is known which values an object must have for it to match: of OR
 * all values of its parts, of AND those of the part with the fewest. Patterns lie under these
 * values; a part that asks for no value at all, because it compares otherwise, lies under the type
 * of its object. An observation then looks up its own values, and only patterns that lie there are
 * matched in full, against the observations that led to them.
 */
public final class PatternIndex {
    /** A value that must lie at a path; an empty path and no value: an object of the type. */
    private record Key(String type, List<ObjectPath.Step> steps, Object value) {
        Place place() {
            return new Place(type, steps);
        }
    }

    private record Place(String type, List<ObjectPath.Step> steps) {}

    private static final Object ANY = "";

    private final List<String> names = new ArrayList<>();
    private final List<PatternMatcher> matchers = new ArrayList<>();
    private final SortedMap<String, String> refused = new TreeMap<>();
    private final Map<String, List<Place>> places = new HashMap<>();
    private final Map<Key, List<Integer>> under = new HashMap<>();

    private PatternIndex() {}

    /** Of patterns by name; those that cannot be read or matched are {@link #refused}. */
    public static PatternIndex of(SortedMap<String, String> patterns) {
        var index = new PatternIndex();
        patterns.forEach(index::add);
        return index;
    }

    /** Why, by name; such a pattern never matches (section 9.4). */
    public SortedMap<String, String> refused() {
        return new TreeMap<>(refused);
    }

    private void add(String name, String pattern) {
        Checked<ObservationExpression> parsed = PatternParser.parse(pattern);
        switch (parsed.then(PatternMatcher::of)) {
            case Checked.Refused<PatternMatcher> refusal -> refused.put(name, refusal.toString());
            case Checked.Good<PatternMatcher>(PatternMatcher matcher) -> {
                names.add(name);
                matchers.add(matcher);
                int number = matchers.size() - 1;
                brackets(parsed.orThrow())
                        .flatMap(it -> needed(it.comparison()).stream())
                        .distinct()
                        .forEach(key -> put(key, number));
            }
        }
    }

    private void put(Key key, int number) {
        List<Place> ofType = places.computeIfAbsent(key.type(), _ -> new ArrayList<>());
        if (!ofType.contains(key.place())) {
            ofType.add(key.place());
        }
        under.computeIfAbsent(key, _ -> new ArrayList<>()).add(number);
    }

    private static Stream<ObservationExpression.One> brackets(ObservationExpression expression) {
        return switch (expression) {
            case ObservationExpression.One one -> Stream.of(one);
            case ObservationExpression.All(List<ObservationExpression> of) ->
                    of.stream().flatMap(PatternIndex::brackets);
            case ObservationExpression.Any(List<ObservationExpression> of) ->
                    of.stream().flatMap(PatternIndex::brackets);
            case ObservationExpression.Followed(var first, var second) ->
                    Stream.concat(brackets(first), brackets(second));
            case ObservationExpression.Qualified(var of, _) -> brackets(of);
        };
    }

    /** What an object must have one of. */
    private static List<Key> needed(Comparison comparison) {
        return switch (comparison) {
            case Comparison.Test test -> needed(test);
            case Comparison.Any(List<Comparison> of) ->
                    of.stream().flatMap(it -> needed(it).stream()).toList();
            case Comparison.All(List<Comparison> of) ->
                    of.stream()
                            .map(PatternIndex::needed)
                            .min((one, other) -> Integer.compare(weight(one), weight(other)))
                            .orElseThrow();
        };
    }

    /** A type alone narrows least. */
    private static int weight(List<Key> keys) {
        boolean byType = keys.stream().anyMatch(it -> it.steps().isEmpty());
        return byType ? Integer.MAX_VALUE : keys.size();
    }

    private static List<Key> needed(Comparison.Test test) {
        boolean equal =
                (test.operator() == Comparison.Operator.EQUAL
                                || test.operator() == Comparison.Operator.IN)
                        && !test.isNegated()
                        && !isOctets(test.path());
        List<Key> keys =
                equal
                        ? test.constants().stream()
                                .flatMap(it -> value(it).stream())
                                .map(it -> new Key(test.path().type(), test.path().steps(), it))
                                .toList()
                        : List.of();
        return equal && keys.size() == test.constants().size()
                ? keys
                : List.of(new Key(test.path().type(), List.of(), ANY));
    }

    /** Bytes have two spellings, so that they are not looked up. */
    private static boolean isOctets(ObjectPath path) {
        return path.steps().stream()
                .anyMatch(it ->
                        it instanceof ObjectPath.Step.Name(String name)
                                && new PathValue(new Json.Null(), name).isOctets());
    }

    private static Optional<Object> value(PatternConstant constant) {
        return switch (constant) {
            case PatternConstant.Text(String text) -> Optional.of(text);
            case PatternConstant.Numeral(double value) -> Optional.of(value + 0.0); // -0 is 0
            case PatternConstant.Flag(boolean value) -> Optional.of(value);
            case PatternConstant.Time _, PatternConstant.NoSuchDay _, PatternConstant.Octets _ ->
                    Optional.empty();
        };
    }

    /** Names of the patterns that the observations of a bundle match, all of them together. */
    public SortedSet<String> matching(Json.Members bundle) {
        return matching(Observation.of(bundle));
    }

    SortedSet<String> matching(List<Observation> observations) {
        SortedMap<Integer, List<Observation>> led = new TreeMap<>();
        for (Observation observation : observations) {
            for (int pattern : patternsOf(observation)) {
                led.computeIfAbsent(pattern, _ -> new ArrayList<>()).add(observation);
            }
        }
        SortedSet<String> matching = new TreeSet<>();
        led.forEach((pattern, found) -> {
            if (matchers.get(pattern).matches(found).optional().orElse(false)) {
                matching.add(names.get(pattern));
            }
        });
        return matching;
    }

    private SortedSet<Integer> patternsOf(Observation observation) {
        SortedSet<Integer> found = new TreeSet<>();
        for (Json.Members object : observation.objects().values()) {
            String type = object.text("type").orElse("");
            for (Place place : places.getOrDefault(type, List.of())) {
                if (place.steps().isEmpty()) {
                    found.addAll(under.get(new Key(type, place.steps(), ANY)));
                    continue;
                }
                found.addAll(patternsAt(place, object, observation));
            }
        }
        return found;
    }

    /** What cannot be looked at for its size leads to all; matching them has bounds of its own. */
    private List<Integer> patternsAt(Place place, Json.Members object, Observation observation) {
        List<Integer> found = new ArrayList<>();
        try {
            PathValue.anyAt(
                    place.steps(),
                    object,
                    new PathValue.Looking(observation, Work.onOne()),
                    value -> {
                        value(value.json())
                                .map(it -> under.get(new Key(place.type(), place.steps(), it)))
                                .ifPresent(found::addAll);
                        return false; // all of them are looked at
                    });
            return found;
        } catch (Work.Spent spent) {
            return under.entrySet().stream()
                    .filter(it -> it.getKey().place().equals(place))
                    .flatMap(it -> it.getValue().stream())
                    .toList();
        }
    }

    private static Optional<Object> value(Json json) {
        return switch (json) {
            case Json.Text(String text) -> Optional.of(text);
            case Json.Numeral(double value) -> Optional.of(value + 0.0);
            case Json.Flag(boolean value) -> Optional.of(value);
            case Json.Null _, Json.Array _, Json.Members _ -> Optional.empty();
        };
    }
}
