package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.comity.taxii.TaxiiTarget;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients do by mistake or on purpose: each gets a TAXII error, and nobody else waits. */
final class TaxiiHostileTest {
    private static final String TAXII = "application/taxii+json;version=2.1";
    private static TaxiiNode node;

    @BeforeAll
    static void start(@TempDir Path folder) {
        node = TaxiiNode.start(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
    }

    private static void assertRefused(int status, TaxiiTarget.Got got, String what) {
        assertEquals(status, got.status(), what + ": " + got.body().utf8());
        assertEquals(TAXII, got.header("content-type").orElse(""), what);
        assertTrue(got.json().text("title").isPresent(), what);
    }

    @Test
    void queriesThatMakeNoSenseAreBadRequests() throws IOException {
        for (String query :
                List.of(
                        "limit=0",
                        "limit=-1",
                        "limit=1e9",
                        "limit=99999999999999999999",
                        "limit=",
                        "next=%00",
                        "next=AAAA",
                        "next=" + "A".repeat(4_000),
                        "added_after=yesterday",
                        "added_after=2026-13-01T00:00:00Z",
                        "match%5Bversion%5D=x",
                        "match%5Bid%5D=" + "a,".repeat(2_000),
                        "match%5Btype%5D=" + "tool,".repeat(1_000),
                        "match%5Btype%5D=tool&match%5Btype%5D=tool",
                        "limit=1&limit=1",
                        "a=%25%32&limit=%FF")) {
            assertRefused(400, node.target().in("objects/?" + query).get(), query);
        }
        assertEquals(200, node.target().in("objects/?limit=1000000000").get().status());
    }

    /** A token is bound to what it was given for; one byte more, less or other is none. */
    @Test
    void tokensOfPagesCannotBeForged() throws IOException {
        for (int at = 0; at < 3; at++) {
            var _ = push(tool(at));
        }
        String next = node.target().in("objects/?limit=1").get().json().text("next").orElseThrow();
        List<String> forged = new ArrayList<>(List.of(next + "A", next.substring(1)));
        for (int at = 0; at < next.length(); at += 5) {
            forged.add(next.substring(0, at));
            char other = next.charAt(at) == 'A' ? 'B' : 'A';
            forged.add(next.substring(0, at) + other + next.substring(at + 1));
        }
        forged.remove("");
        for (String token : forged) {
            String query = "objects/?limit=1&next=" + TaxiiTarget.encoded(token);
            assertRefused(400, node.target().in(query).get(), token);
        }
    }

    @Test
    void otherMethodsAndMediaTypesAreRefused() throws IOException {
        for (String method : List.of("PUT", "PATCH", "OPTIONS", "TRACE", "BREW")) {
            var none = HttpRequest.BodyPublishers.noBody();
            assertRefused(405, node.target().in("objects/").send(method, none), method);
        }
        for (String type :
                List.of(
                        "text/plain",
                        "application/taxii+json;version=2.0",
                        "application/taxii+json;version=2.1;charset=utf-16",
                        ";",
                        "x")) {
            assertRefused(415, node.target().in("objects/").post(type, "{}"), type);
        }
        for (String accept : List.of("text/html", TAXII + ";q=0, */*")) {
            assertRefused(406, node.target().in("objects/").accept(accept).get(), accept);
        }
        var zipped = node.target().in("objects/").header("Content-Encoding", "gzip");
        assertRefused(415, zipped.post(TAXII, "{}"), "gzip");
        assertAllowed("GET, HEAD, POST", "objects/");
        assertAllowed("GET, HEAD", "manifest/");
        assertAllowed("GET, HEAD, DELETE", "objects/" + id(1) + "/");
        assertAllowed("GET, HEAD", "objects/" + id(1) + "/versions/");
        var head = node.target().in("objects/?limit=1");
        assertEquals(200, head.send("HEAD", HttpRequest.BodyPublishers.noBody()).status());
        for (String body : List.of("", "[]", "7", "{}", "{\"objects\":{}}", "{\"objects\":[]}")) {
            assertRefused(422, node.target().in("objects/").post(TAXII, body), body);
        }
    }

    private static void assertAllowed(String methods, String path) throws IOException {
        TaxiiTarget.Got got =
                node.target().in(path).send("PUT", HttpRequest.BodyPublishers.noBody());
        assertRefused(405, got, path);
        assertEquals(methods, got.header("allow").orElse(""), path);
    }

    /** Nobody can say which of two lists is meant; nothing of either is stated. */
    @Test
    void anEnvelopeThatIsBrokenLeavesNothing() throws IOException {
        String objects = "{\"objects\":[" + tool(800) + "]";
        for (String body :
                List.of(
                        objects + ",\"objects\":[" + tool(801) + "]}",
                        objects + ",\"\\u006fbjects\":[" + tool(801) + "]}",
                        objects + "} and more",
                        objects + "}{}",
                        objects,
                        "{\"objects\":[" + tool(800) + ",",
                        "{\"objects\"")) {
            TaxiiTarget.Got got = node.target().in("objects/").post(TAXII, body);
            assertRefused(400, got, body);
            assertTrue(got.body().utf8().contains("byte "), got.body().utf8());
            assertEquals(404, node.target().in("objects/" + id(800) + "/").get().status(), body);
        }
    }

    /** Of what lies not in memory the good that stands before is stated, and that is said. */
    @Test
    void aLongEnvelopeThatIsBrokenSaysThatWhatStoodBeforeIsStated() throws IOException {
        var body = new StringBuilder("{\"objects\":[" + tool(20_000));
        for (int at = 20_001; at < 20_500; at++) {
            body.append(",").append(tool(at));
        }
        body.append(",").append(" ".repeat(5 << 20)).append(tool(20_500)).append("]}x");
        TaxiiTarget.Got got = node.target().in("objects/").post(TAXII, body.toString());
        assertRefused(400, got, "long");
        assertTrue(got.body().utf8().contains("is stated"), got.body().utf8());
        assertEquals(200, node.target().in("objects/" + id(20_000) + "/").get().status());
    }

    @Test
    void headsThatAreNoneAreRefusedAndTheServerGoesOn() throws IOException {
        String path = "/taxii2/comity/collections/";
        assertRaw("GET " + path + "%zz/ HTTP/1.1\r\nHost: h\r\n");
        assertRaw("GET " + path + "%/ HTTP/1.1\r\nHost: h\r\n");
        assertRaw("GET " + path + "?" + "q".repeat(100_000) + " HTTP/1.1\r\nHost: h\r\n");
        assertRaw("GET " + path + " HTTP/1.1\r\nHost: h\r\n" + "X-A: b\r\n".repeat(10_000));
        assertRaw("GET " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: -5\r\n");
        assertRaw(
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n");
        assertRaw("GARBAGE\r\n");
        assertRaw("GET " + path + " HTTP/9.9\r\nHost: h\r\n");
        assertEquals(200, node.target().in("manifest/?limit=1").get().status());
    }

    /** An answer below 500, said as TAXII says it. */
    private static void assertRaw(String head) throws IOException {
        String what = head.substring(0, Math.min(60, head.length())).strip();
        try (var socket = new Socket("127.0.0.1", node.port())) {
            socket.setSoTimeout(10_000);
            try {
                socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.UTF_8));
            } catch (SocketException closed) {
                // It was refused before the end.
            }
            String answer = "";
            try {
                answer =
                        new String(socket.getInputStream().readNBytes(600), StandardCharsets.UTF_8);
            } catch (SocketException reset) {
                // What was not read of it makes the kernel reset the connection.
                return;
            }
            String status = answer.split(" ", 3)[1];
            assertTrue(status.matches("4\\d\\d|505"), what + ": " + answer);
            assertTrue(answer.contains(TAXII), what + ": " + answer);
        }
    }

    /** Bodies that never come keep no more than their own connections. */
    @Test
    void halfRequestsKeepNobodyWaiting() throws IOException {
        String login = TaxiiTarget.base64("one:" + TaxiiNode.PASSWORD);
        String head =
                "POST /taxii2/comity/collections/"
                        + node.collection("own")
                        + "/objects/ HTTP/1.1\r\nHost: h\r\nContent-Type: "
                        + TAXII
                        + "\r\nAccept: "
                        + TAXII
                        + "\r\nContent-Length: 1000\r\n";
        var open = new ArrayList<Socket>();
        try {
            for (int at = 0; at < 40; at++) {
                var socket = new Socket("127.0.0.1", node.port());
                open.add(socket);
                OutputStream out = socket.getOutputStream();
                boolean known = at < 4;
                String with = known ? "Authorization: Basic " + login + "\r\n" : "";
                out.write((head + with + "\r\n{").getBytes(StandardCharsets.UTF_8));
            }
            assertEquals(200, node.target().in("manifest/?limit=1").get().status());
            assertEquals(200, node.target("two").in("manifest/?limit=1").get().status());
            // Four places for envelopes are taken; they are left after ten seconds at most.
            int status = 429;
            for (int at = 0; at < 4 && status == 429; at++) {
                status = push(tool(900)).status();
            }
            assertEquals(202, status);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    /** One user's bodies that drip keep back none of another's, and each is told why it ended. */
    @Test
    void bodiesThatDripKeepBackTheirSenderOnly() throws IOException {
        var open = new ArrayList<Socket>();
        try {
            for (int at = 0; at < 4; at++) {
                var socket = new Socket("127.0.0.1", node.port());
                open.add(socket);
                socket.setSoTimeout(60_000);
                String login = TaxiiTarget.base64("one:" + TaxiiNode.PASSWORD);
                String head = "POST /taxii2/comity/collections/" + node.collection("own");
                head += "/objects/ HTTP/1.1\r\nHost: h\r\nContent-Type: " + TAXII;
                head += "\r\nAuthorization: Basic " + login + "\r\nContent-Length: 1000\r\n\r\n{";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            }
            for (int at = 0; at < 20; at++) {
                var body = "{\"objects\":[" + tool(950 + at) + "]}";
                assertEquals(202, node.target("two").in("objects/").post(TAXII, body).status());
            }
            // Three have a place, and drip; the fourth has it then.
            for (Socket socket : open) {
                byte[] answer = socket.getInputStream().readAllBytes();
                var text = new String(answer, StandardCharsets.UTF_8);
                assertTrue(text.startsWith("HTTP/1.1 408 "), text);
                assertTrue(text.contains(TAXII) && text.contains("\"title\""), text);
            }
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    /** Whoever was let in goes on; whoever guesses is stopped before it costs anything. */
    @Test
    void aFloodOfWrongPasswordsKeepsNobodyOut() throws Exception {
        assertEquals(200, node.target().in("manifest/?limit=1").get().status());
        node.userWhoChose("two-too", "own:r");
        node.userWhoChose("three", "own:r");
        node.user("four", "own:r", "TLP:GREEN");
        var statuses = ConcurrentHashMap.<Integer>newKeySet();
        var ends = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int at = 0; at < 20; at++) {
                int number = at;
                var _ =
                        threads.submit(() -> {
                            for (int each = 0; !ends.get(); each++) {
                                String wrong = "two-too:wrong" + number + "x" + each;
                                statuses.add(
                                        node.target().in("manifest/").login(wrong).get().status());
                            }
                            return true;
                        });
            }
            try {
                for (int at = 0; at < 50; at++) {
                    assertEquals(200, node.target().in("manifest/?limit=1").get().status());
                }
                // Nobody has seen this one yet, and it is not the one that is guessed at.
                int status = 429;
                for (int at = 0; at < 4 && status == 429; at++) {
                    status = node.target("three").in("manifest/?limit=1").get().status();
                }
                assertEquals(200, status);
                // One that was drawn waits for no guesses.
                assertEquals(200, node.target("four").in("manifest/?limit=1").get().status());
            } finally {
                ends.set(true);
            }
        }
        assertEquals(Set.of(401, 429), statuses);
    }

    /** Readers who page while others write see each object once and in the end all of them. */
    @Test
    void twoReadersAndAWriterLoseNothingAndSeeNothingTwice() throws Exception {
        var written = ConcurrentHashMap.<String>newKeySet();
        var done = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var readers = new ArrayList<Future<List<String>>>();
            for (int reader = 0; reader < 2; reader++) {
                int limit = 7 + 90 * reader;
                readers.add(threads.submit(() -> read(limit, done)));
            }
            try {
                pushMany(written);
            } finally {
                done.set(true); // or the readers would go on for ever
            }
            for (Future<List<String>> reader : readers) {
                List<String> seen = reader.get();
                seen.removeIf(it -> !written.contains(it));
                assertEquals(written.size(), seen.size(), "twice, or lost");
                assertEquals(written, Set.copyOf(seen));
            }
        }
    }

    private static void pushMany(Set<String> written) throws IOException {
        for (int envelope = 0; envelope < 20; envelope++) {
            var objects = new ArrayList<String>();
            for (int at = 0; at < 150; at++) {
                int number = 10_000 + envelope * 150 + at;
                objects.add(tool(number));
                written.add(id(number));
            }
            TaxiiTarget.Got got = push(String.join(",", objects));
            assertEquals(202, got.status(), got.body().utf8());
        }
    }

    /** To the end of the collection, and on from there, until a walk that began last is over. */
    private static List<String> read(int limit, AtomicBoolean done) throws IOException {
        var seen = new ArrayList<String>();
        String after = "";
        while (true) {
            boolean last = done.get();
            String next = "";
            do {
                String query = "objects/?limit=" + limit + after + next;
                TaxiiTarget.Got page = node.target().in(query).get();
                seen.addAll(page.texts("objects", "id"));
                var token = page.json().text("next");
                next = token.map(it -> "&next=" + TaxiiTarget.encoded(it)).orElse("");
                if (next.isEmpty()) {
                    after =
                            page.header("x-taxii-date-added-last")
                                    .map(it -> "&added_after=" + it)
                                    .orElse(after);
                }
            } while (!next.isEmpty());
            if (last) {
                return seen;
            }
        }
    }

    private static TaxiiTarget.Got push(String objects) throws IOException {
        return node.target().in("objects/").post(TAXII, "{\"objects\":[" + objects + "]}");
    }

    private static String id(int number) {
        return "tool--00000000-0000-4000-8000-%012d".formatted(number);
    }

    private static String tool(int number) {
        return """
        {"type":"tool","spec_version":"2.1","id":"%s","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"t"}\
        """
                .formatted(id(number));
    }
}
