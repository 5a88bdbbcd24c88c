package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is no subject is found by whatever spelling somebody has of it, and is on no list. */
class ObservablesCommandTest {
    private static final String MD5 = "0123456789abcdef0123456789abcdef";
    private static final String SHA256 = "ab".repeat(32);

    private static final String BUNDLE =
            """
            {"type":"bundle","id":"bundle--55555555-5555-4555-8555-555555555555","objects":[
             {"type":"malware","spec_version":"2.1","id":"malware--22222222-2222-4222-8222-222222222222",
              "created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z",
              "name":"X-Agent","is_family":true},
             {"type":"file","spec_version":"2.1","id":"file--aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa",
              "hashes":{"MD5":"0123456789ABCDEF0123456789abcdef","SHA-256":"%s"}},
             {"type":"mutex","spec_version":"2.1","id":"mutex--bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb",
              "name":"Local\\\\Evil"},
             {"type":"mac-addr","spec_version":"2.1","id":"mac-addr--cccccccc-cccc-4ccc-8ccc-cccccccccccc",
              "value":"d2:fb:49:24:37:18"},
             {"type":"indicator","spec_version":"2.1","id":"indicator--33333333-3333-4333-8333-333333333333",
              "created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z",
              "pattern_type":"stix","pattern":"[ipv4-addr:value = '192.0.2.7/24']",
              "valid_from":"2026-01-01T00:00:00Z"},
             {"type":"relationship","spec_version":"2.1",
              "id":"relationship--44444444-4444-4444-8444-444444444444",
              "created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z",
              "relationship_type":"indicates","source_ref":"indicator--33333333-3333-4333-8333-333333333333",
              "target_ref":"malware--22222222-2222-4222-8222-222222222222"},
             {"type":"relationship","spec_version":"2.1",
              "id":"relationship--66666666-6666-4666-8666-666666666666",
              "created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z",
              "relationship_type":"related-to","source_ref":"malware--22222222-2222-4222-8222-222222222222",
              "target_ref":"mutex--bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"},
             {"type":"relationship","spec_version":"2.1",
              "id":"relationship--77777777-7777-4777-8777-777777777777",
              "created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z",
              "relationship_type":"variant-of","source_ref":"malware--22222222-2222-4222-8222-222222222222",
              "target_ref":"file--aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"}
            ]}
            """
                    .formatted(SHA256);

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path data;

    @BeforeEach
    void aDeskThatTookTheBundle() throws IOException {
        data = Cli.init(folder, "desk.example", "NL");
        Path file = Files.writeString(folder.resolve("b.json"), BUNDLE);
        Cli.Ran ran = Cli.run(data, "import", file.toString(), "--source", "feed.example");
        assertEquals(0, ran.exit(), ran.out() + ran.err());
    }

    @Test
    void tracesMeetUnderAnySpelling() {
        for (String typed :
                new String[] {
                    MD5, "md5:" + MD5.toUpperCase(java.util.Locale.ROOT), "file-hash:MD5:" + MD5
                }) {
            String trace = Cli.run(data, "trace", typed).out();
            assertTrue(trace.contains("file:" + SHA256), typed + "\n" + trace);
            assertTrue(trace.contains("malware X-Agent"), typed + "\n" + trace);
            assertFalse(trace.contains("x509-certificate"), "what it is not: " + trace);
        }
        for (String typed :
                new String[] {"mutex:Evil", "mutex:\\Sessions\\3\\BaseNamedObjects\\Evil"}) {
            assertTrue(Cli.run(data, "trace", typed).out().contains("malware X-Agent"), typed);
        }
        String network = Cli.run(data, "trace", "192.0.2[.]0/255.255.255.0").out();
        assertTrue(network.startsWith("network:192.0.2.0/24"), network);
        assertTrue(network.contains("malware X-Agent"), network);
        String path = Cli.run(data, "trace", "--from", MD5, "--to", "mutex:Local\\Evil").out();
        assertTrue(path.contains("mutex:Evil"), path);
    }

    @Test
    void checkSaysWhatItIsAndThatNoListHoldsIt() throws IOException {
        Cli.Ran ran = Cli.run(data, "check", MD5);
        assertEquals(0, ran.exit(), ran.err());
        assertTrue(
                ran.out().startsWith("file-hash:MD5:" + MD5 + ": unknown, on no list\n"),
                ran.out());
        assertTrue(ran.out().contains("  same-as file:" + SHA256 + ", by desk.example"), ran.out());
        JsonNode json =
                Json.parse(Cli.run(data, "check", "D2-FB-49-24-37-18", "nonsense", "--json").out());
        assertEquals(
                "mac-addr:d2:fb:49:24:37:18",
                json.path("subjects").path(0).path("subject").asString());
        assertEquals(1, json.path("refused").asInt());
    }

    @Test
    void theVerdictOnAFileIsFoundByItsOtherDigests() {
        assertEquals(0, Cli.run(data, "claim", SHA256, "--class", "malware").exit());
        String checked = Cli.run(data, "check", MD5).out();
        assertTrue(
                checked.contains("file:" + SHA256 + ", by desk.example: trusted, tier score"),
                checked);
    }

    @Test
    void nobodyClaimsWhatIsNoSubject() {
        for (String typed : new String[] {MD5, "mutex:Evil", "AS64496", "192.0.2.0/24"}) {
            Cli.Ran ran = Cli.run(data, "claim", typed);
            assertEquals(1, ran.exit(), typed + ran.out());
        }
        String list = Cli.run(data, "export").out();
        assertFalse(list.contains(MD5) || list.contains("192.0.2"), list);
    }
}
