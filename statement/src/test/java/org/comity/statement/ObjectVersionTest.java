package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** Which version of whose object a word is: STIX 2.1 section 3.6. */
class ObjectVersionTest {
    private static final MemberId SELF = new MemberId("desk.example");
    private static final String MAKER = Stix.id("identity", 7);
    private static final String OTHER = Stix.id("identity", 8);

    @Test
    void whatIsPassedOnIsOfItsSourceAndItsCreator() {
        Claim one = relayed("feed", version(1, MAKER, ""));
        assertEquals("feed\n" + MAKER, one.version().line());
        assertEquals(1_767_312_000_000_000L, one.version().modifiedMicros());
        Claim again = relayed("feed", version(2, MAKER, ""));
        assertTrue(one.version().isOfSameObject(again.version()));
        assertTrue(ObjectVersion.BY_TIME.compare(one.version(), again.version()) < 0);
        for (Claim foreign :
                List.of(
                        relayed("another feed", version(2, MAKER, "")),
                        relayed("feed", version(2, OTHER, "")))) {
            assertFalse(one.version().isOfSameObject(foreign.version()));
        }
    }

    @Test
    void ofOneBundleAnotherCreatorReplacesNothing() {
        String benign = ",\"indicator_types\":[\"benign\"]";
        List<Claim> claims = Stix.claims(version(1, MAKER, ""), version(2, OTHER, benign));
        assertEquals(
                List.of(Stance.MALICIOUS, Stance.BENIGN),
                claims.stream().map(Claim::stance).toList());
        // Nobody can tell which of the two a sighting means.
        assertEquals(
                2,
                Stix.claims(
                                version(1, MAKER, ""),
                                version(2, OTHER, benign),
                                Stix.sighting(2, 1, ""))
                        .size());
    }

    @Test
    void whatIsRevokedStaysSoWhateverComesLaterOrBefore() {
        List<String> versions =
                new ArrayList<>(
                        List.of(
                                version(1, MAKER, ""),
                                version(2, MAKER, ",\"revoked\":true"),
                                version(3, MAKER, "")));
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(versions, new Random(seed));
            List<Claim> claims = Stix.claims(versions.toArray(String[]::new));
            assertEquals(1, claims.size(), "seed " + seed);
            assertTrue(claims.getFirst().revoked(), "seed " + seed);
        }
    }

    @Test
    void aDefaultThatIsSpelledOutMakesNoOtherObject() {
        String plain = version(1, MAKER, "");
        assertEquals(1, Stix.claims(plain, version(1, MAKER, ",\"revoked\":false")).size());
        assertEquals(
                StixDefaults.digest(object("{'type':'url','id':'a'}")),
                StixDefaults.digest(
                        object("{'type':'url','id':'a','spec_version':'2.1','defanged':false}")));
        assertNotEquals(
                StixDefaults.digest(object("{'type':'url','id':'a'}")),
                StixDefaults.digest(object("{'type':'url','id':'a','defanged':true}")));
        assertNotEquals(
                StixDefaults.digest(object("{'type':'tool','id':'a'}")),
                StixDefaults.digest(object("{'type':'tool','id':'a','spec_version':'2.1'}")));
    }

    @Test
    void whoTakesBackWhatAnotherMadeWritesNoVersionOfIt() {
        Claim said = relayed("feed", version(1, MAKER, ""));
        assertThrows(IllegalArgumentException.class, () -> write(said));
        Claim back = said.asRevoked();
        Bundles.Bundle bundle = write(back);
        assertFalse(bundle.json().utf8().contains("\"id\":\"" + said.objectId()));
        List<Claim> read = Bundles.read(bundle.json(), SELF).orThrow();
        assertEquals(bundle.claims(), read);
        ObjectVersion its = read.getFirst().version();
        assertTrue(its.isOfSameObject(said.version()));
        assertEquals(ObjectVersion.End.WITHDRAWN, its.end());
        assertEquals(0, ObjectVersion.BY_TIME.compare(its, said.version()));
        StixGraph graph = Bundles.readOnce(bundle.json(), SELF).graph();
        assertEquals(List.of(its), graph.versions().stream().map(it -> it.object()).toList());
        // Nobody takes it back for this member, least of all what it passes on.
        assertEquals(List.of(), Bundles.read(bundle.json(), new MemberId("other")).orThrow());
    }

    @Test
    void anOwnVersionIsLaterThanTheOneBeforeThoughTheClockWasPutBack() {
        Claim first = write(own(random())).claims().getFirst();
        var ahead = ObjectVersion.own(first.objectId(), 3_000_000_000_000_000L, false);
        Claim next = write(first.with(ahead)).claims().getFirst();
        assertTrue(ahead.modifiedMicros() < next.version().modifiedMicros());
    }

    private static RandomGenerator random() {
        return new Random(5);
    }

    private static Claim own(RandomGenerator random) {
        return new Claim(
                RandomReport.subject(random),
                Stance.MALICIOUS,
                AbuseClass.SPAM,
                new Claim.Grounds(Basis.ANALYSED, Role.CONTENT, List.of(), ""),
                new Claim.Validity(1_700_000_000, 1_900_000_000),
                Target.UNKNOWN,
                "",
                false);
    }

    private static Bundles.Bundle write(Claim claim) {
        var report =
                new Report(
                        SELF,
                        Marking.of(Tlp.GREEN),
                        Optional.empty(),
                        1_800_000_000,
                        List.of(claim));
        return Bundles.write(report, random()).getFirst();
    }

    private static Claim relayed(String source, String object) {
        Json.Members members = Json.parseMembers(Bytes.utf8(object)).orThrow();
        Bytes bundle =
                RelayedBundle.write(List.of(RelayedBundle.Part.of(members)), source, random())
                        .json();
        return Bundles.read(bundle, SELF).orThrow().getFirst();
    }

    private static Json.Members object(String json) {
        return Json.parseMembers(Bytes.utf8(json.replace('\'', '"'))).orThrow();
    }

    /** One more day each. */
    private static String version(int number, String creator, String more) {
        return Stix.indicator(1, Stix.DOMAIN, ",\"created_by_ref\":\"" + creator + "\"" + more)
                .replace(
                        "\"modified\":\"2026-01-01",
                        "\"modified\":\"2026-01-" + String.format("%02d", number + 1));
    }
}
