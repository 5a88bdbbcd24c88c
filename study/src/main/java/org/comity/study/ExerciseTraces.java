package org.comity.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.comity.value.Hash;
import org.comity.views.Bridge;
import org.comity.views.Bridges;
import org.comity.views.Campaign;
import org.comity.views.Campaigns;
import org.comity.views.Entry;
import org.comity.views.Pieces;
import org.comity.views.SubjectIndex;
import org.comity.views.Trace;
import org.comity.views.Traced;

/**
 * What traces, campaigns and bridges find in the exercise, against the truth; seen with the eyes of
 * a member that may see all that is said.
 */
public final class ExerciseTraces {
    private static final int PAIRS = 400;

    /**
     * Pairs of mails that stand in one campaign here.
     *
     * @param right of those put together, how many are of one in truth
     * @param found of those of one in truth, how many are put together
     */
    public record Pairs(int groups, long together, long right, long inTruth) {}

    /**
     * Bridges found.
     *
     * @param right how many of those found are the exercise's
     * @param inTruth how many the exercise has
     * @param hoursLate from the first use by the second side to when there was enough of it; of
     *     each right one
     */
    public record Found(int all, int right, int inTruth, List<Long> hoursLate) {
        public Found {
            hoursLate = List.copyOf(hoursLate);
        }
    }

    /**
     * Paths between two domains.
     *
     * @param found of pairs of one actor for which the truth has a path; own: of these, those that
     *     lead through nothing but the actor's own
     * @param joined of pairs of two actors that no bridge connects; cheaply: at no higher cost than
     *     nine tenths of the right paths
     */
    public record Paths(Part found, Part own, Part joined, Part cheaply) {}

    /** All figures. */
    public record Figures(
            Found bridges, Pairs campaigns, Pairs actors, Paths weighted, Paths unweighted) {}

    private final Exercise exercise;
    private final SubjectIndex index;
    private final Pieces pieces;
    private final SortedMap<Hash, ExerciseMail> mails = new TreeMap<>();
    private final Map<String, String> actors = new HashMap<>();

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
        List<Campaign> campaigns = Campaigns.of(traces.pieces, _ -> false).all();
        Map<String, String> each = new HashMap<>();
        exercise.campaigns().forEach(it -> each.put(it.name(), it.name()));
        return new Figures(
                traces.bridges(),
                traces.pairs(campaigns, each),
                traces.pairs(campaigns, traces.actors),
                traces.paths(true),
                traces.paths(false));
    }

    private Found bridges() {
        var right = new TreeSet<String>();
        var late = new ArrayList<Long>();
        List<Bridge> found = Bridges.of(pieces, _ -> false);
        int good = 0;
        for (Bridge bridge : found) {
            Optional<ExerciseBridge> truth =
                    exercise.campaigns().isEmpty()
                            ? Optional.empty()
                            : bridge.joins().stream()
                                    .map(exercise::bridge)
                                    .flatMap(Optional::stream)
                                    .findFirst();
            if (truth.isPresent()) {
                good++;
                if (right.add(truth.get().name())) {
                    late.add((bridge.knownSecond() - bridge.sinceSecond()) / 3_600);
                }
            }
        }
        return new Found(found.size(), good, exercise.bridges().size(), late);
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
        var bounds = new Trace.Bounds(8, 200_000, 200);
        var trace = new Trace(index, sight, bounds);
        Part found = Part.NONE;
        Part own = Part.NONE;
        Part joined = Part.NONE;
        Part cheaply = Part.NONE;
        var costs = new ArrayList<Long>();
        var otherCosts = new ArrayList<Long>();
        for (int tries = 0; found.of() < PAIRS || joined.of() < PAIRS; tries++) {
            Subject one = draw.any(domains);
            Subject other = draw.any(domains);
            boolean same = actor(one).equals(actor(other));
            if (tries > 1_000_000) {
                break;
            }
            if (one.equals(other)) {
                continue;
            }
            if (same && found.of() < PAIRS && hasPath(one, other)) {
                Traced path = trace.between(one, other);
                boolean is = !path.steps().isEmpty();
                found = found.plus(is);
                own = own.plus(is && isOwn(path, actor(one)));
                if (is) {
                    costs.add(path.cost());
                }
            } else if (!same && joined.of() < PAIRS && !areBridged(one, other)) {
                Traced path = trace.between(one, other);
                joined = joined.plus(!path.steps().isEmpty());
                otherCosts.add(path.steps().isEmpty() ? Long.MAX_VALUE : path.cost());
            }
        }
        costs.sort(null);
        long high = costs.isEmpty() ? 0 : costs.get((costs.size() - 1) * 9 / 10);
        for (long cost : otherCosts) {
            cheaply = cheaply.plus(cost <= high);
        }
        return new Paths(found, own, joined, cheaply);
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
        for (ExerciseBridge bridge : exercise.bridges()) {
            var both = new HashSet<String>();
            bridge.left().forEach(it -> both.add(actors.get(it)));
            bridge.right().forEach(it -> both.add(actors.get(it)));
            if (both.contains(actor(one)) && both.contains(actor(other))) {
                return true;
            }
        }
        return false;
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

    private final Map<Subject, Set<Subject>> neighbours = new HashMap<>();

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
        return path.steps().stream().allMatch(it -> actor(it.to()).equals(actor));
    }
}
