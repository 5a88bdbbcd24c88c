package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Whatever comes in by head, query or body: an answer that says why not, soon, and never 500. */
class ApiFuzzTest extends RunningNodes {
    private static final int CASES = Integer.getInteger("cases", 3_000);
    private static final List<String> WORDS =
            List.of(
                    "a.com",
                    "192.0.2.1",
                    "",
                    "%00",
                    "%ff",
                    "%",
                    "true",
                    "-1",
                    "999999999",
                    "1e9",
                    "../..",
                    "member",
                    "group x",
                    "http://a.com/%2e",
                    "\u0000",
                    "\ud800",
                    "é",
                    "=",
                    "&",
                    "comity_0000000000000000_",
                    "x".repeat(300),
                    "[]",
                    "{}",
                    "null",
                    "a.example/log#0");

    private final long seed = Long.getLong("seed", System.nanoTime());

    /** Of what cannot be undone or takes long only the reading is tried. */
    private static final List<String> SPARED = List.of("rebuild", "recover", "check-data");

    @Test
    void noCallFailsOrHangs() throws Exception {
        Node a = start(A, "NL");
        var random = new Random(seed);
        String token = ApiClient.token(a, "", "admin");
        try (ChangeFeed feed = ChangeFeed.start(a.desk(), a.operations(Optional.empty()))) {
            var routes = new ApiRoutes(a.desk(), a::operations, feed);
            var statuses = new TreeMap<Integer, Integer>();
            for (int at = 0; at < CASES; at++) {
                HttpServer.Asked asked = asked(random, token);
                String what = "seed " + seed + ", case " + at + ": " + asked;
                long began = System.nanoTime();
                Optional<HttpServer.Answered> refused = routes.refused(asked);
                HttpServer.Answered answer =
                        refused.isPresent() ? refused.get() : HttpServer.answered(routes, asked);
                assertTrue(answer.status() < 500, what + " " + answer.body().utf8());
                assertTrue(
                        Duration.ofNanos(System.nanoTime() - began).toSeconds() < 20,
                        () -> "slow: " + what);
                if (answer.status() >= 400) {
                    assertEquals(ApiProblem.TYPE, answer.type(), what);
                    assertTrue(Json.parse(answer.body().utf8()).has("detail"), what);
                }
                statuses.merge(answer.status(), 1, Integer::sum);
            }
            // Else the cases are too wild to get past the door.
            assertTrue(
                    statuses.keySet().containsAll(List.of(200, 400, 401, 404, 422)),
                    statuses.toString());
        }
    }

    private static HttpServer.Asked asked(Random random, String token) {
        ApiRoute route;
        do {
            route = ApiTable.ROUTES.get(random.nextInt(ApiTable.ROUTES.size()));
        } while (SPARED.contains(route.operation()));
        var path = new StringBuilder(ApiTable.ROOT);
        path.append(
                route.path().replaceAll("\\{[a-z]+}", word(random).replaceAll("[\\\\$?/]", "_")));
        ObjectNode body = Json.object();
        char next = '?';
        for (ApiField field : route.fields()) {
            if (random.nextInt(4) == 0 && !field.required()) {
                continue;
            }
            switch (field.place()) {
                case PATH -> {}
                case QUERY -> {
                    path.append(next).append(field.name()).append('=').append(word(random));
                    next = '&';
                }
                case BODY -> put(body, field, random);
            }
        }
        if (random.nextInt(8) == 0) {
            path.append(next).append(word(random));
        }
        var headers = new TreeMap<String, String>();
        headers.put("content-type", random.nextInt(20) == 0 ? word(random) : "application/json");
        String credentials = random.nextInt(20) == 0 ? word(random) : token;
        headers.put(
                "authorization",
                (random.nextInt(20) == 0 ? word(random) : "Bearer ") + credentials);
        return new HttpServer.Asked(
                random.nextInt(20) == 0 ? "PATCH" : route.method(),
                path.toString(),
                headers,
                route.hasBody() ? bytes(body, random) : Bytes.EMPTY,
                "127.0.0.1");
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static void put(ObjectNode body, ApiField field, Random random) {
        int kind = random.nextInt(12);
        if (!field.words().isEmpty() && kind > 2) {
            body.put(field.name(), field.words().get(random.nextInt(field.words().size())));
            return;
        }
        switch (kind) {
            case 0 -> body.putNull(field.name());
            case 1 -> body.put(field.name(), random.nextLong());
            case 2 -> body.put(field.name(), random.nextDouble());
            case 3 -> body.put(field.name(), random.nextBoolean());
            case 4 -> body.putObject(field.name()).put("f", random.nextInt());
            default -> {
                if (field.type() == ApiField.Type.TEXTS) {
                    body.putArray(field.name()).add(word(random)).add(word(random));
                } else {
                    body.put(field.name(), word(random));
                }
            }
        }
    }

    /** Mostly whole; else cut, or with a byte that is another. */
    private static Bytes bytes(ObjectNode body, Random random) {
        byte[] text = Json.line(body).getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(5) == 0) {
            text[random.nextInt(text.length)] = (byte) random.nextInt();
        }
        int length = random.nextInt(8) == 0 ? random.nextInt(text.length) : text.length;
        return Bytes.of(text).slice(0, length);
    }

    @Test
    void deepJsonAndGreatNumbersAreRefused() throws Exception {
        Node a = start(A, "NL");
        try (ApiClient client = ApiClient.of(a, "read")) {
            for (String body :
                    List.of(
                            "[".repeat(100_000),
                            "{\"values\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}",
                            "{\"at\":" + "9".repeat(10_000) + ",\"values\":[]}",
                            "{\"at\":1e99999999,\"values\":[]}",
                            "{\"" + "k".repeat(100_000) + "\":1}")) {
                assertEquals(400, client.call("POST", "/check", body).statusCode());
            }
        }
    }

    @Test
    void bytesThatAreNoHttpGetAnAnswerOrAnEnd() throws Exception {
        Node a = start(A, "NL");
        var random = new Random(seed);
        int port = a.desk().config().api().listen().orElseThrow().getPort();
        for (int at = 0; at < 60; at++) {
            byte[] junk = new byte[1 + random.nextInt(400)];
            random.nextBytes(junk);
            String head = random.nextBoolean() ? "GET /api/v1/status HTTP/1.1\r\n" : "";
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(junk);
                socket.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                String answer = read(socket);
                assertTrue(
                        answer.isEmpty() || answer.startsWith("HTTP/1.1 4"),
                        "seed " + seed + answer);
            }
        }
    }

    private static String read(Socket socket) {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException reset) {
            return ""; // closed with bytes unread
        }
    }
}
