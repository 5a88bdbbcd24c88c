package org.comity.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Predicate;
import org.comity.statement.AbuseClass;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Observable;
import org.comity.statement.ObservableKind;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StixGraph;
import org.comity.statement.StixObject;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.statement.Traceable;
import org.junit.jupiter.api.Test;

final class LinkIndexTest {
    private static final StixObject ACTOR = Given.object("intrusion-set", 1);
    private static final StixObject MALWARE = Given.object("malware", 2);
    private static final StixObject SAME = Given.object("malware", 3);
    private static final Predicate<Provenance> ALL = _ -> true;
    private static final Predicate<Provenance> NO_RED = it -> it.marking().tlp() != Tlp.RED;

    private final MemoryRows rows = new MemoryRows();
    private final SubjectIndex index = new SubjectIndex(rows);

    @Test
    void anActorLeadsOverItsMalwareToTheHostWhoeverSaidWhich() {
        state("a", 0, named(Given.named(ACTOR, "APT29", "Cozy Bear")));
        state("a", 1, links(Given.link("uses", ACTOR, MALWARE)));
        state("b", 0, links(Given.link("indicates", Given.domain("x.test"), MALWARE)));
        StixObject actor = index.links().find("cozy-bear", ALL).getFirst();
        Traced path = trace(ALL).between(actor, Given.domain("x.test"));
        String text = path.text();
        assertTrue(text.startsWith("intrusion-set APT29\n"), text);
        assertTrue(text.contains("uses -> in a/log#1"), text);
        assertTrue(text.contains("<- indicates in b/log#0"), text);
        assertTrue(text.contains("domain:x.test"), text);
        assertEquals(MALWARE, path.steps().getFirst().to());
    }

    @Test
    void whatIsCalledTheSameInOneFamilyIsOneHopApart() {
        state("a", 0, named(Given.named(MALWARE, "Emotet")));
        state("b", 0, named(Given.named(SAME, "emotet")));
        state("b", 1, named(Given.named(Given.object("campaign", 4), "Emotet")));
        assertEquals(3, index.links().find("EMOTET", ALL).size());
        Traced found = trace(ALL).from(MALWARE);
        assertEquals(1, found.steps().size());
        assertEquals("same name", found.steps().getFirst().evidence().getFirst().link());
    }

    @Test
    void nothingTellsOfWhatTheViewerMayNotSee() {
        var index = new SubjectIndex(rows, new MemberId("b")::equals);
        state("a", 0, named(Given.named(MALWARE, "Open")));
        stateRed("b", 0, named(newer(MALWARE, "Hidden")));
        stateRed("b", 1, links(Given.link("uses", ACTOR, MALWARE)));
        assertEquals("Hidden", index.links().find(MALWARE.id(), ALL).getFirst().name());
        assertEquals("Open", index.links().find(MALWARE.id(), NO_RED).getFirst().name());
        assertEquals(List.of(), index.links().find("Hidden", NO_RED));
        assertEquals(List.of(), trace(NO_RED).from(MALWARE).steps());
        // The name alone is enough to make it as strict.
        state("a", 1, links(Given.link("uses", ACTOR, SAME), Given.link("uses", ACTOR, MALWARE)));
        Traced all = trace(index, ALL).from(SAME);
        assertEquals(Tlp.RED, all.marking().tlp());
        assertFalse(trace(index, NO_RED).from(SAME).text().contains("Hidden"));
    }

    @Test
    void aClaimThatNamesALinkAsItsEvidenceIsNotInIt() {
        StixGraph.Link uses = Given.link("uses", ACTOR, MALWARE);
        state("a", 0, links(uses));
        Claim innocent =
                new Claim(
                        Given.domain("innocent.test"),
                        Stance.MALICIOUS,
                        AbuseClass.SPAM,
                        new Claim.Grounds(Basis.OBSERVED, Role.CONTENT, List.of(uses.root()), ""),
                        new Claim.Validity(1_000, 2_000),
                        Target.UNKNOWN,
                        "indicator--1",
                        false);
        rows.apply(Given.statement("b", 0, innocent).fold());
        assertEquals(List.of(MALWARE), trace(ALL).reach(ACTOR));
        assertEquals(List.of(), trace(ALL).reach(Given.domain("innocent.test")));
    }

    @Test
    void onlyTheSortsThatWereAskedForAreShownAndPassed() {
        StixObject technique = Given.object("attack-pattern", 5);
        StixObject other = Given.object("intrusion-set", 6);
        state(
                "a",
                0,
                links(Given.link("uses", ACTOR, MALWARE), Given.link("uses", ACTOR, technique)));
        state("a", 1, links(Given.link("uses", other, technique)));
        var sight = new Trace.Sight(ALL, 2_000, _ -> false, true, List.of("malware"));
        var trace = new Trace(Given.graph(index, 0), sight, Trace.Bounds.USUAL);
        assertEquals(List.of(MALWARE), trace.reach(ACTOR));
        assertEquals(List.of(), trace.between(ACTOR, other).steps());
        assertEquals(2, trace(ALL).between(ACTOR, other).steps().size());
    }

    @Test
    void nothingIsLeftOfAnErasedStatement() {
        var others = new MemoryRows();
        var kept =
                new Given.Statement(
                        Given.stated("a", 0), List.of(), links(Given.link("uses", ACTOR, MALWARE)));
        var erased =
                new Given.Statement(
                        Given.stated("a", 1),
                        List.of(Given.claim("x.test", "mail")),
                        new StixGraph(
                                List.of(Given.named(MALWARE, "X", "Y")),
                                List.of(Given.link("uses", ACTOR, MALWARE)),
                                List.of(new StixGraph.Version(Given.version(7, 2_000), 1))));
        others.apply(kept.fold());
        rows.apply(kept.fold());
        rows.apply(erased.fold());
        rows.apply(index.unfold(erased.stated().statement()));
        assertEquals(others.rows, rows.rows);
    }

    @Test
    void whatNobodyCanClaimIsTracedAndShownAsWhatItIs() {
        var md5 = new Observable(ObservableKind.FILE_HASH, "MD5:" + "0a".repeat(16));
        var mutex = new Observable(ObservableKind.MUTEX, "Global\\Evil");
        state("a", 0, links(Given.link("value", md5, MALWARE)));
        state("b", 0, links(Given.link("uses", MALWARE, mutex)));
        Traced found = trace(ALL).from(md5);
        assertEquals(List.of(MALWARE, mutex), found.steps().stream().map(Traced.Step::to).toList());
        assertTrue(found.text().contains("mutex:Global\\Evil"), found.text());
        assertTrue(TraceFiles.svg(List.of(found)).contains("mutex:Global"), "svg");
        assertTrue(TraceFiles.graphMl(List.of(found)).contains(">mutex<"), "graphml");
        String stix = TraceFiles.stix(List.of(found), 1_000);
        assertTrue(stix.contains("\"name\":\"Global\\\\Evil\""), stix);
        assertTrue(stix.contains("\"MD5\":\"0a0a"), stix);
        assertEquals(
                List.of(), trace(NO_RED).from(new Observable(ObservableKind.MUTEX, "x")).steps());
    }

    @Test
    void aGraphThatIsKeptLearnsOfTheFirstLink() {
        state("a", 0, StixGraph.NONE);
        var graph = Given.graph(index, 1 << 20);
        var trace = new Trace(graph, Trace.Sight.of(ALL), Trace.Bounds.USUAL);
        Traceable domain = Given.domain("x.test");
        assertEquals(List.of(), trace.reach(domain));
        state("a", 1, links(Given.link("indicates", domain, MALWARE)));
        assertEquals(List.of(MALWARE), trace.reach(domain));
    }

    private Trace trace(Predicate<Provenance> visible) {
        return trace(index, visible);
    }

    private static Trace trace(SubjectIndex index, Predicate<Provenance> visible) {
        return new Trace(
                Given.graph(index, 0), Trace.Sight.of(visible), Trace.Bounds.USUAL.withHops(4));
    }

    private static StixGraph links(StixGraph.Link... links) {
        return new StixGraph(List.of(), List.of(links), List.of());
    }

    private static StixGraph named(StixGraph.Named named) {
        return new StixGraph(List.of(named), List.of(), List.of());
    }

    private static StixGraph.Named newer(StixObject object, String name) {
        return new StixGraph.Named(object.id(), "", List.of(name), List.of(), 1_000, 2_000, false);
    }

    private void state(String member, long at, StixGraph graph) {
        rows.apply(new Given.Statement(Given.stated(member, at), List.of(), graph).fold());
    }

    private void stateRed(String member, long at, StixGraph graph) {
        Stated open = Given.stated(member, at);
        var red =
                new Stated(
                        open.member(),
                        open.statement(),
                        Marking.of(Tlp.RED),
                        open.audience(),
                        open.seenSecond());
        rows.apply(new Given.Statement(red, List.of(), graph).fold());
    }
}
