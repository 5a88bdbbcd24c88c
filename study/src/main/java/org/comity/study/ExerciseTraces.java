package org.comity.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.Audience;
import org.comity.statement.Marking;
import org.comity.statement.Roots;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Tlp;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.comity.views.Bridge;
import org.comity.views.Bridges;
import org.comity.views.Campaign;
import org.comity.views.Campaigns;
import org.comity.views.Entry;
import org.comity.views.Pieces;
import org.comity.views.SubjectIndex;
import org.comity.views.Trace;
import org.comity.views.TraceGraph;
import org.comity.views.Traced;

/**
 * What traces, campaigns and bridges find in the exercise, against the truth; seen with the eyes of
 * a member that may see all that is said.
 */
public final class ExerciseTraces {
    private static final int PAIRS = 400;
    private static final int TRIES_MAX = 1_000_000;

    /**
     * Pairs of mails that stand in one campaign here.
     *
     * @param right of those put together, how many are of one in truth
     * @param inTruth how many are of one in truth, together or not
     */
    public record Pairs(int groups, long together, long right, long inTruth) {}

    /**
     * Bridges found: a right one joins the actors of one of the exercise's.
     *
     * @param recall right ones, of those that the exercise has
     * @param precision right ones, of those found
     * @param named right ones that name the shared thing
     * @param ofOne found ones that join campaigns of one actor, which led lives of their own
     * @param hoursLate of each right one, from the first use by the second side until it was known
     */
    public record Found(Part recall, Part precision, int named, int ofOne, List<Long> hoursLate) {
        public Found {
            hoursLate = List.copyOf(hoursLate);
        }
    }

    /**
     * Paths between two domains.
     *
     * @param found of pairs of one actor for which the truth has a path
     * @param own of these, paths that lead through nothing but the actor's own
     * @param joined of pairs of two actors that no bridge connects
     */
    public record Paths(Part found, Part own, Part joined) {}

    /** All figures. */
    public record Figures(
            Found bridges, Pairs campaigns, Pairs actors, Paths weighted, Paths unweighted) {}

    private final Exercise exercise;
    private final SubjectIndex index;
    private final Pieces pieces;
    private final SortedMap<Hash, ExerciseMail> mails = new TreeMap<>();
    private final Map<String, String> actors = new HashMap<>();
    private final Map<Subject, Set<Subject>> neighbours = new HashMap<>();

    private ExerciseTraces(Exercise exercise) {
        this.exercise = exercise;
        var rows = new HeldRows();
        this.index = new SubjectIndex(rows);
        for (ExerciseSaid said : exercise.said(ExerciseAttack.NONE)) {
            var entry =
                    new Entry(
                            said.stated().member(),
                            said.stated().statement(),
                            said.stated().position(),
                            said.stated().claim(),
                            Marking.of(Tlp.GREEN),
                            new Audience.Exchange(),
                            said.second());
            rows.apply(SubjectIndex.fold(List.of(entry)));
        }
        this.pieces = Pieces.of(index, _ -> true, 0, Long.MAX_VALUE);
        for (ExerciseMail mail : exercise.mails(ExerciseAttack.NONE)) {
            mails.put(Roots.of("mail", Exercise.EXCHANGE_KEY, mail.raw()), mail);
        }
        exercise.campaigns().forEach(it -> actors.put(it.name(), it.actor()));
    }

    /** Works all of it out; the same for the same exercise. */
    public static Figures of(Exercise exercise) {
        var traces = new ExerciseTraces(exercise);
        List<Campaign> campaigns = Campaigns.of(traces.pieces, _ -> false, false).all();
        Map<String, String> each = new HashMap<>();
        exercise.campaigns().forEach(it -> each.put(it.name(), it.name()));
        return new Figures(
                traces.bridges(),
                traces.pairs(campaigns, each),
                traces.pairs(Campaigns.of(traces.pieces, _ -> false, true).all(), traces.actors),
                traces.paths(true),
                traces.paths(false));
    }

    private Found bridges() {
        var right = new TreeSet<String>();
        int named = 0;
        int ofOne = 0;
        var late = new ArrayList<Long>();
        List<Bridge> found = Bridges.of(pieces, _ -> false).all();
        for (Bridge bridge : found) {
            String left = mostly(bridge.left());
            String other = mostly(bridge.right());
            ofOne += left.equals(other) ? 1 : 0;
            for (ExerciseBridge truth : exercise.bridges()) {
                if (sides(truth).equals(new TreeSet<>(List.of(left, other)))
                        && right.add(truth.name())) {
                    named += bridge.joins().contains(truth.shared()) ? 1 : 0;
                    late.add((bridge.knownSecond() - bridge.sinceSecond()) / 3_600);
                }
            }
        }
        return new Found(
                new Part(right.size(), exercise.bridges().size()),
                new Part(right.size(), found.size()),
                named,
                ofOne,
                late);
    }

    private Set<String> sides(ExerciseBridge bridge) {
        var sides = new TreeSet<String>();
        bridge.left().forEach(it -> sides.add(actors.getOrDefault(it, "")));
        bridge.right().forEach(it -> sides.add(actors.getOrDefault(it, "")));
        return sides;
    }

    /** The actor of most of its mails. */
    private String mostly(Bridge.Side side) {
        var counts = new TreeMap<String, Integer>();
        for (Hash root : side.roots()) {
            ExerciseMail mail = mails.get(root);
            if (mail != null) {
                counts.merge(actors.getOrDefault(mail.source(), ""), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }

    /** Against a grouping of the campaigns by some name. */
    private Pairs pairs(List<Campaign> campaigns, Map<String, String> names) {
        long together = 0;
        long right = 0;
        for (Campaign campaign : campaigns) {
            var counts = new TreeMap<String, Long>();
            long size = 0;
            for (Hash root : campaign.roots()) {
                ExerciseMail mail = mails.get(root);
                if (mail != null) {
                    size++;
                    String name = mail.wanted() ? "wanted " + size : names.get(mail.source());
                    counts.merge(name == null ? "other" : name, 1L, Long::sum);
                }
            }
            together += pairs(size);
            right += counts.values().stream().mapToLong(ExerciseTraces::pairs).sum();
        }
        var truth = new TreeMap<String, Long>();
        for (var piece : pieces.all()) {
            ExerciseMail mail = mails.get(piece.root());
            if (mail != null && !mail.wanted()) {
                truth.merge(names.getOrDefault(mail.source(), "other"), 1L, Long::sum);
            }
        }
        long inTruth = truth.values().stream().mapToLong(ExerciseTraces::pairs).sum();
        return new Pairs(campaigns.size(), together, right, inTruth);
    }

    private static long pairs(long count) {
        return count * (count - 1) / 2;
    }

    private Paths paths(boolean weighted) {
        Draw draw = Draw.of(exercise.parameters().seed(), "pairs of domains");
        List<Subject> domains = domains();
        var sight = new Trace.Sight(_ -> true, Long.MAX_VALUE, _ -> false, weighted);
        var trace =
                new Trace(
                        new TraceGraph(index, 1 << 28, Bytes.EMPTY),
                        sight,
                        new Trace.Bounds(8, 200_000, 200));
        var paths = new Paths(Part.NONE, Part.NONE, Part.NONE);
        int tries = 0;
        while (tries++ < TRIES_MAX && paths.found().of() + paths.joined().of() < 2 * PAIRS) {
            Subject one = draw.any(domains);
            Subject other = draw.any(domains);
            boolean same = actor(one).equals(actor(other));
            if (same && paths.found().of() < PAIRS && !one.equals(other) && hasPath(one, other)) {
                Traced path = trace.between(one, other);
                boolean found = !path.steps().isEmpty();
                paths =
                        new Paths(
                                paths.found().plus(found),
                                paths.own().plus(found && isOwn(path, actor(one))),
                                paths.joined());
            } else if (!same && paths.joined().of() < PAIRS && !areBridged(one, other)) {
                boolean joined = !trace.between(one, other).steps().isEmpty();
                paths = new Paths(paths.found(), paths.own(), paths.joined().plus(joined));
            }
        }
        return paths;
    }

    /** Registrable names made for abuse that somebody claims. */
    private List<Subject> domains() {
        return exercise.truths().values().stream()
                .filter(it -> it.nature() == ExerciseTruth.Nature.DEDICATED)
                .map(ExerciseTruth::subject)
                .filter(it -> it.kind() == SubjectKind.DOMAIN)
                .filter(it -> it.value().indexOf('.') == it.value().lastIndexOf('.'))
                .filter(it -> index.postings(it) > 0)
                .toList();
    }

    private String actor(Subject subject) {
        ExerciseTruth truth = exercise.truths().get(subject);
        return truth == null ? "" : truth.actor();
    }

    private boolean areBridged(Subject one, Subject other) {
        return exercise.bridges().stream()
                .map(this::sides)
                .anyMatch(it -> it.contains(actor(one)) && it.contains(actor(other)));
    }

    /** In what the exchange was told there is a way over nothing but the actor's own. */
    private boolean hasPath(Subject one, Subject other) {
        String actor = actor(one);
        Set<Subject> met = new HashSet<>(Set.of(one));
        List<Subject> frontier = List.of(one);
        while (!frontier.isEmpty() && !met.contains(other)) {
            var next = new ArrayList<Subject>();
            for (Subject subject : frontier) {
                for (Subject beside : beside(subject)) {
                    if (actor(beside).equals(actor) && met.add(beside)) {
                        next.add(beside);
                    }
                }
            }
            frontier = next;
        }
        return met.contains(other);
    }

    private Set<Subject> beside(Subject subject) {
        if (neighbours.isEmpty()) {
            for (var piece : pieces.all()) {
                for (Subject it : piece.subjects().keySet()) {
                    neighbours
                            .computeIfAbsent(it, _ -> new TreeSet<>())
                            .addAll(piece.subjects().keySet());
                }
            }
        }
        return neighbours.getOrDefault(subject, Set.of());
    }

    private boolean isOwn(Traced path, String actor) {
        return path.steps().stream()
                .allMatch(it -> it.to() instanceof Subject to && actor(to).equals(actor));
    }
}
