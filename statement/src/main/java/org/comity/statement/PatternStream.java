package org.comity.statement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.comity.value.Checked;

/**
 * Many patterns held against observations that come one after another, in bounded memory.
 *
 * <p>A pattern of one observation is answered with that observation. One of several (AND,
 * FOLLOWEDBY, REPEATS) waits: of what matches a part of it only the times and what matched are
 * kept, until the pattern is satisfied. Those that satisfied it are then told, and used up: what
 * comes later needs others. So a pattern is told of whenever all observations together match it,
 * and again for each further set of them.
 *
 * <p>What waits is bounded: of one pattern {@link #WAITING_MAX}, of all {@link #ALL_WAITING_MAX};
 * the oldest goes, and is counted as forgotten.
 */
public final class PatternStream {
    /** Observations that one pattern waits with. */
    public static final int WAITING_MAX = 1_000;

    /** Of all patterns together; each takes a few hundred bytes. */
    public static final int ALL_WAITING_MAX = 20_000;

    /**
     * What holds of an object.
     *
     * @param path and value empty where a comparison holds because nothing is there
     */
    public record Hit(String object, String path, String value) {}

    /**
     * An observation that took part.
     *
     * @param place as it was given
     */
    public record Part(
            String place,
            String observed,
            String firstObserved,
            String lastObserved,
            List<Hit> hits) {
        public Part {
            hits = List.copyOf(hits);
        }
    }

    /** A pattern that is satisfied, by these, in the order in which they came. */
    public record Match(String pattern, List<Part> parts) {
        public Match {
            parts = List.copyOf(parts);
        }
    }

    /** Equal to none but itself: the same may be seen twice. */
    private static final class Waiting {
        final Glimpse glimpse;
        final Part part;

        Waiting(Glimpse glimpse, Part part) {
            this.glimpse = glimpse;
            this.part = part;
        }
    }

    /** What waits for one pattern. */
    private static final class Waits {
        final List<Waiting> all = new ArrayList<>();
        final Reach reach;

        Waits(Reach reach) {
            this.reach = reach;
        }

        void add(Waiting one) {
            all.add(one);
            reach.add(one.glimpse, 1);
        }

        /** How many went. */
        int remove(List<Waiting> gone) {
            gone.forEach(it -> reach.add(it.glimpse, -1));
            int before = all.size();
            all.removeAll(gone);
            return before - all.size();
        }
    }

    private final PatternIndex index;
    private final Work total;
    // The pattern that nothing came to for longest stands first.
    private final Map<Integer, Waits> waiting = new LinkedHashMap<>(16, 0.75f, true);
    private int allWaiting;
    private long forgotten;
    private long undecided;

    private PatternStream(PatternIndex index, Work total) {
        this.index = index;
        this.total = total;
    }

    /**
     * Nothing waits yet.
     *
     * @param stepsMax comparisons of characters in all; what would take more is undecided
     */
    public static PatternStream of(PatternIndex index, long stepsMax) {
        return new PatternStream(index, Work.ofAll(stepsMax));
    }

    /** Observations that left before a pattern which they match a part of was satisfied. */
    public long forgotten() {
        return forgotten;
    }

    /** How often it would have taken too much to say whether a pattern matches. */
    public long undecided() {
        return undecided;
    }

    /**
     * What is satisfied now and was not before; refused when it cannot be read.
     *
     * @param observed an observed-data
     * @param objects by id; at least those that it refers to
     */
    public Checked<List<Match>> take(
            Json.Members observed, Map<String, Json.Members> objects, String place) {
        Optional<Observation> observation = Observation.of(observed, objects);
        if (observation.isEmpty()) {
            return Checked.refused("without first_observed and last_observed", "");
        }
        var matches = new ArrayList<Match>();
        for (int pattern : new TreeSet<>(index.patternsOf(observation.get()))) {
            switch (index.matcher(pattern).look(observation.get(), total.forOne())) {
                case Checked.Refused<Glimpse> _ -> undecided++;
                case Checked.Good<Glimpse>(Glimpse glimpse) -> {
                    if (!glimpse.isOfNone()) {
                        var now = new Waiting(glimpse, part(observed, place, glimpse));
                        add(pattern, now).ifPresent(matches::add);
                    }
                }
            }
        }
        return Checked.good(matches);
    }

    private static Part part(Json.Members observed, String place, Glimpse glimpse) {
        return new Part(
                place,
                observed.text("id").orElse(""),
                observed.text("first_observed").orElse(""),
                observed.text("last_observed").orElse(""),
                glimpse.hits());
    }

    private Optional<Match> add(int pattern, Waiting now) {
        PatternMatcher matcher = index.matcher(pattern);
        if (matcher.isOfOne()) {
            return satisfied(pattern, List.of(now)).map(it -> match(pattern, it));
        }
        Waits waits = waiting.computeIfAbsent(pattern, _ -> new Waits(matcher.reach()));
        waits.add(now);
        allWaiting++;
        List<Waiting> used =
                matcher.mayHold(waits.reach)
                        ? satisfied(pattern, near(waits, matcher.window(), now)).orElse(List.of())
                        : List.of();
        allWaiting -= waits.remove(used);
        if (waits.all.size() > WAITING_MAX) {
            forget(waits, 1);
        }
        if (waits.all.isEmpty()) {
            waiting.remove(pattern);
        }
        if (allWaiting > ALL_WAITING_MAX) {
            var longest = waiting.entrySet().iterator();
            Waits first = longest.next().getValue();
            forget(first, 1);
            if (first.all.isEmpty()) {
                longest.remove();
            }
        }
        return used.isEmpty() ? Optional.empty() : Optional.of(match(pattern, used));
    }

    /** It was not satisfied before, so that it is with this one or not at all. */
    private static List<Waiting> near(Waits waits, double window, Waiting now) {
        return window == Double.POSITIVE_INFINITY
                ? waits.all
                : waits.all.stream()
                        .filter(it -> it.glimpse.isWithin(window, now.glimpse))
                        .toList();
    }

    private void forget(Waits waits, int count) {
        int gone = waits.remove(List.copyOf(waits.all.subList(0, count)));
        allWaiting -= gone;
        forgotten += gone;
    }

    /** Those that satisfy it, in the order in which they came. */
    private Optional<List<Waiting>> satisfied(int pattern, List<Waiting> among) {
        List<Glimpse> glimpses = among.stream().map(it -> it.glimpse).toList();
        return switch (index.matcher(pattern).among(glimpses, total.forOne())) {
            case Checked.Refused<List<Integer>> _ -> {
                undecided++;
                Waits waits = waiting.get(pattern);
                if (waits != null) { // or each that comes would cost as much
                    forget(waits, (waits.all.size() + 1) / 2);
                }
                yield Optional.empty();
            }
            case Checked.Good<List<Integer>>(List<Integer> chosen) ->
                    chosen.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new TreeSet<>(chosen).stream().map(among::get).toList());
        };
    }

    private Match match(int pattern, List<Waiting> used) {
        return new Match(index.name(pattern), used.stream().map(it -> it.part).toList());
    }
}
