package org.comity.statement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.value.Checked;

/**
 * Many patterns held against observations at once.
 *
 * <p>Of each pair of brackets it is known which values an object must have for it to match: of OR
 * those of all its parts, of AND those of the part that narrows most. Patterns lie under what they
 * ask for: an equal value, a block of addresses, a part of a text that a wildcard or a regular
 * expression has to find; what compares otherwise lies under the type of its object. An observation
 * then looks up its own values, and only patterns that lie there are matched in full, against the
 * observations that led to them.
 */
public final class PatternIndex {
    /** What must lie at a path; nothing: an object of the type. */
    private record Key(String type, List<ObjectPath.Step> steps, Optional<PatternPlace.Need> need) {
        static Key of(ObjectPath path, PatternPlace.Need need) {
            return new Key(path.type(), path.steps(), Optional.of(need));
        }
    }

    /** Of one type: by what lies where, and what any object of it may satisfy. */
    private record OfType(Map<List<ObjectPath.Step>, PatternPlace> places, Set<Integer> any) {}

    private final List<String> names = new ArrayList<>();
    private final List<PatternMatcher> matchers = new ArrayList<>();
    private final SortedMap<String, String> refused = new TreeMap<>();
    private final Map<String, OfType> types = new HashMap<>();

    private PatternIndex() {}

    /** What an indicator says in the STIX language; empty in others. */
    public static Optional<String> patternOf(Json.Members indicator) {
        return Dialects.isStixPattern(indicator)
                ? Optional.of(indicator.text("pattern").orElse(""))
                : Optional.empty();
    }

    /** Of patterns by name; those that cannot be read or matched are {@link #refused}. */
    public static PatternIndex of(SortedMap<String, String> patterns) {
        var index = new PatternIndex();
        patterns.forEach(index::add);
        return index;
    }

    /** Of patterns that can be matched. */
    public int size() {
        return matchers.size();
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
                PatternMatcher.brackets(parsed.orThrow())
                        .flatMap(it -> needed(it.comparison()).stream())
                        .distinct()
                        .forEach(key -> put(key, number));
            }
        }
    }

    private void put(Key key, int number) {
        OfType type =
                types.computeIfAbsent(
                        key.type(), _ -> new OfType(new LinkedHashMap<>(), new TreeSet<>()));
        key.need()
                .ifPresentOrElse(
                        it ->
                                type.places()
                                        .computeIfAbsent(key.steps(), _ -> new PatternPlace())
                                        .put(it, number),
                        () -> type.any().add(number));
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
                            .min(Comparator.comparingLong(PatternIndex::weight))
                            .orElseThrow();
        };
    }

    /** A type alone narrows least, and a number or a flag is that of many. */
    private static long weight(List<Key> keys) {
        long weight = 0;
        for (Key key : keys) {
            weight +=
                    switch (key.need().orElse(null)) {
                        case null -> 1_000_000;
                        case PatternPlace.Need.Equal(Object value) ->
                                value instanceof String ? 1 : 1_000;
                        case PatternPlace.Need.Within _ -> 10;
                        case PatternPlace.Need.Part _ -> 10;
                    };
        }
        return weight;
    }

    private static List<Key> needed(Comparison.Test test) {
        boolean direct = !test.isNegated() && !isOctets(test.path());
        List<Key> keys =
                direct
                        ? test.constants().stream()
                                .flatMap(it -> need(test.operator(), it).stream())
                                .map(it -> Key.of(test.path(), it))
                                .toList()
                        : List.of();
        boolean told = test.operator() == Comparison.Operator.IN || !test.constants().isEmpty();
        return direct && told && keys.size() == test.constants().size()
                ? keys
                : List.of(new Key(test.path().type(), List.of(), Optional.empty()));
    }

    private static Optional<PatternPlace.Need> need(
            Comparison.Operator operator, PatternConstant constant) {
        return switch (operator) {
            case EQUAL, IN -> value(constant).map(PatternPlace.Need.Equal::new);
            case LIKE ->
                    text(constant).flatMap(PatternParts::ofLike).map(PatternPlace.Need.Part::new);
            case MATCHES ->
                    text(constant).flatMap(PatternParts::ofRegex).map(PatternPlace.Need.Part::new);
            case ISSUBSET ->
                    text(constant).flatMap(Blocks.Block::parse).map(PatternPlace.Need.Within::new);
            default -> Optional.empty();
        };
    }

    private static Optional<String> text(PatternConstant constant) {
        return constant instanceof PatternConstant.Text(String text)
                ? Optional.of(text)
                : Optional.empty();
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

    String name(int pattern) {
        return names.get(pattern);
    }

    PatternMatcher matcher(int pattern) {
        return matchers.get(pattern);
    }

    /** Numbers of those that may match it, or a part of which may. */
    Set<Integer> patternsOf(Observation observation) {
        Set<Integer> found = new HashSet<>();
        for (Json.Members object : observation.objects().values()) {
            OfType type = types.get(object.text("type").orElse(""));
            if (type != null) {
                found.addAll(type.any());
                type.places()
                        .forEach((steps, place) -> {
                            if (!isFound(steps, place, object, new Finding(observation, found))) {
                                found.addAll(place.all());
                            }
                        });
            }
        }
        return found;
    }

    private record Finding(Observation in, Set<Integer> found) {}

    /** False for what is too much to look at; matching it has bounds of its own. */
    private static boolean isFound(
            List<ObjectPath.Step> steps, PatternPlace place, Json.Members object, Finding finding) {
        Work work = Work.onOne();
        try {
            return !PathValue.anyAt(
                    steps,
                    object,
                    new PathValue.Looking(finding.in(), work),
                    value -> {
                        place.find(value.json(), finding.found(), work);
                        return false; // all of them are looked at
                    });
        } catch (Work.Spent spent) {
            return false;
        }
    }
}
