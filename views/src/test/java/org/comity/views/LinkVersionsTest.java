package org.comity.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.comity.statement.Bundles;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.ObjectVersion;
import org.comity.statement.StixGraph;
import org.comity.statement.StixObject;
import org.comity.statement.Tlp;
import org.comity.statement.Traceable;
import org.junit.jupiter.api.Test;

/** Whose word on an object is heard, and until when. */
final class LinkVersionsTest {
    private static final StixObject ACTOR = Given.object("intrusion-set", 1);
    private static final StixObject MALWARE = Given.object("malware", 2);
    private static final StixObject OTHER = Given.object("malware", 3);
    private static final Predicate<Provenance> ALL = _ -> true;
    private static final ObjectVersion FIRST = Given.version(7, 1_000);
    private static final ObjectVersion SECOND = Given.version(7, 2_000);

    private final MemoryRows rows = new MemoryRows();
    private final SubjectIndex index = new SubjectIndex(rows);
    private final TraceGraph graph = Given.graph(index, 1_000_000);

    @Test
    void nobodyRenamesOrRevokesWhatAnotherWasFirstToSpeakOf() {
        state("a", 0, called("Emotet", "", 1_000, false));
        state("liar", 5, called("Harmless", "", 9_000_000, true));
        assertEquals("Emotet", nameOf(index));
        assertEquals(1, index.links().find("Emotet", ALL).size());
        state("a", 9, called("Emotet 2", "", 2_000, false));
        assertEquals("Emotet 2", nameOf(index));
    }

    @Test
    void theCreatorIsHeardBeforeOthersAndTheOwnMemberBeforeAll() {
        String creator = Bundles.identityId(new MemberId("creator"));
        state("liar", 0, called("Harmless", creator, 9_000_000, false));
        assertEquals("Harmless", nameOf(index));
        state("creator", 5, called("Emotet", creator, 1_000, false));
        assertEquals("Emotet", nameOf(index));
        state("own", 9, called("Ours", creator, 1_000, false));
        assertEquals("Ours", nameOf(new SubjectIndex(rows, new MemberId("own")::equals)));
    }

    @Test
    void whatALaterVersionNoLongerSaysIsNotLinked() {
        state("a", 0, links(FIRST, MALWARE));
        state("b", 0, links(FIRST, OTHER));
        assertEquals(List.of(MALWARE, OTHER), reached());
        state("a", 1, replaced(SECOND));
        assertEquals(List.of(OTHER), reached());
        assertEquals(List.of(), trace().reach(MALWARE));
        state("a", 2, links(Given.version(7, 3_000), MALWARE));
        assertEquals(List.of(MALWARE, OTHER), reached());
    }

    /** What a member says itself has no row of versions before the second. */
    @Test
    void theFirstVersionIsReplacedThoughItHasNoRow() {
        var first = List.of(Given.link(FIRST, "uses", ACTOR, MALWARE));
        state("a", 0, new StixGraph(List.of(), first, List.of()));
        assertEquals(List.of(MALWARE), reached());
        state("a", 1, replaced(SECOND));
        assertEquals(List.of(), reached());
    }

    @Test
    void anEarlierVersionThatIsPassedOnLaterChangesNothing() {
        state("a", 0, replaced(passedOn(SECOND)));
        state("a", 1, links(passedOn(FIRST), MALWARE));
        assertEquals(List.of(), reached());
        state("a", 2, links(passedOn(SECOND), OTHER));
        assertEquals(List.of(OTHER), reached());
    }

    private static ObjectVersion passedOn(ObjectVersion version) {
        return new ObjectVersion(version.id(), "feed\n", version.modifiedMicros(), version.end());
    }

    @Test
    void ofItsOwnObjectsAMemberSaysTheNewestLast() {
        state("a", 0, replaced(SECOND));
        state("a", 1, links(FIRST, MALWARE));
        assertEquals(List.of(MALWARE), reached());
    }

    @Test
    void whatIsHeldByTwoObjectsLastsUntilBothAreReplaced() {
        ObjectVersion twin = Given.version(8, 1_000);
        var both =
                List.of(
                        Given.link(FIRST, "uses", ACTOR, MALWARE),
                        Given.link(twin, "uses", ACTOR, MALWARE));
        state("a", 0, new StixGraph(List.of(), both, versions(FIRST, twin)));
        state("a", 1, replaced(SECOND));
        assertEquals(List.of(MALWARE), reached());
        state("a", 2, replaced(Given.version(8, 2_000)));
        assertEquals(List.of(), reached());
    }

    @Test
    void whatALaterStatementRevokesIsNotLinked() {
        state("a", 0, links(FIRST, MALWARE));
        assertEquals(List.of(MALWARE), reached());
        var revoked =
                new ObjectVersion(
                        FIRST.id(),
                        FIRST.line(),
                        FIRST.modifiedMicros(),
                        ObjectVersion.End.REVOKED);
        state("a", 1, replaced(revoked));
        assertEquals(List.of(), reached());
        assertEquals(List.of(), trace().reach(MALWARE));
    }

    /** Packed, while it is read on, and in the rows. */
    @Test
    void whatWasRevokedIsLinkedAsOfATimeBefore() {
        state("a", 0, links(FIRST, MALWARE));
        assertEquals(List.of(MALWARE), reached());
        state("a", 1, replaced(revoked(5_000)));
        assertEquals(List.of(), reached());
        assertEquals(List.of(MALWARE), reachedAt(4_999));
        assertEquals(List.of(), reachedAt(5_000));
        assertEquals(List.of(), reachedAt(999));
        while (graph.readOn()) {
            assertEquals(List.of(MALWARE), reachedAt(4_999));
        }
        assertEquals(List.of(), reached());
        assertEquals(List.of(MALWARE), trace(Given.graph(index, 0), 4_999).reach(ACTOR));
        assertEquals(1, trace(graph, 4_999).from(ACTOR).steps().size());
        assertEquals(0, trace(graph, 5_000).from(ACTOR).steps().size());
        assertEquals(1, trace(graph, 4_999).between(MALWARE, ACTOR).steps().size());
        assertEquals(0, trace(graph, 5_000).between(MALWARE, ACTOR).steps().size());
    }

    @Test
    void ofSeveralVersionsEachIsLinkedInItsTime() {
        state("a", 0, links(FIRST, MALWARE));
        state("a", 1, links(SECOND, OTHER));
        state("a", 2, replaced(revoked(5_000)));
        assertEquals(List.of(MALWARE, OTHER), reachedAt(1_999));
        assertEquals(List.of(OTHER), reachedAt(2_000));
        assertEquals(List.of(), reachedAt(5_000));
        assertEquals(List.of(), reached());
    }

    @Test
    void aLinkThatIsHeldByTwoObjectsWasThereUntilTheSecondWasReplaced() {
        ObjectVersion twin = Given.version(8, 1_000);
        var both =
                List.of(
                        Given.link(FIRST, "uses", ACTOR, MALWARE),
                        Given.link(twin, "uses", ACTOR, MALWARE));
        state("a", 0, new StixGraph(List.of(), both, versions(FIRST, twin)));
        state("a", 1, replaced(SECOND));
        state("a", 2, replaced(Given.version(8, 3_000)));
        assertEquals(List.of(MALWARE), reachedAt(2_999));
        assertEquals(List.of(), reachedAt(3_000));
    }

    /** Else who sees less would learn from an earlier time what it may not see now. */
    @Test
    void aRevocationForFewerReadersEndsNothingForTheOthers() {
        state("a", 0, links(FIRST, MALWARE));
        state(new MemberId("a"), 1, Tlp.AMBER, replaced(revoked(5_000)));
        assertEquals(List.of(MALWARE), reachedAt(6_000));
        assertEquals(List.of(MALWARE), reached());
    }

    /** It is not remembered of each of thousands when it was replaced. */
    @Test
    void whatThousandsReplacedIsNotShownForLongerThanItHeld() {
        for (int at = 0; at < 1_500; at++) {
            state("a", at, links(Given.version(7, 1_001 + at), at == 0 ? MALWARE : OTHER));
        }
        assertEquals(List.of(OTHER), reached());
        assertEquals(List.of(), trace(graph, 1_001).reach(MALWARE));
        assertEquals(List.of(OTHER), reachedAt(2_480));
    }

    private static ObjectVersion revoked(long second) {
        return new ObjectVersion(
                FIRST.id(), FIRST.line(), second * 1_000_000, ObjectVersion.End.REVOKED);
    }

    @Test
    void whatTakesItsPlaceIsFoundBehindThousandsOfEarlierOnes() {
        state("a", 0, links(passedOn(FIRST), MALWARE));
        for (int at = 1; at < 1_100; at++) {
            state("a", at, replaced(passedOn(Given.version(7, 1 + at % 900))));
        }
        assertEquals(List.of(MALWARE), reached());
        state("a", 2_000, replaced(passedOn(SECOND)));
        assertEquals(List.of(), reached());
    }

    /** Else each of a thousand links would read a thousand versions. */
    @Test
    void manyLinksOfOneObjectReadItsVersionsOnce() {
        for (int at = 0; at < 1_000; at++) {
            state("a", at, links(passedOn(Given.version(7, 1 + at)), MALWARE));
        }
        rows.reads = 0;
        assertEquals(List.of(MALWARE), reached());
        assertTrue(rows.reads < 20_000, "rows read: " + rows.reads);
    }

    @Test
    void aVersionForFewerReadersTellsTheOthersNothing() {
        state("a", 0, links(FIRST, MALWARE));
        state(new MemberId("a"), 1, Tlp.AMBER, replaced(SECOND));
        assertEquals(List.of(MALWARE), reached());
    }

    @Test
    void whoFloodsANameFillsOnlyItsOwnShare() {
        for (int at = 0; at < 300; at++) {
            StixObject one = Given.object("malware", 1_000 + at);
            state(
                    "a",
                    at,
                    new StixGraph(List.of(Given.named(one, "Emotet")), List.of(), List.of()));
        }
        state("z", 0, called("Emotet", "", 1_000, false));
        List<StixObject> found = index.links().find("emotet", ALL);
        assertTrue(found.stream().anyMatch(it -> it.id().equals(MALWARE.id())));
        assertEquals(LinkNames.THINGS_PER_LOG_MAX + 1, found.size());
    }

    private static String nameOf(SubjectIndex index) {
        return index.links().find(MALWARE.id(), ALL).getFirst().name();
    }

    private List<?> reached() {
        return reachedAt(Edge.SECOND_MAX);
    }

    private List<?> reachedAt(long second) {
        return trace(graph, second).reach(ACTOR).stream().sorted(Traceable.ORDER).toList();
    }

    private Trace trace() {
        return trace(graph, Edge.SECOND_MAX);
    }

    private static Trace trace(TraceGraph graph, long second) {
        var sight = new Trace.Sight(ALL, second, _ -> false, true);
        return new Trace(graph, sight, Trace.Bounds.USUAL.withHops(1));
    }

    private static StixGraph called(String name, String creator, long modified, boolean revoked) {
        var named =
                new StixGraph.Named(
                        MALWARE.id(), creator, List.of(name), List.of(), 0, modified, revoked);
        return new StixGraph(List.of(named), List.of(), List.of());
    }

    private static StixGraph links(ObjectVersion by, StixObject to) {
        return new StixGraph(List.of(), List.of(Given.link(by, "uses", ACTOR, to)), versions(by));
    }

    private static StixGraph replaced(ObjectVersion by) {
        return new StixGraph(List.of(), List.of(), versions(by));
    }

    private static List<StixGraph.Version> versions(ObjectVersion... all) {
        return Stream.of(all).map(it -> new StixGraph.Version(it, it.hashCode())).toList();
    }

    private void state(String member, long at, StixGraph said) {
        state(new MemberId(member), at, Tlp.GREEN, said);
    }

    private void state(MemberId member, long at, Tlp tlp, StixGraph said) {
        Stated green = Given.stated(member.name(), at);
        var stated =
                new Stated(
                        member,
                        green.statement(),
                        Marking.of(tlp),
                        green.audience(),
                        green.seenSecond());
        List<RowChange> changes = new Given.Statement(stated, List.of(), said).fold();
        rows.apply(changes);
        changes.forEach(it -> graph.changed(it.key()));
    }
}
