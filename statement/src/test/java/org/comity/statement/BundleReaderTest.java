package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class BundleReaderTest {
    private static final long NEW_YEAR = 1_767_225_600; // 2026-01-01T00:00:00Z
    private static final long DAY = 86_400;
    private static final String EXTENSION =
            ",\"extensions\":{\""
                    + ClaimExtension.ID
                    + "\":{\"extension_type\":\"property-extension\",%s}}";

    @Test
    void aForeignIndicatorIsItsAuthorsAnalysedWordWithoutRoot() {
        Claim claim = only(Stix.claims(Stix.indicator(1, Stix.DOMAIN, "")));
        assertEquals(new Subject(SubjectKind.DOMAIN, "bad.net"), claim.subject());
        assertEquals(Stance.MALICIOUS, claim.stance());
        assertEquals(AbuseClass.UNSPECIFIED, claim.abuse());
        assertEquals(
                new Claim.Grounds(Basis.ANALYSED, Role.CONTENT, List.of(), ""), claim.grounds());
        assertEquals(new Claim.Validity(NEW_YEAR, NEW_YEAR + 14 * DAY), claim.validity());
        assertEquals(Target.UNKNOWN, claim.target());
        assertEquals(Stix.id("indicator", 1), claim.objectId());
        assertEquals(false, claim.revoked());
    }

    @Test
    void claimsEachSubjectOfAnOrAndSkipsWhatIsNoSubject() {
        List<Claim> claims =
                Stix.claims(
                        Stix.indicator(
                                1,
                                "[domain-name:value = 'domain with spaces.net' OR file:name = 'x' OR"
                                        + " ipv4-addr:value = '198.51.100.7/32' OR url:value = 'http://bad.net/a']",
                                ""));
        assertEquals(
                List.of("address:198.51.100.7", "url:http://bad.net/a"),
                claims.stream().map(claim -> claim.subject().key()).toList());
    }

    @Test
    void benignOnlyWhenTheIndicatorTypesSaySo() {
        assertEquals(
                Stance.BENIGN,
                only(Stix.claims(
                                Stix.indicator(
                                        1, Stix.DOMAIN, ",\"indicator_types\":[\"benign\"]")))
                        .stance());
        assertEquals(
                Stance.MALICIOUS,
                only(Stix.claims(Stix.indicator(1, Stix.DOMAIN, ",\"labels\":[\"benign\"]")))
                        .stance());
    }

    @Test
    void takesClassAndTargetFromTypesLabelsAndRsitTags() {
        assertEquals(
                AbuseClass.PHISHING,
                only(Stix.claims(
                                Stix.indicator(
                                        1,
                                        Stix.DOMAIN,
                                        ",\"labels\":[\"x\",\"rsit:fraud=\\\"phishing\\\"\"]")))
                        .abuse());
        Claim claim =
                only(
                        Stix.claims(
                                Stix.indicator(
                                        1,
                                        Stix.DOMAIN,
                                        ",\"indicator_types\":[\"compromised\",\"C2\"]")));
        assertEquals(AbuseClass.COMMAND_AND_CONTROL, claim.abuse());
        assertEquals(Target.COMPROMISED, claim.target());
    }

    @Test
    void aSightingClaimsAsObservedUnlessItsCountIsZero() {
        String indicator = Stix.indicator(1, Stix.DOMAIN, "");
        Claim seen =
                Stix.claims(
                                indicator,
                                Stix.sighting(
                                        2,
                                        1,
                                        ",\"last_seen\":\"2026-01-02T03:04:05.999Z\",\"count\":2"))
                        .get(1);
        assertEquals(Basis.OBSERVED, seen.grounds().basis());
        assertEquals(NEW_YEAR + DAY + 3 * 3_600 + 4 * 60 + 5, seen.validity().fromSecond());
        assertEquals(Stix.id("sighting", 2), seen.objectId());
        assertEquals(2, Stix.claims(indicator, Stix.sighting(2, 1, "")).size());
        assertEquals(1, Stix.claims(indicator, Stix.sighting(2, 1, ",\"count\":0")).size());
        assertEquals(1, Stix.claims(indicator, Stix.sighting(2, 1, ",\"count\":\"many\"")).size());
        assertEquals(1, Stix.claims(indicator, Stix.sighting(2, 9, "")).size());
    }

    @Test
    void anOpinionAgreesOrDisagreesAsAnalysed() {
        String indicator = Stix.indicator(1, Stix.DOMAIN, "");
        for (String agrees : List.of("strongly-agree", "agree")) {
            Claim claim = Stix.claims(indicator, Stix.opinion(2, 1, agrees)).get(1);
            assertEquals(Stance.MALICIOUS, claim.stance());
            assertEquals(Basis.ANALYSED, claim.grounds().basis());
        }
        for (String disagrees : List.of("strongly-disagree", "disagree")) {
            assertEquals(
                    Stance.BENIGN,
                    Stix.claims(indicator, Stix.opinion(2, 1, disagrees)).get(1).stance());
        }
        assertEquals(1, Stix.claims(indicator, Stix.opinion(2, 1, "neutral")).size());
        String benign = Stix.indicator(1, Stix.DOMAIN, ",\"indicator_types\":[\"benign\"]");
        assertEquals(
                Stance.MALICIOUS,
                Stix.claims(benign, Stix.opinion(2, 1, "disagree")).get(1).stance());
    }

    @Test
    void ourExtensionSaysBasisRoleRootsAndSource() {
        String root = "ab".repeat(32);
        String more =
                EXTENSION.formatted(
                        "\"basis\":\"relayed\",\"role\":\"mention\",\"source\":\"list.example\",\"abuse\":\"spam\","
                                + "\"target\":\"shared\",\"roots\":[\""
                                + root
                                + "\"],\"later\":1");
        Claim claim = only(Stix.claims(Stix.indicator(1, Stix.DOMAIN, more)));
        assertEquals(Basis.RELAYED, claim.grounds().basis());
        assertEquals(Role.MENTION, claim.grounds().role());
        assertEquals(root, claim.grounds().roots().getFirst().hex());
        assertEquals("list.example", claim.grounds().source());
        assertEquals(AbuseClass.SPAM, claim.abuse());
        assertEquals(Target.SHARED, claim.target());
    }

    @Test
    void anObjectWithABrokenExtensionClaimsNothingAndSpoilsNoOther() {
        String root = "\"" + "ab".repeat(32) + "\",";
        for (String broken :
                List.of(
                        "\"basis\":\"guessed\",\"role\":\"mention\"",
                        "\"basis\":\"relayed\"",
                        "\"basis\":\"relayed\",\"role\":\"mention\",\"roots\":[\"00\"]",
                        "\"basis\":\"relayed\",\"role\":\"mention\",\"roots\":["
                                + root.toUpperCase(java.util.Locale.ROOT).replace(",", "]"),
                        "\"basis\":\"relayed\",\"role\":\"mention\",\"roots\":["
                                + root.repeat(16)
                                + root.replace(",", "]"),
                        "\"basis\":\"relayed\",\"role\":\"mention\",\"source\":\""
                                + "a".repeat(257)
                                + "\"",
                        "\"basis\":\"relayed\",\"role\":\"mention\",\"source\":\"a\\nb\"",
                        "\"basis\":\"relayed\",\"role\":\"mention\",\"source\":\"a\\u202eb\"",
                        "\"basis\":\"relayed\",\"role\":\"mention\",\"abuse\":\"opinion\"",
                        "\"basis\":\"relayed\",\"role\":\"mention\",\"target\":7")) {
            List<Claim> claims =
                    Stix.claims(
                            Stix.indicator(1, Stix.DOMAIN, EXTENSION.formatted(broken)),
                            Stix.indicator(2, Stix.DOMAIN, ""));
            assertEquals(Stix.id("indicator", 2), only(claims).objectId(), broken);
        }
        assertEquals(List.of(), Stix.claims(Stix.indicator(1, Stix.DOMAIN, ",\"extensions\":[]")));
        assertEquals(
                List.of(),
                Stix.claims(
                        Stix.indicator(
                                1,
                                Stix.DOMAIN,
                                ",\"extensions\":{\"" + ClaimExtension.ID + "\":1}")));
    }

    @Test
    void validityIsStatedOrTheLifetimeOfTheKind() {
        assertEquals(
                new Claim.Validity(NEW_YEAR, NEW_YEAR + DAY),
                only(Stix.claims(Stix.indicator(1, "[ipv4-addr:value = '198.51.100.7']", "")))
                        .validity());
        assertEquals(
                new Claim.Validity(NEW_YEAR, NEW_YEAR + 1),
                only(Stix.claims(
                                Stix.indicator(
                                        1,
                                        Stix.DOMAIN,
                                        ",\"valid_until\":\"2026-01-01T00:00:01.000000000001Z\"")))
                        .validity());
        for (String until :
                List.of("\"2026-01-01T00:00:00Z\"", "\"2025-01-01T00:00:00Z\"", "\"soon\"", "7")) {
            assertEquals(
                    List.of(),
                    Stix.claims(Stix.indicator(1, Stix.DOMAIN, ",\"valid_until\":" + until)),
                    until);
        }
    }

    @Test
    void anObjectThatIsNotAsItShouldBeClaimsNothing() {
        String good = Stix.indicator(1, Stix.DOMAIN, "");
        for (String bad :
                List.of(
                        good.replace("2026-01-01T00:00:00Z", "2026-02-30T00:00:00Z"),
                        good.replace("2026-01-01T00:00:00Z", "1969-12-31T23:59:59Z"),
                        good.replace("\"valid_from\"", "\"valid_form\""),
                        good.replace("\"pattern_type\":\"stix\"", "\"pattern_type\":\"snort\""),
                        good.replace("\"id\":\"indicator--", "\"id\":\"malware--"),
                        good.replace("00000000-0000-4000-8000", "0000000A-0000-4000-8000"),
                        good.replace("\"spec_version\"", "\"revoked\":\"yes\",\"spec_version\""),
                        good.replace(
                                "\"spec_version\"",
                                "\"indicator_types\":\"benign\",\"spec_version\""),
                        good.replace("\"spec_version\"", "\"labels\":[1],\"spec_version\""),
                        good.replace("\"type\":\"indicator\"", "\"type\":[\"indicator\"]"),
                        "7",
                        "null",
                        "[]",
                        "{}",
                        "{\"id\":7}",
                        "{\"id\":\"\"}")) {
            List<Claim> claims = Stix.claims(bad, Stix.indicator(2, Stix.DOMAIN, ""));
            assertEquals(Stix.id("indicator", 2), only(claims).objectId(), bad);
        }
    }

    @Test
    void theNewestVersionHoldsWhateverTheOrder() {
        String old = Stix.indicator(1, Stix.DOMAIN, "");
        String revoked =
                Stix.indicator(1, Stix.DOMAIN, ",\"revoked\":true")
                        .replace(
                                "\"modified\":\"2026-01-01T00:00:00.000Z\"",
                                "\"modified\":\"2026-01-01T00:00:00.0001Z\"");
        assertTrue(only(Stix.claims(old, revoked)).revoked());
        assertTrue(only(Stix.claims(revoked, old)).revoked());
        assertEquals(1, Stix.claims(old, old).size());
    }

    @Test
    void twoDifferentVersionsOfOneTimeClaimNothing() {
        String one = Stix.indicator(1, Stix.DOMAIN, "");
        String other = Stix.indicator(1, "[domain-name:value = 'other.net']", "");
        assertEquals(List.of(), Stix.claims(one, other));
        assertEquals(List.of(), Stix.claims(one, other, one));
        String newer = other.replace("\"modified\":\"2026-01-01", "\"modified\":\"2026-01-02");
        assertEquals("other.net", only(Stix.claims(one, newer, other)).subject().value());
    }

    @Test
    void whatWasTakenBackCannotBeConfirmed() {
        String revoked = Stix.indicator(1, Stix.DOMAIN, ",\"revoked\":true");
        assertTrue(
                only(Stix.claims(revoked, Stix.sighting(2, 1, ""), Stix.opinion(3, 1, "agree")))
                        .revoked());
        List<Claim> both = Stix.claims(revoked, Stix.sighting(2, 1, ",\"revoked\":true"));
        assertEquals(2, both.size());
        assertTrue(both.get(1).revoked());
    }

    @Test
    void refusesWhatIsNoBundle() {
        assertEquals(Checked.refused("not a JSON object", ""), Stix.read("[]"));
        assertEquals(
                Checked.refused("not a STIX bundle", "/type"), Stix.read("{\"type\":\"report\"}"));
        assertEquals(
                Checked.refused("objects are not a list", "/objects"),
                Stix.read("{\"type\":\"bundle\",\"objects\":{}}"));
        assertEquals(List.of(), Stix.read("{\"type\":\"bundle\"}").orThrow());
        assertTrue(
                Stix.read("{\"type\":\"bundle\",\"type\":\"bundle\"}") instanceof Checked.Refused);
    }

    @Test
    void refusesManySightingsOfOneLongPattern() {
        StringBuilder pattern = new StringBuilder("[ipv4-addr:value = '10.0.0.0'");
        for (int at = 1; at < 1_024; at++) {
            pattern.append(" OR ipv4-addr:value = '10.0.%d.%d'".formatted(at / 256, at % 256));
        }
        String[] objects = new String[65];
        objects[0] = Stix.indicator(0, pattern + "]", "");
        for (int at = 1; at <= 64; at++) {
            objects[at] = Stix.sighting(at, 0, "");
        }
        assertEquals(
                Checked.refused("over 65535 claims in one bundle", "/objects/63"),
                Stix.read(Stix.bundle(objects)));
        objects[1] = objects[2];
        objects[63] = objects[2];
        objects[64] = objects[2];
        assertEquals(62 * 1_024, Stix.claims(objects).size());
    }

    private static Claim only(List<Claim> claims) {
        assertEquals(1, claims.size(), claims.toString());
        return claims.getFirst();
    }

    /** OpenCTI sets the score to 0 and the end to now when it revokes; MISP clears to_ids. */
    @Test
    void aRevocationIsReadWhateverElseItSays() {
        for (String more :
                List.of(
                        ",\"x_opencti_score\":0",
                        ",\"labels\":[\"misp:to_ids=\\\"False\\\"\"]",
                        ",\"valid_until\":\"2026-01-01T00:00:00Z\"",
                        ",\"valid_until\":\"never\"")) {
            assertEquals(List.of(), Stix.claims(Stix.indicator(1, Stix.DOMAIN, more)), more);
            List<Claim> revoked =
                    Stix.claims(Stix.indicator(1, Stix.DOMAIN, more + ",\"revoked\":true"));
            assertEquals(List.of(true), revoked.stream().map(Claim::revoked).toList(), more);
        }
    }
}
