package org.comity.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.comity.statement.Marking;
import org.comity.statement.Subject;
import org.comity.statement.Tlp;
import org.junit.jupiter.api.Test;

class TracePathsTest {
    private static final Trace.Bounds WIDE = new Trace.Bounds(8, 100_000, 50);

    private final MemoryRows rows = new MemoryRows();
    private final SubjectIndex index = new SubjectIndex(rows);

    @Test
    void prefersTheQuietWayToTheOneThroughWhatEverybodyUses() {
        for (int at = 0; at < 30; at++) {
            mail(at, "hoster.test", "v" + at + ".test");
        }
        mail(100, "a.test", "hoster.test");
        mail(101, "hoster.test", "b.test");
        mail(102, "a.test", "x.test");
        mail(103, "x.test", "y.test");
        mail(104, "y.test", "b.test");
        assertEquals(List.of("x.test", "y.test", "b.test"), path(sight(), "a.test", "b.test"));
        assertEquals(
                List.of("hoster.test", "b.test"), path(unweighted(sight()), "a.test", "b.test"));
    }

    @Test
    void doesNotPassAHub() {
        for (int at = 0; at < 60; at++) {
            mail(at, "hoster.test", "v" + at + ".test");
        }
        mail(100, "a.test", "hoster.test");
        mail(101, "hoster.test", "b.test");
        assertEquals(List.of(), path(sight(), "a.test", "b.test"));
        assertEquals(
                List.of("hoster.test", "b.test"), path(unweighted(sight()), "a.test", "b.test"));
        assertEquals(List.of("hoster.test"), path(sight(), "a.test", "hoster.test"));
    }

    @Test
    void aStepBetweenTwoHubsRestsOnTheEvidenceThatWasRead() {
        // With this budget the newest that are read of the first hub are not the newest it has.
        for (int at = 0; at < 1_200; at++) {
            if (at == 460) {
                mail(at, "one-hub.test", "other-hub.test");
            } else {
                mail(at, at < 600 ? "one-hub.test" : "other-hub.test", "v" + at + ".test");
            }
        }
        Traced path =
                new Trace(Given.graph(index, 0), sight(), new Trace.Bounds(8, 1_000, 20))
                        .between(Given.domain("one-hub.test"), Given.domain("other-hub.test"));
        assertEquals(1, path.steps().size());
        assertEquals(Given.root("m460"), path.steps().getFirst().evidence().getFirst().root());
    }

    @Test
    void goesAroundWhatIsCommonIfAnotherWayIsThere() {
        mail(0, "a.test", "top-site.test");
        mail(1, "top-site.test", "b.test");
        assertEquals(List.of("top-site.test", "b.test"), path(common(), "a.test", "b.test"));
        mail(2, "a.test", "x.test");
        mail(3, "x.test", "y.test");
        mail(4, "y.test", "b.test");
        assertEquals(List.of("x.test", "y.test", "b.test"), path(common(), "a.test", "b.test"));
    }

    @Test
    void furtherPathsShareNothingBetweenTheEnds() {
        mail(0, "a.test", "x.test");
        mail(1, "x.test", "b.test");
        mail(2, "a.test", "y.test");
        mail(3, "y.test", "b.test");
        List<Traced> paths =
                new Trace(Given.graph(index, 0), sight(), WIDE)
                        .between(
                                List.of(Given.domain("a.test")),
                                List.of(Given.domain("b.test")),
                                5);
        assertEquals(2, paths.size());
        assertEquals("x.test", Given.value(paths.get(0).steps().getFirst().to()));
        assertEquals("y.test", Given.value(paths.get(1).steps().getFirst().to()));
    }

    @Test
    void joinsTheNearestOfTwoSets() {
        mail(0, "a1.test", "x.test");
        mail(1, "x.test", "y.test");
        mail(2, "y.test", "b1.test");
        mail(3, "a2.test", "b2.test");
        List<Traced> paths =
                new Trace(Given.graph(index, 0), sight(), WIDE)
                        .between(
                                List.of(Given.domain("a1.test"), Given.domain("a2.test")),
                                List.of(Given.domain("b1.test"), Given.domain("b2.test")),
                                1);
        assertEquals("a2.test", Given.value(paths.getFirst().start()));
        assertEquals("b2.test", Given.value(paths.getFirst().steps().getFirst().to()));
    }

    @Test
    void seesOnlyWhatWasThereAtTheTime() {
        rows.apply(at(10, 0, "a.test", "x.test").fold());
        rows.apply(at(20, 1, "x.test", "b.test").fold());
        var early = new Trace.Sight(it -> true, 19, it -> false, true);
        assertEquals(List.of(), path(early, "a.test", "b.test"));
        Traced now =
                new Trace(Given.graph(index, 0), sight(), WIDE)
                        .between(Given.domain("a.test"), Given.domain("b.test"));
        assertEquals(10, now.steps().getFirst().span().firstSecond());
        assertEquals(20, now.steps().getLast().span().firstSecond());
    }

    @Test
    void aPathThroughAHiddenStatementIsNotThere() {
        mail(0, "a.test", "x.test");
        Given.Statement hidden =
                Given.statement("b", 1, Given.claim("x.test", "2"), Given.claim("b.test", "2"));
        Stated red =
                new Stated(
                        hidden.stated().member(),
                        hidden.stated().statement(),
                        Marking.of(Tlp.RED),
                        hidden.stated().audience(),
                        1);
        rows.apply(new Given.Statement(red, hidden.claims()).fold());
        assertEquals(List.of("x.test", "b.test"), path(sight(), "a.test", "b.test"));
        Trace.Sight green = Trace.Sight.of(it -> it.marking().tlp() == Tlp.GREEN);
        assertEquals(List.of(), path(green, "a.test", "b.test"));
        List<Traced> drawn =
                List.of(new Trace(Given.graph(index, 0), green, WIDE).from(Given.domain("a.test")));
        for (String picture :
                List.of(
                        TraceFiles.svg(drawn),
                        TraceFiles.graphMl(drawn),
                        TraceFiles.stix(drawn, 1),
                        drawn.getFirst().text())) {
            assertTrue(picture.contains("x.test"), picture);
            assertFalse(picture.contains("b.test"), picture);
        }
    }

    /** Against every path tried, over all small graphs that come up. */
    @Test
    void noPathIsCheaperThanTheOneFound() {
        Seeds.each(
                300,
                random -> {
                    var some = new MemoryRows();
                    var mails = new ArrayList<List<String>>();
                    for (int at = 0; at < 9; at++) {
                        mails.add(mail(random));
                        some.apply(statement(at, mails.get(at)).fold());
                    }
                    var graph = Given.graph(new SubjectIndex(some), 1 << 20);
                    Trace.Bounds bounds = new Trace.Bounds(8, 10_000, 100);
                    int from = graph.node(Given.domain("s0.test"));
                    int to = graph.node(Given.domain("s1.test"));
                    var search = new TraceSearch(graph, sight(), bounds, new IntMap());
                    Optional<Long> found =
                            search.between(List.of(from), List.of(to)).map(TraceSearch.Found::cost);
                    assertEquals(cheapest(mails, "s0.test", "s1.test"), found);
                });
    }

    /** Bellman and Ford: all steps, as often as there are subjects. */
    private static Optional<Long> cheapest(List<List<String>> mails, String from, String to) {
        Map<String, Long> costs = new HashMap<>(Map.of(from, 0L));
        for (int round = 0; round < 20; round++) {
            for (List<String> mail : mails) {
                for (String one : mail) {
                    for (String other : mail) {
                        Long at = costs.get(one);
                        if (at != null && !one.equals(other)) {
                            long leaving = one.equals(from) ? 0 : leaving(one, mails);
                            costs.merge(other, at + leaving + step(one, other, mails), Math::min);
                        }
                    }
                }
            }
        }
        return Optional.ofNullable(costs.get(to));
    }

    private static long leaving(String subject, List<List<String>> mails) {
        long doublings = doublings(mails.stream().filter(it -> it.contains(subject)).count());
        return TraceSearch.SUBJECT_COST + TraceSearch.DOUBLING_COST * doublings * doublings;
    }

    private static long step(String one, String other, List<List<String>> mails) {
        List<List<String>> both =
                mails.stream().filter(it -> it.contains(one) && it.contains(other)).toList();
        long least = both.stream().mapToLong(List::size).min().orElseThrow();
        return TraceSearch.CROWD_COST * doublings(least) + TraceSearch.single(both.size());
    }

    private static long doublings(long neighbours) {
        return Long.SIZE - Long.numberOfLeadingZeros(neighbours);
    }

    private static List<String> mail(RandomGenerator random) {
        var names = new TreeSet<String>();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            names.add("s" + random.nextInt(9) + ".test");
        }
        return List.copyOf(names);
    }

    private static Given.Statement statement(int at, List<String> names) {
        return new Given.Statement(
                Given.stated("a", at),
                names.stream().map(it -> Given.claim(it, "m" + at)).toList());
    }

    private static Given.Statement at(long second, int number, String one, String other) {
        return new Given.Statement(
                Given.stated("a", number),
                List.of(
                        Given.claimFrom(second, one, "m" + number),
                        Given.claimFrom(second, other, "m" + number)));
    }

    private void mail(int at, String one, String other) {
        rows.apply(statement(at, List.of(one, other)).fold());
    }

    private List<String> path(Trace.Sight sight, String from, String to) {
        Traced path =
                new Trace(Given.graph(index, 0), sight, WIDE)
                        .between(Given.domain(from), Given.domain(to));
        return path.steps().stream().map(it -> Given.value(it.to())).toList();
    }

    private static Trace.Sight sight() {
        return Trace.Sight.of(it -> true);
    }

    private static Trace.Sight unweighted(Trace.Sight sight) {
        return new Trace.Sight(sight.visible(), sight.atSecond(), sight.common(), false);
    }

    private static Trace.Sight common() {
        Subject top = Given.domain("top-site.test");
        return new Trace.Sight(it -> true, Long.MAX_VALUE, top::equals, true);
    }
}
