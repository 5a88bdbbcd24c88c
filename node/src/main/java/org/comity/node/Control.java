package org.comity.node;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The local socket between the {@code comity} command and the running node: {@code control.sock} in
 * the data directory, readable by its owner only. One JSON line asks ({@code {"do": ..., "with":
 * {...}}}); lines {@code {"progress": ...}} may come before the last one, {@code {"answer": ...}},
 * {@code {"refused": ...}} or, when the machine failed, {@code {"failed": why}}.
 */
final class Control {
    private static final Logger LOG = LoggerFactory.getLogger(Control.class);
    private static final int LINE_CHARS_MAX = 32 << 20;

    /** What only reads: it ends when whoever asked has left. All else is done to its end. */
    private static final Set<String> STOPPED = Set.of("trace", "export-stix");

    private Control() {}

    static Path socket(Path data) {
        return data.resolve("control.sock");
    }

    /** Does what a command asks for. */
    interface Operations {
        JsonNode run(String name, JsonNode with, Consumer<JsonNode> progress) throws IOException;
    }

    /** Accepts until closed; a virtual thread for each connection. */
    static AutoCloseable serve(Path data, Operations operations) throws IOException {
        Path path = socket(data);
        Files.deleteIfExists(path);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException tooLong) {
            throw new IOException(
                    "the path of the data directory is too long for a socket: " + path);
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        Thread.ofVirtual()
                .start(() -> {
                    while (server.isOpen()) {
                        try {
                            SocketChannel client = server.accept();
                            Thread.ofVirtual().start(() -> serveOne(client, operations));
                        } catch (IOException closed) {
                            LOG.atDebug().log("control socket closed");
                        }
                    }
                });
        return () -> {
            server.close();
            Files.deleteIfExists(path);
        };
    }

    private static void serveOne(SocketChannel client, Operations operations) {
        try (client;
                var lines = new Lines(client)) {
            while (true) {
                String line = lines.read();
                if (line == null) {
                    return;
                }
                lines.write(answer(line, operations, lines));
            }
        } catch (IOException gone) {
            LOG.atDebug().setCause(gone).log("command gone");
        }
    }

    private static JsonNode answer(String line, Operations operations, Lines lines) {
        try {
            JsonNode request = Json.parse(line);
            String name = request.path("do").asString("");
            JsonNode answer =
                    operations.run(
                            name,
                            request.path("with"),
                            progress -> {
                                boolean read =
                                        lines.tryWrite(Json.object().set("progress", progress));
                                if (!read && STOPPED.contains(name)) {
                                    throw new Refusal("whoever asked has left", "");
                                }
                            });
            return Json.object().set("answer", answer);
        } catch (Refusal refusal) {
            return refused(refusal.why(), refusal.where());
        } catch (IOException machine) { // a full disk, say: the node may end, but says why first
            LOG.atError().addKeyValue("why", Main.reason(machine)).log("command failed");
            return Json.object().put("failed", Main.reason(machine));
        } catch (RuntimeException ours) { // a mistake of ours in one command must not end the node
            LOG.atError().setCause(ours).log("command failed");
            return refused("the node failed on this; see its log", ours.getClass().getSimpleName());
        }
    }

    private static JsonNode refused(String why, String where) {
        ObjectNode refused = Json.object().put("why", why).put("where", where);
        return Json.object().set("refused", refused);
    }

    /** Asks the running node. */
    static JsonNode ask(SocketChannel node, String name, JsonNode with, Consumer<JsonNode> progress)
            throws IOException {
        // The channel stays open for further questions; only the streams over it are dropped.
        @SuppressWarnings("resource")
        var lines = new Lines(node);
        lines.write(Json.object().put("do", name).set("with", with));
        while (true) {
            String line = lines.read();
            if (line == null) {
                throw new IOException(
                        "the node ended while it worked on " + name + "; its log says why");
            }
            JsonNode answer = Json.parse(line);
            if (answer.has("progress")) {
                progress.accept(answer.get("progress"));
            } else if (answer.has("refused")) {
                JsonNode refused = answer.get("refused");
                throw new Refusal(
                        refused.path("why").asString(""), refused.path("where").asString(""));
            } else if (answer.has("failed")) {
                throw new IOException(answer.path("failed").asString(""));
            } else {
                return answer.path("answer");
            }
        }
    }

    /** JSON lines over a channel. */
    private static final class Lines implements AutoCloseable {
        private final BufferedReader in;
        private final BufferedWriter out;

        Lines(SocketChannel channel) {
            in =
                    new BufferedReader(
                            new InputStreamReader(
                                    Channels.newInputStream(channel), StandardCharsets.UTF_8));
            out =
                    new BufferedWriter(
                            new OutputStreamWriter(
                                    Channels.newOutputStream(channel), StandardCharsets.UTF_8));
        }

        @org.jspecify.annotations.Nullable
        String read() throws IOException {
            var line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    return line.isEmpty() ? null : line.toString();
                }
                if (line.length() >= LINE_CHARS_MAX) {
                    throw new IOException("line on the control socket too long");
                }
                line.append((char) c);
            }
            return line.toString();
        }

        synchronized void write(JsonNode node) throws IOException {
            out.write(Json.line(node));
            out.write('\n');
            out.flush();
        }

        /** False when whoever asked has left. */
        boolean tryWrite(JsonNode node) {
            try {
                write(node);
                return true;
            } catch (IOException gone) {
                LOG.atDebug().setCause(gone).log("progress not read");
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
            in.close();
        }
    }
}
