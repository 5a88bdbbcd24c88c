package org.comity.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Tlp;
import org.junit.jupiter.api.Test;

class TraceTest {
    private final MemoryRows rows = new MemoryRows();
    private final SubjectIndex index = new SubjectIndex(rows);

    @Test
    void followsOneMailThatWasSplitOverTwoStatements() {
        fold(Given.statement("a", 0, Given.claim("bad.test", "mail")));
        fold(Given.statement("a", 1, Given.claim("worse.test", "mail")));
        assertEquals(List.of("worse.test"), reached(from("bad.test")));
    }

    @Test
    void joinsTheMailsOfTwoMembersThroughOneHost() {
        twoMembersMails();
        Traced traced = from("only-a.test");
        assertEquals(List.of("host.test", "only-b.test"), reached(traced));
        assertEquals(List.of(new MemberId("a")), traced.steps().get(0).members());
        assertEquals(List.of(new MemberId("b")), traced.steps().get(1).members());
        assertEquals(2, traced.steps().get(1).depth());
    }

    @Test
    void putsWhatTwoMembersJoinFirst() {
        fold(Given.statement("a", 0, Given.claim("x.test", "1"), Given.claim("a.test", "1")));
        fold(Given.statement("a", 1, Given.claim("x.test", "2"), Given.claim("z.test", "2")));
        fold(Given.statement("b", 0, Given.claim("x.test", "3"), Given.claim("z.test", "3")));
        Traced traced = from("x.test");
        assertEquals(List.of("z.test", "a.test"), reached(traced));
        assertEquals(2, traced.steps().getFirst().evidenceCount());
    }

    @Test
    void doesNotLinkWhatOnlyStandsOnOneImportedList() {
        fold(Given.statement("a", 0, Given.claim("x.test"), Given.claim("y.test")));
        assertEquals(List.of(), reached(from("x.test")));
    }

    @Test
    void doesNotFollowAHubAndSaysSo() {
        fold(Given.statement("a", 900, Given.claim("x.test", "m"), Given.claim("hub.test", "m")));
        for (int at = 0; at < 20; at++) {
            mail("a", at, "hub.test", "v" + at + ".test");
        }
        Traced traced =
                trace(new Trace.Bounds(3, 1_000, 20), TraceTest::all).from(Given.domain("x.test"));
        assertEquals(List.of("hub.test"), reached(traced));
        assertTrue(traced.isHub(Given.domain("hub.test")));
        assertTrue(traced.text().contains("a hub: not followed"), traced.text());
        Traced wider =
                trace(new Trace.Bounds(3, 1_000, 21), TraceTest::all).from(Given.domain("x.test"));
        assertEquals(21, wider.steps().size());
    }

    @Test
    void startingFromAHubShowsTheNewestOfEachLog() {
        for (int at = 0; at < 100; at++) {
            mail("a", at, "hub.test", "a" + at + ".test");
        }
        mail("z", 0, "hub.test", "z.test");
        Traced traced =
                trace(new Trace.Bounds(1, 1_000, 50), TraceTest::all)
                        .from(Given.domain("hub.test"));
        assertTrue(traced.isHub(Given.domain("hub.test")));
        assertEquals(TraceView.START_PER_LOG_MAX + 1, traced.steps().size());
        assertTrue(reached(traced).contains("z.test"));
        assertTrue(reached(traced).contains("a99.test"));
        assertFalse(reached(traced).contains("a0.test"));
    }

    @Test
    void doesNotFollowEvidenceThatNamesTooMany() {
        for (int at = 0; at <= 20; at++) {
            fold(Given.statement("a", at, Given.claim(at + ".test", "sensor day")));
        }
        Traced traced =
                trace(new Trace.Bounds(2, 1_000, 20), TraceTest::all).from(Given.domain("0.test"));
        assertEquals(List.of(), traced.steps());
        assertEquals(1, traced.crowded());
        assertTrue(traced.text().contains("1 pieces of evidence name too many"), traced.text());
    }

    @Test
    void saysWhenTheBudgetEndsFirst() {
        for (int at = 0; at < 50; at++) {
            mail("a", at, "x.test", "v" + at + ".test");
        }
        rows.reads = 0;
        Traced traced =
                trace(new Trace.Bounds(2, 60, 100), TraceTest::all).from(Given.domain("x.test"));
        assertTrue(traced.cutShort());
        assertTrue(rows.reads < 200, "rows read: " + rows.reads);
        assertFalse(
                trace(new Trace.Bounds(2, 1_000, 100), TraceTest::all)
                        .from(Given.domain("x.test"))
                        .cutShort());
    }

    @Test
    void findsAShortestPath() {
        twoMembersMails();
        fold(
                Given.statement(
                        "b", 7, Given.claim("only-b.test", "9"), Given.claim("end.test", "9")));
        Trace trace = trace(new Trace.Bounds(4, 1_000, 100), TraceTest::all);
        Traced path = trace.between(Given.domain("only-a.test"), Given.domain("end.test"));
        assertEquals(List.of("host.test", "only-b.test", "end.test"), reached(path));
        assertEquals(
                List.of(),
                trace.between(Given.domain("only-a.test"), Given.domain("no.test")).steps());
        assertEquals(
                List.of(),
                trace(new Trace.Bounds(2, 1_000, 100), TraceTest::all)
                        .between(Given.domain("only-a.test"), Given.domain("end.test"))
                        .steps());
    }

    @Test
    void saysNothingThatRestsOnWhatTheViewerMayNotSee() {
        Seeds.each(
                1_000,
                random -> {
                    var seen = new MemoryRows();
                    var all = new MemoryRows();
                    Predicate<Provenance> visible =
                            it -> it.marking().tlp().compareTo(Tlp.AMBER) < 0;
                    for (Given.Statement statement : Given.some(random)) {
                        all.apply(statement.fold());
                        if (statement.stated().marking().tlp().compareTo(Tlp.AMBER) < 0) {
                            seen.apply(statement.fold());
                        }
                    }
                    var bounds =
                            new Trace.Bounds(
                                    1 + random.nextInt(4),
                                    1 + random.nextInt(30),
                                    1 + random.nextInt(5));
                    Subject start = Given.anySubject(random);
                    Subject goal = Given.anySubject(random);
                    var shown =
                            new Trace(
                                    Given.graph(new SubjectIndex(all), 0),
                                    Trace.Sight.of(visible),
                                    bounds);
                    var expected =
                            new Trace(
                                    Given.graph(new SubjectIndex(seen), 0),
                                    Trace.Sight.of(TraceTest::all),
                                    bounds);
                    assertEquals(expected.from(start), shown.from(start));
                    assertEquals(expected.between(start, goal), shown.between(start, goal));
                });
    }

    @Test
    void isMarkedWithTheStrictestOfItsEntries() {
        Given.Statement open =
                Given.statement("a", 0, Given.claim("x.test", "m"), Given.claim("y.test", "m"));
        fold(open);
        assertEquals(Tlp.GREEN, from("x.test").marking().tlp());
        assertEquals(Tlp.CLEAR, from("nothing.test").marking().tlp());
    }

    @Test
    void readsAsATree() {
        twoMembersMails();
        assertEquals(
                """
                domain:only-a.test
                  domain:host.test  (1 shared, stated by a, 1970-01-01)
                      called-to-link in a/log#0 -> called-to-link in a/log#0
                    domain:only-b.test  (1 shared, stated by b, 1970-01-01)
                        called-to-link in b/log#0 -> called-to-link in b/log#0
                marking: TLP:GREEN PAP:GREEN
                """,
                from("only-a.test").text());
    }

    @Test
    void noValueSteersTheTerminal() {
        var nasty = new Subject(SubjectKind.URL, "http://x/\u001b[2J\u202e\n");
        fold(
                Given.statement(
                        "a", 0, Given.claim("x.test", "m"), Given.claim(nasty, Role.MENTION, "m")));
        String text = from("x.test").text();
        assertTrue(text.contains("url:http://x/\ufffd[2J\ufffd\ufffd"), text);
        assertFalse(text.contains("\u001b"));
    }

    @Test
    void refusesBoundsThatBindNothing() {
        assertThrows(IllegalArgumentException.class, () -> new Trace.Bounds(9, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Trace.Bounds(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Trace.Bounds(1, 0, 1));
    }

    private void twoMembersMails() {
        mail("a", 0, "only-a.test", "host.test");
        mail("b", 0, "only-b.test", "host.test");
    }

    /** One mail that names two hosts. */
    private void mail(String member, long at, String one, String other) {
        String mail = member + at;
        fold(Given.statement(member, at, Given.claim(one, mail), Given.claim(other, mail)));
    }

    private void fold(Given.Statement statement) {
        rows.apply(statement.fold());
    }

    private Traced from(String domain) {
        return trace(Trace.Bounds.USUAL, TraceTest::all).from(Given.domain(domain));
    }

    private Trace trace(Trace.Bounds bounds, Predicate<Provenance> visible) {
        return new Trace(Given.graph(index, 0), Trace.Sight.of(visible), bounds);
    }

    private static boolean all(Provenance provenance) {
        return !provenance.origin().isEmpty();
    }

    private static List<String> reached(Traced traced) {
        var values = new ArrayList<String>();
        traced.steps().forEach(it -> values.add(Given.value(it.to())));
        return values;
    }
}
