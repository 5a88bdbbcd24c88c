package org.comity.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.statement.Tlp;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** The graph that is kept, and large ones, against the plainest way to answer. */
class TraceGraphTest {
    private static final int SUBJECTS_EACH = 5;

    @Test
    void aKeptGraphThatIsToldWhatChangesAnswersAsAFreshOne() {
        Seeds.each(
                300,
                random -> {
                    var rows = new MemoryRows();
                    var index = new SubjectIndex(rows);
                    long bytes = random.nextBoolean() ? 1 << 20 : 8_500 + random.nextInt(4_000);
                    var kept = new TraceGraph(index, bytes, Bytes.EMPTY, 1 + random.nextInt(10));
                    var bounds = new Trace.Bounds(3, 500, 1 + random.nextInt(8));
                    for (Given.Statement statement : Given.some(random)) {
                        boolean erases = random.nextInt(3) == 0;
                        List<RowChange> changes =
                                erases
                                        ? index.unfold(statement.stated().statement())
                                        : statement.fold();
                        rows.apply(changes);
                        changes.forEach(it -> kept.changed(it.key()));
                        if (random.nextInt(20) == 0) {
                            kept.changedAll();
                        }
                        for (int left = random.nextInt(8); left > 0; left--) {
                            kept.readOn();
                        }
                        Subject start = Given.anySubject(random);
                        Subject goal = Given.anySubject(random);
                        Trace.Sight sight = anySight(random);
                        var fresh = new Trace(Given.graph(index, 0), sight, bounds);
                        var old = new Trace(kept, sight, bounds);
                        assertEquals(fresh.from(start), old.from(start));
                        assertEquals(fresh.between(start, goal), old.between(start, goal));
                        assertEquals(fresh.reach(start), old.reach(start));
                    }
                });
    }

    private static Trace.Sight anySight(RandomGenerator random) {
        Tlp most = Tlp.values()[random.nextInt(Tlp.values().length)];
        long at = random.nextBoolean() ? Edge.SECOND_MAX : random.nextLong(1L << 33);
        return new Trace.Sight(
                it -> it.marking().tlp().compareTo(most) <= 0,
                at,
                _ -> false,
                random.nextBoolean());
    }

    /** A hundredth of the graph of ./dev bench trace, with as many mails for a few subjects. */
    @Test
    void threeHopsInALargeGraphAreThoseOfThePlainestWalk() {
        var random = new SplittableRandom(5);
        int mails = 20_000;
        var subjects = new ArrayList<List<Integer>>();
        List<Set<Integer>> mailsOf = new ArrayList<>();
        for (int at = 0; at < mails; at++) {
            mailsOf.add(new HashSet<>());
        }
        var rows = new MemoryRows();
        for (int mail = 0; mail < mails; mail++) {
            var named = new TreeSet<Integer>();
            for (int place = 0; place < SUBJECTS_EACH; place++) {
                named.add((int) Math.exp(random.nextDouble() * Math.log(mails)) - 1);
            }
            subjects.add(List.copyOf(named));
            int number = mail;
            named.forEach(it -> mailsOf.get(it).add(number));
            rows.apply(
                    new Given.Statement(
                                    Given.stated("m" + mail % 7, mail),
                                    named.stream()
                                            .map(it -> Given.claim(name(it), "mail" + number))
                                            .toList())
                            .fold());
        }
        int cap = 60;
        var trace =
                new Trace(
                        Given.graph(new SubjectIndex(rows), 1 << 28),
                        Trace.Sight.of(it -> true),
                        new Trace.Bounds(3, Integer.MAX_VALUE, cap));
        for (int asked = 0; asked < 30; asked++) {
            int start = subjects.get(random.nextInt(mails)).getLast();
            if (mailsOf.get(start).size() <= cap) {
                Set<String> expected = new TreeSet<>();
                plainly(start, cap, subjects, mailsOf).forEach(it -> expected.add(name(it)));
                Set<String> found = new TreeSet<>();
                trace.reach(Given.domain(name(start)))
                        .forEach(it -> found.add(((Subject) it).value()));
                assertEquals(expected, found);
            }
        }
    }

    private static Set<Integer> plainly(
            int start, int cap, List<List<Integer>> subjects, List<Set<Integer>> mailsOf) {
        Set<Integer> met = new HashSet<>(Set.of(start));
        Set<Integer> frontier = Set.of(start);
        for (int hop = 0; hop < 3; hop++) {
            Set<Integer> next = new HashSet<>();
            for (int subject : frontier) {
                if (mailsOf.get(subject).size() <= cap) {
                    mailsOf.get(subject).forEach(mail -> next.addAll(subjects.get(mail)));
                }
            }
            next.removeAll(met);
            met.addAll(next);
            frontier = next;
        }
        met.remove(start);
        return met;
    }

    private static String name(int number) {
        return "s" + number + ".test";
    }

    /** Traces, paths, pictures, campaigns, bridges and holders: all of what the viewer sees. */
    @Test
    void nothingShownRestsOnWhatIsHidden() {
        Predicate<Provenance> visible = it -> it.marking().tlp().compareTo(Tlp.AMBER) < 0;
        Seeds.each(
                300,
                random -> {
                    var all = new MemoryRows();
                    var seen = new MemoryRows();
                    for (Given.Statement statement : Given.some(random)) {
                        all.apply(statement.fold());
                        if (statement.stated().marking().tlp().compareTo(Tlp.AMBER) < 0) {
                            seen.apply(statement.fold());
                        }
                    }
                    Subject start = Given.anySubject(random);
                    Subject goal = Given.anySubject(random);
                    long at = random.nextLong(1L << 33);
                    assertEquals(
                            shown(new SubjectIndex(seen), it -> true, List.of(start, goal), at),
                            shown(new SubjectIndex(all), visible, List.of(start, goal), at));
                });
    }

    private static List<Object> shown(
            SubjectIndex index, Predicate<Provenance> visible, List<Subject> ends, long at) {
        var sight = new Trace.Sight(visible, at, it -> it.value().equals("ab"), true);
        var trace = new Trace(Given.graph(index, 1 << 20), sight, new Trace.Bounds(3, 200, 6));
        List<Traced> traces =
                List.of(trace.from(ends.get(0)), trace.between(ends.get(0), ends.get(1)));
        Pieces pieces = Pieces.of(index, visible, 0, at);
        return List.of(
                traces,
                TraceFiles.svg(traces),
                TraceFiles.graphMl(traces),
                TraceFiles.stix(traces, 1),
                index.firstOfEachLog(ends.get(0), visible),
                Campaigns.of(pieces, sight.common(), true).all(),
                Bridges.of(pieces, sight.common()).all());
    }

    @Test
    void whoHoldsEvidenceCostsAFewReadsALog() {
        var rows = new MemoryRows();
        for (int at = 0; at < 3_000; at++) {
            rows.apply(Given.statement("m" + at % 3, at, Given.claim("hub.test", "r" + at)).fold());
        }
        Given.Statement hidden = Given.statement("m9", 0, Given.claim("hub.test", "h"));
        Stated red =
                new Stated(
                        hidden.stated().member(),
                        hidden.stated().statement(),
                        Marking.of(Tlp.RED),
                        hidden.stated().audience(),
                        1);
        rows.apply(new Given.Statement(red, hidden.claims()).fold());
        rows.reads = 0;
        List<Entry> first =
                new SubjectIndex(rows)
                        .firstOfEachLog(
                                Given.domain("hub.test"),
                                it -> it.marking().tlp().compareTo(Tlp.RED) < 0);
        assertEquals(
                List.of("m0", "m1", "m2"),
                first.stream().map(Entry::member).map(MemberId::name).toList());
        assertFalse(rows.reads > 20, "rows read: " + rows.reads);
    }
}
