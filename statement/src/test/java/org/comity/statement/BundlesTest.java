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
import java.util.SplittableRandom;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

final class BundlesTest {
    private static final MemberId AUTHOR = new MemberId("cert.example");
    private static final long NOW = 1_800_000_000;

    @Test
    void readsBackTheClaimsItWrote() {
        Seeds.each(
                60,
                random -> {
                    Report report = RandomReport.of(random, AUTHOR);
                    List<Claim> written = new ArrayList<>();
                    for (Bundles.Bundle bundle : Bundles.write(report, random)) {
                        assertEquals(bundle.claims(), Bundles.read(bundle.json()).orThrow());
                        assertEquals(report.marking(), Bundles.marking(bundle.json()).orThrow());
                        assertTrue(CanonicalJson.isCanonical(bundle.json()));
                        written.addAll(bundle.claims());
                    }
                    assertEquals(
                            report.claims(), written.stream().map(BundlesTest::withoutId).toList());
                });
    }

    @Test
    void whatAnotherCreatedIsRelayedWhoeverRepeatsIt() {
        Seeds.each(
                60,
                random -> {
                    Report report = RandomReport.of(random, AUTHOR);
                    for (Bundles.Bundle bundle : Bundles.write(report, random)) {
                        assertEquals(
                                bundle.claims(), Bundles.read(bundle.json(), AUTHOR).orThrow());
                        MemberId other = new MemberId("copier.example");
                        for (Claim claim : Bundles.read(bundle.json(), other).orThrow()) {
                            assertEquals(Basis.RELAYED, claim.grounds().basis());
                            assertFalse(claim.grounds().source().isEmpty());
                        }
                    }
                });
    }

    @Test
    void theSameRandomnessGivesTheSameBytes() {
        Report report = RandomReport.of(new Random(7), AUTHOR);
        assertEquals(
                Bundles.write(report, new SplittableRandom(1)),
                Bundles.write(report, new SplittableRandom(1)));
        assertNotEquals(
                Bundles.write(report, new SplittableRandom(1)),
                Bundles.write(report, new SplittableRandom(2)));
    }

    @Test
    void splitsAfter63ClaimsSinceTheIdentityIsAnObjectToo() {
        List<Bundles.Bundle> bundles =
                Bundles.write(
                        report(Collections.nCopies(127, claim("bad.net", ""))), new Random(1));
        assertEquals(
                List.of(63, 63, 1),
                bundles.stream().map(bundle -> bundle.claims().size()).toList());
        for (Bundles.Bundle bundle : bundles) {
            Json.Array objects =
                    (Json.Array)
                            Json.parseMembers(bundle.json()).orThrow().at("objects").orElseThrow();
            assertEquals(bundle.claims().size() + 1, objects.elements().size());
        }
    }

    @Test
    void splitsBeforeAMebibyte() {
        Claim long30k = claim("bad.net", "");
        Subject url = new Subject(SubjectKind.URL, "http://bad.net/" + "a".repeat(30_000));
        Claim claim =
                new Claim(
                        url,
                        Stance.MALICIOUS,
                        AbuseClass.SPAM,
                        long30k.grounds(),
                        long30k.validity(),
                        Target.UNKNOWN,
                        "",
                        false);
        List<Bundles.Bundle> bundles =
                Bundles.write(report(Collections.nCopies(63, claim)), new Random(1));
        assertEquals(2, bundles.size());
        for (Bundles.Bundle bundle : bundles) {
            assertTrue(bundle.json().length() <= Payload.JSON_BYTES_MAX);
        }
    }

    @Test
    void aReportWithoutClaimsGivesNoBundle() {
        assertEquals(List.of(), Bundles.write(report(List.of()), new Random(1)));
    }

    @Test
    void aRevocationKeepsIdAndCreationAndIsTheNewerVersion() {
        Claim first =
                only(
                        Bundles.write(report(List.of(claim("bad.net", ""))), new Random(1))
                                .getFirst());
        Claim ended = first.asRevoked();
        Bundles.Bundle again = Bundles.write(report(List.of(ended)), new Random(2)).getFirst();
        assertEquals(
                ended.with(ObjectVersion.own(first.objectId(), 1_800_000_000_000_000L, true)),
                only(again));
        assertEquals(
                List.of("2027-01-15T07:43:20.000Z", "2027-01-15T08:00:00.000Z"),
                List.of(
                        indicator(again).text("created").orElseThrow(),
                        indicator(again).text("modified").orElseThrow()));
    }

    @Test
    void claimsOfOneObjectStandInOneIndicator() {
        String id = Stix.id("indicator", 1);
        List<Claim> claims = List.of(claim("bad.net", id), claim("worse.net", id));
        Bundles.Bundle bundle = Bundles.write(report(claims), new Random(1)).getFirst();
        var version = ObjectVersion.own(id, 1_800_000_000_000_000L, false);
        assertEquals(
                claims.stream().map(it -> it.with(version)).toList(),
                Bundles.read(bundle.json()).orThrow());
        assertEquals(
                "[domain-name:value = 'bad.net' OR domain-name:value = 'worse.net']",
                indicator(bundle).text("pattern").orElseThrow());
    }

    @Test
    void refusesClaimsOfOneObjectThatDiffer() {
        String id = Stix.id("indicator", 1);
        Claim one = claim("bad.net", id);
        Claim other =
                new Claim(
                        one.subject(),
                        Stance.BENIGN,
                        one.abuse(),
                        one.grounds(),
                        one.validity(),
                        one.target(),
                        id,
                        false);
        assertThrows(
                IllegalArgumentException.class,
                () -> Bundles.write(report(List.of(one, other)), new Random(1)));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        Bundles.write(
                                report(List.of(claim("bad.net", Stix.id("sighting", 1)))),
                                new Random(1)));
    }

    @Test
    void oneMemberIsOneIdentityWithTheSameBytesInEveryBundle() {
        Report green = report(List.of(claim("bad.net", "")));
        Report red =
                new Report(AUTHOR, Marking.STRICTEST, Optional.empty(), NOW + 9, green.claims());
        assertEquals(
                object(Bundles.write(green, new Random(1)).getFirst(), 0),
                object(Bundles.write(red, new Random(2)).getFirst(), 0));
    }

    /** The whole form, so that a change of it is seen; docs/formats/payload.md shows the same. */
    @Test
    void writesTheFormThatIsDocumented() {
        Bundles.Bundle bundle =
                Bundles.write(report(List.of(claim("bad.net", ""))), new SplittableRandom(1))
                        .getFirst();
        String json = bundle.json().utf8();
        String id = only(bundle).objectId();
        assertEquals(
                """
                {"created":"2027-01-15T07:43:20.000Z",\
                "created_by_ref":"identity--22591c47-3ef7-5087-a2d5-cbdddf00605f",\
                "extensions":{"extension-definition--1a226f28-335b-4424-b488-f7d74ed6839d":{\
                "abuse":"spam","basis":"observed","evidence":"%s",\
                "extension_type":"property-extension","role":"called-to-link","roots":["%s"],"target":"dedicated"}},\
                "id":"%s","indicator_types":["malicious-activity"],"labels":["spam"],\
                "modified":"2027-01-15T07:43:20.000Z",\
                "object_marking_refs":["marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"],\
                "pattern":"[domain-name:value = 'bad.net']","pattern_type":"stix","pattern_version":"2.1",\
                "spec_version":"2.1","type":"indicator","valid_from":"2027-01-15T07:43:20.000Z",\
                "valid_until":"2027-01-16T07:43:20.000Z"}\
                """
                        .formatted("00".repeat(32), "11".repeat(32), id),
                indicator(bundle).canonical().utf8());
        assertTrue(json.startsWith("{\"id\":\"bundle--"));
        assertTrue(json.endsWith("],\"type\":\"bundle\"}"));
    }

    private static Claim claim(String domain, String objectId) {
        Hash root = Hash.parseHex("11".repeat(32)).orThrow();
        return new Claim(
                new Subject(SubjectKind.DOMAIN, domain),
                Stance.MALICIOUS,
                AbuseClass.SPAM,
                new Claim.Grounds(Basis.OBSERVED, Role.CALLED_TO_LINK, List.of(root), ""),
                new Claim.Validity(NOW - 1_000, NOW - 1_000 + 86_400),
                Target.DEDICATED,
                objectId,
                false);
    }

    private static Report report(List<Claim> claims) {
        return new Report(AUTHOR, Marking.of(Tlp.GREEN), Optional.of(Hash.ZERO), NOW, claims);
    }

    private static Claim withoutId(Claim claim) {
        return new Claim(
                claim.subject(),
                claim.stance(),
                claim.abuse(),
                claim.grounds(),
                claim.validity(),
                claim.target(),
                "",
                claim.revoked());
    }

    private static Claim only(Bundles.Bundle bundle) {
        List<Claim> claims = Bundles.read(bundle.json()).orThrow();
        assertEquals(1, claims.size());
        return claims.getFirst();
    }

    private static Json.Members indicator(Bundles.Bundle bundle) {
        return object(bundle, 1);
    }

    private static Json.Members object(Bundles.Bundle bundle, int at) {
        Json.Members members = Json.parseMembers(Bytes.of(bundle.json().array())).orThrow();
        return (Json.Members) ((Json.Array) members.at("objects").orElseThrow()).elements().get(at);
    }
}
