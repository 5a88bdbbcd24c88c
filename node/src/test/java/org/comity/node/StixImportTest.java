package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StixImportTest {
    private static final String TIMES =
            "\"spec_version\":\"2.1\",\"created\":\"2026-01-01T00:00:00Z\","
                    + "\"modified\":\"2026-01-02T00:00:00Z\"";
    private static final String ACTOR = "intrusion-set--11111111-1111-4111-8111-111111111111";
    private static final String MALWARE = "malware--22222222-2222-4222-8222-222222222222";

    @TempDir Path folder;

    @Test
    void theGoodIsStatedAndTheBadNamedWithItsPlace() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        Path file =
                bundle(
                        "bundle.json",
                        object(
                                "intrusion-set",
                                "1",
                                "\"name\":\"APT29\",\"aliases\":[\"Cozy Bear\"]"),
                        "{\"type\":\"tool\"}",
                        object("malware", "2", "\"name\":\"X-Agent\",\"x_own\":{\"kept\":[1,2]}"),
                        "7",
                        uses("uses", ACTOR, MALWARE),
                        object("indicator", "3", indicator("www.bad-host.com")),
                        object(
                                "tool",
                                "9",
                                "\"name\":\"red\",\"object_marking_refs\":[\"marking-definition--00000000-0000-4000-8000-000000000000\"]"));
        Cli.Ran ran = Cli.run(data, "import", file.toString(), "--source", "feed.example");
        assertEquals(0, ran.exit(), ran.err());
        assertTrue(
                ran.out().startsWith("3 refused, 4 reported: 1 claims in 1 statements"), ran.out());
        assertTrue(ran.out().contains("bundle.json, object 2: no id"), ran.out());
        assertTrue(ran.out().contains("bundle.json, object 4: not a JSON object"), ran.out());
        assertTrue(ran.out().contains("object 7: marked TLP:RED, or in a way"), ran.out());
        String trace = Cli.run(data, "trace", "cozy bear").out();
        assertTrue(trace.contains("intrusion-set APT29"), trace);
        assertTrue(trace.contains("malware X-Agent"), trace);
        assertTrue(trace.contains("uses -> in desk.example/log#0"), trace);
        String path = Cli.run(data, "trace", "--from", "X-Agent", "--to", "APT29").out();
        assertTrue(path.contains("<- uses"), path);
        assertTrue(
                Cli.run(data, "trace", "Nobody").err().contains("no actor, malware, campaign"),
                Cli.run(data, "trace", "Nobody").err());
        String explained = Cli.run(data, "explain", "www.bad-host.com").out();
        assertTrue(explained.contains("relayed"), explained);
        assertEquals(0, Cli.run(data, "check-data").exit(), Cli.run(data, "check-data").out());
    }

    /** It could be read by itself, and the bundle around it could not. */
    @Test
    void anObjectThatIsNestedTooDeepSpoilsNoOther() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        String deep = "[".repeat(98) + "]".repeat(98);
        Path file =
                bundle(
                        "bundle.json",
                        object("malware", "2", "\"name\":\"X\",\"x_deep\":" + deep),
                        object("indicator", "3", indicator("www.bad-host.com")));
        Cli.Ran ran = Cli.run(data, "import", file.toString(), "--source", "feed.example");
        assertTrue(
                ran.out().startsWith("1 refused, 1 reported: 1 claims in 1 statements"), ran.out());
        assertTrue(ran.out().contains("object 1: nested too deep for a bundle"), ran.out());
    }

    @Test
    void whatWasStatedIsNotStatedAgainNorOtherwise() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        String one = object("malware", "2", "\"name\":\"X-Agent\"");
        assertEquals(0, Cli.run(data, "import", bundle("a.json", one).toString()).exit());
        String again = Cli.run(data, "import", bundle("b.json", one, one).toString()).out();
        assertTrue(again.startsWith("2 already: 0 claims in 0 statements"), again);
        String changed =
                Cli.run(data, "import", bundle("c.json", one.replace("X-", "Y-")).toString()).out();
        assertTrue(changed.startsWith("1 reported"), changed);
        assertTrue(changed.contains("stated before with other content"), changed);
        String newer = one.replace("2026-01-02", "2026-01-03").replace("X-", "Y-");
        assertEquals(0, Cli.run(data, "import", bundle("d.json", newer).toString()).exit());
        String trace = Cli.run(data, "trace", "x-agent").out();
        assertTrue(trace.startsWith("malware Y-Agent"), trace);
        String erased = Cli.run(data, "erase", "desk.example/log#0").out();
        assertTrue(Cli.run(data, "trace", "x-agent").err().contains("called so"), erased);
        assertEquals(0, Cli.run(data, "check-data").exit(), Cli.run(data, "check-data").out());
        assertEquals(0, Cli.run(data, "rebuild").exit());
        assertEquals(0, Cli.run(data, "check-data").exit(), Cli.run(data, "check-data").out());
    }

    @Test
    void aBundleRevokesNothingThatThisMemberClaimsItself() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        Cli.run(data, "claim", "bad.comity-test.net", "--class", "phishing");
        String receipt = Cli.run(data, "receipt", "desk.example/log#0").out();
        String extra = receipt.lines().filter(it -> it.startsWith("extra ")).findFirst().get();
        String stated =
                new String(
                        Base64.getDecoder().decode(extra.substring(6)),
                        StandardCharsets.ISO_8859_1);
        var id = Pattern.compile("indicator--[0-9a-f-]{36}").matcher(stated);
        assertTrue(id.find(), stated);
        String forged =
                object("indicator", "2", "\"revoked\":true," + indicator("bad.comity-test.net"))
                        .replaceFirst("indicator--[0-9a-f-]{36}", id.group())
                        .replace("2026-01-02", "2099-01-02");
        String out = Cli.run(data, "import", bundle("x.json", forged).toString()).out();
        assertTrue(out.contains("this member made it itself"), out);
        String after = Cli.run(data, "explain", "bad.comity-test.net").out();
        assertTrue(after.startsWith("bad.comity-test.net is listed"), after);
    }

    @Test
    void whatIsMarkedStricterStandsInAStatementOfItsOwn() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        String amber =
                "\"object_marking_refs\":[\"marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421\"]";
        Path file =
                bundle(
                        "x.json",
                        object("malware", "2", "\"name\":\"Open\""),
                        object("malware", "3", "\"name\":\"Close\"," + amber));
        String out = Cli.run(data, "import", file.toString()).out();
        assertTrue(out.startsWith("2 reported: 0 claims in 2 statements"), out);
    }

    /** STIX 2.0 has no spec_version on objects, observes in a dictionary, and labels indicators. */
    @Test
    void stix20IsTakenAsItIsAndRead() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        String observed =
                old(
                        "observed-data",
                        "5",
                        "\"first_observed\":\"2026-01-01T00:00:00Z\",\"last_observed\":\"2026-01-01T00:00:00Z\","
                                + "\"number_observed\":1,\"objects\":{\"0\":{\"type\":\"domain-name\",\"value\":"
                                + "\"drop.bad-host.com\",\"resolves_to_refs\":[\"1\"]},"
                                + "\"1\":{\"type\":\"ipv4-addr\",\"value\":\"198.51.100.9\"}}");
        String indicator =
                old(
                        "indicator",
                        "3",
                        "\"labels\":[\"malicious-activity\"],\"pattern\":\"[domain-name:value = 'www.bad-host.com']\","
                                + "\"valid_from\":\""
                                + Instant.now().minusSeconds(60)
                                + "\"");
        String actor = old("intrusion-set", "1", "\"name\":\"Grey Heron\"");
        Path file = bundle("old.json", actor, indicator, observed);
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "{\"type\":\"bundle\"",
                                "{\"spec_version\":\"2.0\",\"type\":\"bundle\"")
                        .replace("bundle--1", "bundle--11111111-1111-4111-8111-111111111111"));
        Cli.Ran held = Cli.run(data, "validate", file.toString());
        assertEquals(0, held.exit(), held.out());
        String out = Cli.run(data, "import", file.toString(), "--source", "old.example").out();
        assertTrue(out.startsWith("3 reported: 1 claims in 1 statements"), out);
        String explained = Cli.run(data, "explain", "www.bad-host.com").out();
        assertTrue(explained.contains("relayed"), explained);
        assertTrue(Cli.run(data, "trace", "grey heron").out().contains("Grey Heron"));
        String path =
                Cli.run(data, "trace", "--from", "drop.bad-host.com", "--to", "198.51.100.9").out();
        assertTrue(path.contains("resolves-to"), path);
        assertEquals(0, Cli.run(data, "check-data").exit(), Cli.run(data, "check-data").out());
    }

    private static String old(String type, String digit, String more) {
        return object(type, digit, more)
                .replace("\"spec_version\":\"2.1\",", "")
                .replace("00:00:00Z", "00:00:00.000Z");
    }

    private static String indicator(String domain) {
        return "\"pattern_type\":\"stix\",\"pattern\":\"[domain-name:value = '"
                + domain
                + "']\",\"valid_from\":\""
                + Instant.now().minusSeconds(60)
                + "\"";
    }

    private static String object(String type, String digit, String more) {
        String uuid = "dddddddd-dddd-4ddd-8ddd-dddddddddddd".replace("d", digit);
        return "{\"type\":\""
                + type
                + "\",\"id\":\""
                + type
                + "--"
                + uuid
                + "\","
                + TIMES
                + ","
                + more
                + "}";
    }

    private static String uses(String type, String from, String to) {
        return object(
                "relationship",
                "4",
                "\"relationship_type\":\""
                        + type
                        + "\",\"source_ref\":\""
                        + from
                        + "\",\"target_ref\":\""
                        + to
                        + "\"");
    }

    private Path bundle(String name, String... objects) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                "{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":["
                        + String.join(",\n", objects)
                        + "]}");
    }
}
