package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class StixGraphTest {
    private static final MemberId AUTHOR = new MemberId("desk.example");
    private static final String ACTOR = "intrusion-set--11111111-1111-4111-8111-111111111111";
    private static final String MALWARE = "malware--22222222-2222-4222-8222-222222222222";
    private static final String INDICATOR = "indicator--33333333-3333-4333-8333-333333333333";
    private static final String RELATION = "relationship--44444444-4444-4444-8444-444444444444";
    private static final String TIMES =
            "'spec_version':'2.1','created':'2026-01-01T00:00:00Z','modified':'2026-01-02T00:00:00Z'";

    @Test
    void namesAliasesAndNumbersAreRead() {
        StixGraph graph =
                said(object(
                                "'type':'intrusion-set','id':'"
                                        + ACTOR
                                        + "','name':'APT29','aliases':['APT29','Cozy Bear'],"
                                        + "'external_references':[{'source_name':'x','external_id':'G0016'}]"))
                        .graph();
        StixGraph.Named actor = graph.named().getFirst();
        assertEquals(List.of("APT29", "Cozy Bear"), actor.names());
        assertEquals(List.of("G0016"), actor.numbers());
        assertEquals(StixGraph.plain("apt 29"), StixGraph.plain("APT-29"));
    }

    @Test
    void aRevokedRelationshipLinksNothingAndReplacesWhatItWas() {
        StixGraph graph =
                said(relation("uses", ACTOR, MALWARE).replace("'type'", "'revoked':true,'type'"))
                        .graph();
        assertEquals(List.of(), graph.links());
        ObjectVersion revoked = graph.versions().getFirst().object();
        assertEquals(
                new ObjectVersion(RELATION, "", 1_767_312_000_000_000L, ObjectVersion.End.REVOKED),
                revoked);
        StixGraph first =
                said(relation("uses", ACTOR, MALWARE).replace("2026-01-02", "2026-01-01")).graph();
        assertTrue(
                ObjectVersion.BY_TIME.compare(first.versions().getFirst().object(), revoked) < 0);
        assertEquals(RELATION, first.links().getFirst().by().id());
    }

    @Test
    void whoRefersToAnIndicatorMeansWhatItIsAbout() {
        String indicator =
                "'type':'indicator','id':'"
                        + INDICATOR
                        + "','pattern_type':'stix','pattern':\"[domain-name:value = 'bad.test']\","
                        + "'valid_from':'2026-01-01T00:00:00Z'";
        List<StixGraph.Link> both =
                said(object(indicator), relation("indicates", INDICATOR, MALWARE)).graph().links();
        var bad = new Subject(SubjectKind.DOMAIN, "bad.test");
        assertTrue(
                both.stream().anyMatch(it -> it.sources().equals(List.of(bad))), both.toString());
        // Elsewhere, its id is an end.
        StixGraph.Link alone =
                said(relation("indicates", INDICATOR, MALWARE)).graph().links().getFirst();
        assertEquals(List.of(new StixObject(INDICATOR, "")), alone.sources());
        List<StixGraph.Link> value = said(object(indicator)).graph().links();
        assertEquals(List.of(bad), value.getFirst().targets());
    }

    @Test
    void aLinkIsWhatItLinksWhoeverSaysSo() {
        StixGraph.Link one = said(relation("uses", ACTOR, MALWARE)).graph().links().getFirst();
        String other = relation("uses", ACTOR, MALWARE).replace("4444-4444", "5555-4444");
        assertEquals(one.root(), said(other).graph().links().getFirst().root());
        assertNotEquals(
                one.root(),
                said(relation("uses", MALWARE, ACTOR)).graph().links().getFirst().root());
    }

    @Test
    void whatOthersMadeIsRelayedAndNamesItsSource() {
        // Without a creator, and alone, it would be the author's own analysis.
        Json.Members indicator =
                Json.parseMembers(
                                Bytes.utf8(
                                        quoted(
                                                object(
                                                        "'type':'indicator','id':'"
                                                                + INDICATOR
                                                                + "','pattern_type':'stix','pattern':\"[url:value = 'http://bad.test/x']\","
                                                                + "'valid_from':'2026-01-01T00:00:00Z'"))))
                        .orThrow();
        RelayedBundle.Written written =
                RelayedBundle.write(
                        List.of(RelayedBundle.Part.of(indicator)),
                        "feed.example",
                        RandomGenerator.of("L64X128MixRandom"));
        Bytes json = written.json();
        assertEquals(Json.parseMembers(json), Checked.good(written.read()));
        assertEquals(Checked.good(json), CanonicalJson.canonicalise(json));
        Claim claim = Bundles.read(json, AUTHOR).orThrow().getFirst();
        assertEquals(Basis.RELAYED, claim.grounds().basis());
        assertEquals("feed.example", claim.grounds().source());
        assertTrue(json.utf8().contains(indicator.canonical().utf8()));
    }

    @Test
    void revokedAndBrokenObjectsSayNothingAndSpoilNoOther() {
        StixGraph graph =
                said(
                                relation("uses", ACTOR, MALWARE)
                                        .replace("'spec", "'revoked':true,'spec"),
                                "{'type':'relationship'}",
                                "7",
                                relation("uses", "nobody", MALWARE),
                                object("'type':'malware','id':'" + MALWARE + "','name':'X-Agent'"))
                        .graph();
        assertEquals(List.of(), graph.links());
        assertEquals("X-Agent", graph.named().getFirst().names().getFirst());
    }

    private static String object(String members) {
        return "{" + members + "," + TIMES + "}";
    }

    private static String relation(String type, String from, String to) {
        return object(
                "'type':'relationship','id':'"
                        + RELATION
                        + "','relationship_type':'"
                        + type
                        + "','source_ref':'"
                        + from
                        + "','target_ref':'"
                        + to
                        + "'");
    }

    /** Single quotes for double ones; inside double ones they stay. */
    private static String quoted(String text) {
        var out = new StringBuilder();
        boolean inside = false;
        for (char c : text.toCharArray()) {
            inside ^= c == '"';
            out.append(c == '\'' && !inside ? '"' : c);
        }
        return out.toString();
    }

    private static Statement.Said said(String... objects) {
        String json =
                "{\"type\":\"bundle\",\"id\":\"bundle--55555555-5555-4555-8555-555555555555\",\"objects\":["
                        + quoted(String.join(",", objects))
                        + "]}";
        Bytes canonical = CanonicalJson.canonicalise(Bytes.utf8(json)).orThrow();
        var payload = new Payload(Bytes.of(new byte[32]), new Audience.Exchange(), canonical);
        return Statement.seal(StatementKind.BUNDLE, 0, Tlp.GREEN, 0, payload).said(AUTHOR);
    }
}
