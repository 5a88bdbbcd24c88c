package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.statement.StatementId;
import org.comity.statement.StixObject;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What its creator revoked holds no more, also once nobody keeps the payload that revoked it. */
class RevokedForGoodTest {
    private static final Instant START = Instant.parse("2026-01-05T12:00:00Z");
    private static final String ACTOR = "intrusion-set--11111111-1111-4111-8111-111111111111";
    private static final String MALWARE = "malware--22222222-2222-4222-8222-222222222222";
    private static final String USES =
            ",\"relationship_type\":\"uses\",\"source_ref\":\""
                    + ACTOR
                    + "\",\"target_ref\":\""
                    + MALWARE
                    + "\"";
    private static final String REVOKED = ",\"revoked\":true";
    @TempDir Path folder;
    private volatile Instant now = START;

    @Test
    void aLinkDoesNotComeBackWhileWhatSaidItIsKept() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        try (Desk desk = Desk.open(data, () -> now)) {
            desk.recover();
            say(desk, all(1, ""), indicator(400));
            assertTrue(links(desk), "there is a link to revoke");
            now = START.plus(Duration.ofDays(1));
            StatementId revocation = say(desk, all(2, REVOKED));
            assertFalse(links(desk));
            sweep(desk, 300);
            assertFalse(links(desk), "the revocation is kept as long as what it revokes");
            assertTrue(desk.payloads().statement(revocation).isPresent());
        }
    }

    @Test
    void whatIsSaidAgainStaysRevokedThoughNoPayloadIsKept() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        try (Desk desk = Desk.open(data, () -> now)) {
            desk.recover();
            StatementId first = say(desk, all(1, ""));
            StatementId revocation = say(desk, all(2, REVOKED));
            sweep(desk, 200);
            sweep(desk, 200);
            for (StatementId id : List.of(first, revocation)) {
                assertTrue(desk.payloads().statement(id).isEmpty(), id.toString());
            }
            assertNothingOfTheObjectsIsKept(desk, revocation);
            say(desk, all(1, ""));
            say(desk, object("malware", 3, 1, ",\"name\":\"X-Agent\",\"is_family\":true"));
            assertFalse(links(desk));
            List<String> exported = exported(desk);
            assertEquals(1, exported.size(), exported.toString());
            assertEquals(List.of("malware--33333333-3333-4333-8333-333333333333"), called(desk));
            assertEquals(List.of(), DataCheck.of(desk, _ -> {}).findings());
            desk.writer().callLong(() -> Rebuild.run(desk));
            assertFalse(links(desk));
            assertEquals(exported, exported(desk));
            assertEquals(List.of(), DataCheck.of(desk, _ -> {}).findings());
        }
    }

    private static void assertNothingOfTheObjectsIsKept(Desk desk, StatementId revocation)
            throws IOException {
        Bytes kept = desk.store().value(RowKeys.dropped(revocation)).orElseThrow();
        assertFalse(kept.utf8().contains("X-Agent"), "a name is not needed to know it for revoked");
        assertTrue(kept.length() < 3 * 150, "one short row for three objects: " + kept.length());
    }

    private void sweep(Desk desk, int days) throws IOException {
        now = START.plus(Duration.ofDays(days));
        for (int round = 0; round < 4; round++) {
            desk.tick();
        }
    }

    /** The actor, the malware, and that the one uses the other. */
    private static String all(int day, String more) {
        return object("intrusion-set", 1, day, ",\"name\":\"APT29\"" + more)
                + ","
                + object("malware", 2, day, ",\"name\":\"X-Agent\",\"is_family\":true" + more)
                + ","
                + object("relationship", 4, day, USES + more);
    }

    private static String indicator(int days) {
        return object(
                "indicator",
                5,
                1,
                ",\"pattern_type\":\"stix\",\"pattern\":\"[domain-name:value = 'www.bad-host.com']\""
                        + ",\"valid_from\":\""
                        + START
                        + "\",\"valid_until\":\""
                        + START.plus(Duration.ofDays(days))
                        + "\"");
    }

    private static String object(String type, int digit, int day, String more) {
        String uuid = "dddddddd-dddd-4ddd-8ddd-dddddddddddd".replace("d", "" + digit);
        return "{\"type\":\"%s\",\"id\":\"%s--%s\",\"spec_version\":\"2.1\""
                        .formatted(type, type, uuid)
                + ",\"created\":\"2026-01-01T00:00:00Z\",\"modified\":\"2026-01-0%dT00:00:00Z\"%s}"
                        .formatted(day, more);
    }

    private static StatementId say(Desk desk, String... objects) throws IOException {
        String bundle =
                "{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":["
                        + String.join(",", objects)
                        + "]}";
        ObjectNode with = Json.object().put("source", "feed.example");
        with.put("raw", bundle.getBytes(StandardCharsets.UTF_8));
        long size = desk.logs().own().tree().size();
        run(desk, "import", with);
        assertEquals(size + 1, desk.logs().own().tree().size());
        return new StatementId(desk.logs().own().origin(), size);
    }

    private static boolean links(Desk desk) throws IOException {
        ObjectNode with = Json.object().put("hops", 1);
        with.putArray("values").add(ACTOR);
        return run(desk, "trace", with).path("text").asString("").contains("uses ->");
    }

    private static List<String> called(Desk desk) {
        return desk.index().links().find("X-Agent", _ -> true).stream()
                .map(StixObject::id)
                .toList();
    }

    private static List<String> exported(Desk desk) throws IOException {
        var objects = new ArrayList<String>();
        new Operations(desk, new Joiner(desk, PeerClient.of(desk)), Optional.empty())
                .run(
                        "export-stix",
                        Json.object(),
                        line -> {
                            if (line.toString().contains("X-Agent")) {
                                objects.add(line.toString());
                            }
                        });
        return objects;
    }

    private static JsonNode run(Desk desk, String name, ObjectNode with) throws IOException {
        return new Operations(desk, new Joiner(desk, PeerClient.of(desk)), Optional.empty())
                .run(name, with, _ -> {});
    }
}
