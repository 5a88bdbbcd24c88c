package org.comity.views;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.value.Hash;

/**
 * One breadth-first walk. The order is fixed: subjects that more members put together come first,
 * then those with more evidence, then by subject; so a small budget is spent on the strongest
 * links, and equal rows give equal traces.
 */
final class TraceWalk {
    private static final Comparator<Traced.Step> STRONGEST_FIRST =
            Comparator.<Traced.Step>comparingInt(step -> -step.members().size())
                    .thenComparingInt(step -> -step.evidenceCount())
                    .thenComparing(Traced.Step::to);

    private final TraceReader reader;
    private final int hops;
    private final Set<Subject> met = new HashSet<>();
    private final TreeSet<Subject> hubs = new TreeSet<>();
    private final Set<Hash> crowded = new HashSet<>();
    private final List<Traced.Step> steps = new ArrayList<>();

    TraceWalk(TraceReader reader, int hops) {
        this.reader = reader;
        this.hops = hops;
    }

    /** Stops early when the goal is met. */
    Traced walk(Subject start, Optional<Subject> goal) {
        met.add(start);
        List<Subject> frontier = List.of(start);
        for (int depth = 1; depth <= hops && !frontier.isEmpty(); depth++) {
            var next = new ArrayList<Subject>();
            for (Subject subject : frontier) {
                if (reader.isSpent() || goal.filter(met::contains).isPresent()) {
                    break;
                }
                next.addAll(expand(subject, depth));
            }
            frontier = next;
        }
        return new Traced(start, steps, List.copyOf(hubs), crowded.size(), reader.isSpent());
    }

    private List<Subject> expand(Subject subject, int depth) {
        Map<Subject, Link> links = new TreeMap<>();
        for (Map.Entry<Hash, List<Entry>> evidence : byRoot(entriesOn(subject, depth)).entrySet()) {
            for (Entry far : under(evidence.getKey())) {
                if (!met.contains(far.claim().subject())) {
                    links.computeIfAbsent(far.claim().subject(), _ -> new Link())
                            .add(evidence.getKey(), nearest(evidence.getValue(), far), far);
                }
            }
            if (reader.isSpent()) {
                break;
            }
        }
        var found = new ArrayList<Traced.Step>();
        links.forEach((to, link) -> found.add(link.step(depth, subject, to)));
        found.sort(STRONGEST_FIRST);
        steps.addAll(found);
        List<Subject> reached = found.stream().map(Traced.Step::to).toList();
        met.addAll(reached);
        return reached;
    }

    private List<Entry> entriesOn(Subject subject, int depth) {
        Optional<List<Entry>> entries = reader.on(subject);
        if (entries.isEmpty()) {
            hubs.add(subject);
            return depth == 1 ? reader.onHubAtStart(subject) : List.of();
        }
        return entries.get();
    }

    private List<Entry> under(Hash root) {
        Optional<List<Entry>> entries = reader.under(root);
        if (entries.isEmpty()) {
            crowded.add(root);
        }
        return entries.orElse(List.of());
    }

    private static Map<Hash, List<Entry>> byRoot(List<Entry> entries) {
        var byRoot = new TreeMap<Hash, List<Entry>>();
        for (Entry entry : entries) {
            for (Hash root : entry.claim().grounds().roots()) {
                byRoot.computeIfAbsent(root, _ -> new ArrayList<>()).add(entry);
            }
        }
        return byRoot;
    }

    /**
     * The claim on the near subject to show beside far: of the same statement, else of the same
     * log, else any.
     */
    private static Entry nearest(List<Entry> near, Entry far) {
        return near.stream()
                .filter(it -> it.statement().equals(far.statement()))
                .findFirst()
                .or(() -> near.stream().filter(it -> it.member().equals(far.member())).findFirst())
                .orElse(near.getFirst());
    }

    /** What joins one pair of subjects, while it is gathered. */
    private static final class Link {
        private final TreeSet<MemberId> members = new TreeSet<>();
        private final List<Traced.Evidence> shown = new ArrayList<>();
        private Marking marking = Traced.OPEN;
        private int count;

        void add(Hash root, Entry near, Entry far) {
            members.add(near.member());
            members.add(far.member());
            marking = marking.strictest(near.marking()).strictest(far.marking());
            count++;
            if (shown.size() < Traced.Step.EVIDENCE_MAX) {
                shown.add(new Traced.Evidence(root, Traced.Sight.of(near), Traced.Sight.of(far)));
            }
        }

        Traced.Step step(int depth, Subject from, Subject to) {
            return new Traced.Step(depth, from, to, List.copyOf(members), shown, count, marking);
        }
    }
}
