package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Tokens from the command that makes them to the call that they let in. */
class TokensTest extends RunningNodes {
    private Instant now = Instant.now();
    private final InstantSource clock = () -> now;

    @Test
    void aTokenIsShownOnceAndRevokedAtOnce() throws Exception {
        Node node = start(A, "NL", clock);
        Path data = directories.getFirst();
        Cli.Ran made =
                Cli.run(data, "token", "new", "--scope", "check,claim", "--name", "my server");
        assertEquals(0, made.exit(), made.err());
        String token = made.out().strip();
        assertTrue(token.matches("comity_[0-9a-f]{16}_[0-9a-f]{64}"), token);
        String listed = Cli.run(data, "token", "list").out();
        assertTrue(listed.contains("check, claim  until ") && listed.contains("my server"), listed);
        assertFalse(listed.contains(token.substring(24)), listed);
        try (ApiClient client = ApiClient.of(node, "read").with(token)) {
            assertEquals(200, client.call("POST", "/check", "{\"values\":[]}").statusCode());
            assertEquals(403, client.call("GET", "/status", "").statusCode());
            String id = token.substring(7, 23);
            assertEquals(0, Cli.run(data, "token", "revoke", id).exit());
            assertEquals(401, client.call("POST", "/check", "{\"values\":[]}").statusCode());
            assertEquals(1, Cli.run(data, "token", "revoke", id).exit());
        }
        assertEquals(0, Cli.run(data, "check-data").exit());
    }

    @Test
    void aTokenEndsAtItsTime() throws Exception {
        Node node = start(A, "NL", clock);
        Path data = directories.getFirst();
        String token =
                Cli.run(data, "token", "new", "--scope", "read", "--expires", "1h").out().strip();
        String forEver =
                Cli.run(data, "token", "new", "--scope", "read", "--expires", "never")
                        .out()
                        .strip();
        try (ApiClient client = ApiClient.of(node, "read").with(token)) {
            now = now.plusSeconds(3_599);
            assertEquals(200, client.call("GET", "/watches", "").statusCode());
            now = now.plusSeconds(1);
            assertEquals(401, client.call("GET", "/watches", "").statusCode());
            assertEquals(200, client.with(forEver).call("GET", "/watches", "").statusCode());
        }
        assertTrue(Cli.run(data, "token", "list").out().contains("(expired)"));
    }

    @Test
    void whatIsNoTokenIsRefused() throws Exception {
        start(A, "NL");
        Path data = directories.getFirst();
        for (List<String> bad :
                List.of(
                        List.of("--scope", "all"),
                        List.of("--scope", "read", "--expires", "soon"),
                        List.of("--scope", "read", "--expires", "9999d"),
                        List.of("--scope", "read", "--viewer", "everybody"),
                        List.of("--scope", "read", "--name", "two\nlines"),
                        List.of("--scope", "read", "--name", "x".repeat(65)))) {
            var words = new java.util.ArrayList<>(bad);
            words.addFirst("new");
            Cli.Ran ran = Cli.run(data, "token", words.toArray(String[]::new));
            assertEquals(1, ran.exit(), bad + ran.out() + ran.err());
        }
        assertEquals(2, Cli.run(data, "token", "new").exit());
        assertTrue(Cli.run(data, "token", "list").out().contains("No tokens."));
    }

    /** The secret is in no file of the directory, and in no line of the log. */
    @Test
    void theSecretIsKeptNowhere() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var level = root.getLevel();
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        root.addAppender(lines);
        root.setLevel(ch.qos.logback.classic.Level.DEBUG);
        // As the node has it (Logs): Jetty would write every header down.
        Logger jetty = (Logger) LoggerFactory.getLogger("org.eclipse.jetty");
        jetty.setLevel(ch.qos.logback.classic.Level.WARN);
        try {
            Node node = start(A, "NL");
            String token = ApiClient.token(node, "", "admin");
            String secret = token.substring(24);
            try (ApiClient client = ApiClient.of(node, "read").with(token)) {
                client.get("/status");
                client.call("POST", "/claims", "{}");
                client.with(token + "0").call("GET", "/status", "");
            }
            node.close();
            nodes.clear();
            try (var files = Files.walk(directories.getFirst())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                    assertFalse(text.contains(secret), file.toString());
                }
            }
            String logged =
                    lines.list.stream()
                            // The client's own debug lines are not the node's.
                            .filter(it -> it.getLoggerName().startsWith("org."))
                            .map(it -> it.getFormattedMessage() + it.getKeyValuePairs())
                            .collect(Collectors.joining("\n"));
            assertFalse(logged.contains(secret));
            assertTrue(logged.contains("node ready"), "the log is read");
        } finally {
            root.setLevel(level);
            jetty.setLevel(null);
            root.detachAppender(lines);
        }
    }

    @Test
    void aRowIsReadAsItWasWritten() throws Exception {
        Node node = start(A, "NL");
        ApiClient.token(node, "group:banks", "check", "read");
        ApiClient.token(node, "", "claim", "request", "admin");
        var rows = new java.util.ArrayList<org.comity.value.Bytes>();
        node.desk()
                .store()
                .scan(
                        RowKeys.TOKENS,
                        (key, row) -> {
                            rows.add(row);
                            assertEquals(row, Token.read("0".repeat(16), row).row());
                            return true;
                        });
        assertEquals(2, rows.size());
        JsonNode tokens = node.run("token-list", Json.object()).path("tokens");
        assertTrue(tokens.toString().contains("\"within\":\"group banks\""), tokens.toString());
    }
}
