package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests by programs at both ends, files and clocks included; and what others are not told. */
class ApiRequestsTest extends RequestNodes {
    private static final Bytes FILE = Bytes.of(new byte[] {0, 1, (byte) 0xff});

    private static ObjectNode request() {
        ObjectNode with = Json.object().put("to", B).put("kind", "notification");
        return with.put("subject", "shop.example.com").put("text", SECRET);
    }

    @Test
    void filesGoBothWaysAndOnlyWhoMayReadRequestsIsToldOfThem() throws Exception {
        exchange();
        long deadline = clock.instant().getEpochSecond() + 6 * 3600;
        ObjectNode with = request().put("deadline", deadline);
        with.putArray("attachments").addObject().put("name", "a b").put("base64", FILE.base64());
        String id;
        try (ApiClient asks = ApiClient.of(nodes.get(0), "request")) {
            id = asks.post("/requests", with).path("request").asString();
            assertEquals(
                    6 * 3600,
                    asks.get("/requests/" + id).path("seconds_left").asLong(),
                    "the deadline that was asked for");
        }
        Node b = nodes.get(1);
        awaitStage(b, id, "sent");
        var one = Json.object().put("request", id);
        await(b, "request-show", one, it -> it.path("attachments").size() == 1);
        try (ApiClient desk = ApiClient.of(b, "read", "request");
                ApiClient reader = ApiClient.of(b, "read")) {
            JsonNode shown = desk.get("/requests/" + id);
            String at = shown.path("attachments").path(0).path("statement").asString();
            String named = "/requests/" + id + "/attachments?statement=" + at.replace("#", "%23");
            JsonNode file = desk.get(named);
            assertEquals("a b", file.path("name").asString());
            assertEquals(FILE.base64(), file.path("base64").asString());
            assertEquals(404, desk.call("GET", named + "0", "").statusCode());
            now = now.plus(Duration.ofHours(5));
            assertTrue(desk.get("/status").toString().contains(SECRET));
            assertTrue(desk.get("/alerts").toString().contains(SECRET));
            assertFalse(reader.get("/status").toString().contains(id));
            assertFalse(reader.get("/alerts").toString().contains(id));
            ObjectNode answer = Json.object().put("stage", "answered").put("language", "nl");
            answer.putArray("attachments").addObject().put("name", "c").put("base64", "YQ==");
            desk.post("/requests/" + id + "/steps", answer);
            assertEquals(2, desk.get("/requests/" + id).path("attachments").size());
        }
        awaitStage(nodes.get(0), id, "answered");
    }

    @Test
    void aFileIsNeverOneOfTheNodesMachine() throws Exception {
        exchange();
        try (ApiClient client = ApiClient.of(nodes.get(0), "request")) {
            ObjectNode with = request();
            with.putArray("attachments").add("/etc/hostname");
            refused(400, "/attachments/0", client, with);
            with.putArray("attachments").addObject().put("name", "x").put("path", "/etc/hostname");
            refused(400, "/attachments/0", client, with);
            with.putArray("attachments").addObject().put("name", "x").put("base64", "?");
            refused(400, "/attachments/0/base64", client, with);
            refused(400, "/attach", client, request().put("attach", "/etc/hostname"));
            for (int at = 0; at < 9; at++) {
                with.withArray("attachments").addObject().put("name", "x").put("base64", "YQ==");
            }
            refused(400, "/attachments", client, with);
            with.putArray("attachments").addObject().put("name", "x").put("base64", "");
            refused(422, "1 to 750,000", client, with);
            refused(422, "over already", client, request().put("deadline", 1_700_000_000));
            assertEquals(0, client.get("/requests").path("requests").size());
        }
    }

    private static void refused(int status, String why, ApiClient client, ObjectNode with)
            throws Exception {
        HttpResponse<String> answer = client.call("POST", "/requests", Json.line(with));
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(why), answer.body());
    }
}
