package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.comity.intake.MboxSplitter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Mails that are alike, from a report to the answer that a mail server gets. */
class MailCheckTest extends RunningNodes {
    private static final String B = "isp.example";
    private static final String TEXT =
            """
            Dear %s, your parcel could not be delivered today because nobody was at home and the fee
            of 2.99 EUR is still open. Please confirm your address and pay the fee within three days
            at the page below or the parcel goes back to the sender. We thank you for your patience
            and hope that you enjoy what you ordered from one of our many partner shops worldwide.
            http://%s/pay
            """;

    @Test
    void aVariantOfAReportedMailIsListedByItsFingerprintAlone() throws Exception {
        Node node = start(A, "NL");
        take(node, mail("one", "Ann", "bad-parcel.com"));
        Path variant = mail("two", "Customer", "other-host.net");
        JsonNode answer = post(0, Files.readAllBytes(variant), 200);
        assertEquals("score", answer.path("tier").asString(), answer.toString());
        assertEquals(1, answer.path("listed").size());
        JsonNode listed = answer.path("listed").get(0);
        assertEquals("fingerprint", listed.path("kind").asString());
        assertEquals("trusted", listed.path("level").asString());
        assertTrue(listed.path("equal_positions").asInt() >= 12, listed.toString());
        assertFalse(listed.path("reason").asString().isEmpty());
        assertFalse(listed.path("until").asString().isEmpty());

        JsonNode both = post(0, Files.readAllBytes(mail("one", "Ann", "bad-parcel.com")), 200);
        assertEquals(
                32,
                both.path("listed")
                        .valueStream()
                        .mapToInt(it -> it.path("equal_positions").asInt())
                        .max()
                        .orElse(0));
        assertTrue(both.toString().contains("domain:bad-parcel.com"), both.toString());

        byte[] unlike = Cli.mail("three", "good.net", "192.0.2.9").getBytes(StandardCharsets.UTF_8);
        assertEquals("none", post(0, unlike, 200).path("tier").asString());

        Cli.Ran same =
                Cli.run(directories.getFirst(), "check", "--json", "--mail", variant.toString());
        assertEquals(0, same.exit(), same.err());
        assertEquals(answer, Json.parse(same.out()));
        Cli.Ran words = Cli.run(directories.getFirst(), "check", "--mail", variant.toString());
        assertTrue(words.out().startsWith("tier score\n"), words.out());
        assertTrue(words.out().contains(" of 32"), words.out());
    }

    @Test
    void withoutARunningNodeTheAnswerIsTheSame() throws IOException {
        Path data = Cli.init(folder, A, "NL");
        Path spam = mail("one", "Ann", "bad-parcel.com");
        assertEquals(
                0,
                Cli.run(data, "import", "--as", "spam", "--arriving-now", spam.toString()).exit());
        String variant = mail("two", "Bob", "other-host.net").toString();
        String alone = Cli.run(data, "check", "--json", "--mail", variant).out();
        try (Node _ = Node.start(data, InstantSource.system())) {
            assertEquals(alone, Cli.run(data, "check", "--json", "--mail", variant).out());
        }
        assertTrue(alone.contains("equal_positions"), alone);
        assertEquals(0, Cli.run(data, "check-data").exit());
        Cli.run(data, "rebuild");
        assertEquals(alone, Cli.run(data, "check", "--json", "--mail", variant).out());
    }

    @Test
    void whatIsLikeAWantedMailIsNeitherClaimedNorApplied() throws IOException {
        Path data = Cli.init(folder, A, "NL");
        Path spam = mail("one", "Ann", "bad-parcel.com");
        Path wanted = mail("two", "Bob", "my-parcels.net");
        Path again = mail("three", "Eve", "third-parcel.org");
        Cli.run(data, "import", "--as", "spam", "--arriving-now", spam.toString());
        assertTrue(Cli.run(data, "export").out().contains("\tfingerprint\t"));
        Cli.Ran kept = Cli.run(data, "import", "--as", "wanted", wanted.toString());
        assertTrue(kept.out().startsWith("1 kept"), kept.out());
        // The own claim on what is like it was taken back.
        assertFalse(Cli.run(data, "export", "--shared").out().contains("\tfingerprint\t"));
        Cli.run(data, "import", "--as", "spam", "--arriving-now", again.toString());
        assertFalse(Cli.run(data, "export", "--shared").out().contains("\tfingerprint\t"));
        String answer = Cli.run(data, "check", "--mail", again.toString()).out();
        assertTrue(answer.contains("like a mail that is wanted here"), answer);
        assertTrue(answer.contains("domain:third-parcel.org"), answer);
        assertFalse(answer.contains(" of 32"), answer);
    }

    /** Fingerprints made under a key of one's own are made anew under that of the exchange. */
    @Test
    void afterJoiningMembersKnowOneAnothersSpamByItsText() throws Exception {
        Node a = start(A, "NL");
        Node b = start(B, "BR");
        take(b, mail("one", "Ann", "bad-parcel.com"));
        join(a, b);
        var variant = Json.object().put("file", mail("two", "Bob", "other-host.net").toString());
        await(a, "check-mail", variant, it -> it.path("listed").size() == 1);
        JsonNode answer = a.run("check-mail", variant);
        assertEquals("fingerprint", answer.path("listed").get(0).path("kind").asString());
        assertEquals(answer.path("listed"), b.run("check-mail", variant).path("listed"));
    }

    @Test
    void anErasedMailIsNoLongerFoundByItsText() throws Exception {
        Node node = start(A, "NL");
        take(node, mail("one", "Ann", "bad-parcel.com"));
        var variant = Json.object().put("file", mail("two", "Bob", "other-host.net").toString());
        assertEquals(1, node.run("check-mail", variant).path("listed").size());
        node.run("erase", Json.object().set("statements", Json.array(List.of(A + "/log#0"))));
        assertEquals(0, node.run("check-mail", variant).path("listed").size());
    }

    @Test
    void badQuestionsAreRefusedWithAReason() throws Exception {
        start(A, "NL");
        assertEquals("empty", refusal(new byte[0], "", 400));
        assertTrue(refusal("nothing".getBytes(StandardCharsets.UTF_8), "", 400).contains("header"));
        assertTrue(refusal(new byte[MboxSplitter.MAIL_BYTES_MAX + 1], "", 413).contains("at most"));
        byte[] mail = Files.readAllBytes(mail("one", "Ann", "bad-parcel.com"));
        assertTrue(refusal(mail, "?list=none", 400).contains("no such list"));
        assertTrue(refusal(mail, "?what=1", 400).contains("?list=NAME"));
        assertTrue(refusal(mail, "/more", 413).contains("at most 0 bytes"));
        assertTrue(refusal(new byte[0], "/more", 404).contains("/mail/check"));
        assertEquals(2, Cli.run(directories.getFirst(), "check").exit());
        assertEquals(1, Cli.run(directories.getFirst(), "check", "--mail", "absent.eml").exit());
        assertEquals(2, Cli.run(directories.getFirst(), "check", "--mail", "x", "a.com").exit());
        // What members reach does not answer it.
        var members = URI.create(Desk.config(directories.getFirst()).http().url() + "/mail/check");
        assertEquals(404, send(members, "x".getBytes(StandardCharsets.UTF_8)).statusCode());
    }

    @Test
    void onlyTheClientsOfTheConfigurationAreAnswered() throws Exception {
        Path data = Cli.init(folder, A, "NL");
        Path file = Desk.configFile(data);
        String toml = Files.readString(file);
        int mail = toml.indexOf("[mail]");
        Files.writeString(
                file,
                toml.substring(0, mail)
                        + toml.substring(mail)
                                .replace("[\"127.0.0.0/8\", \"::1\"]", "[\"192.0.2.0/24\"]"));
        try (Node _ = Node.start(data, InstantSource.system())) {
            directories.add(data);
            assertTrue(
                    refusal("x".getBytes(StandardCharsets.UTF_8), "", 403).contains("not answer"));
        }
    }

    /** Each from an address and a host of its own: only the text is alike. */
    private Path mail(String name, String to, String host) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".eml"),
                Cli.mail(name, host, "45.80.9." + (name.length() * 10 + name.charAt(0) % 10))
                                .split("\n\n", 2)[0]
                        + "\n\n"
                        + TEXT.formatted(to, host));
    }

    private JsonNode post(int node, byte[] mail, int status) throws Exception {
        HttpResponse<String> answer = send(uri(node, ""), mail);
        assertEquals(status, answer.statusCode(), answer.body());
        return Json.parse(answer.body());
    }

    private String refusal(byte[] mail, String query, int status) throws Exception {
        HttpResponse<String> answer = send(uri(0, query), mail);
        assertEquals(status, answer.statusCode(), answer.body());
        return answer.body().strip();
    }

    private URI uri(int node, String query) throws IOException {
        var listen = Desk.config(directories.get(node)).local().mail().listen().orElseThrow();
        return URI.create("http://127.0.0.1:" + listen.getPort() + "/mail/check" + query);
    }

    private static HttpResponse<String> send(URI uri, byte[] body) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest ask =
                    HttpRequest.newBuilder(uri)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build();
            return http.send(ask, HttpResponse.BodyHandlers.ofString());
        }
    }
}
