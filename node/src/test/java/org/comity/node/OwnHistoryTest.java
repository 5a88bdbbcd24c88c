package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A node never forks its own log: restored copies and second copies state nothing. */
class OwnHistoryTest extends RunningNodes {
    private static final JsonNode NONE = Json.object();

    @Test
    void anOldCopyStatesNothingUntilItHasFetchedWhatItLacks() throws Exception {
        Node a = start("cert.example", "NL");
        Node b = start("isp.example", "BR");
        join(a, b);
        take(a, Cli.mail(folder, "one", "www.bad-one.com", "45.80.9.1"));
        a.run("request-new", request("bad-one.com"));
        awaitHeld(b, a);
        Path old = copyWhileStopped(a);
        a = again(0);
        take(a, Cli.mail(folder, "two", "www.bad-two.com", "45.80.9.2"));
        a.run("request-new", request("bad-two.com"));
        awaitHeld(b, a);
        long size = a.desk().logs().own().tree().size();
        close(a);
        replace(directories.getFirst(), old);

        Node restored = again(0);
        assertEquals("older", state(restored));
        Refusal refused =
                assertThrows(Refusal.class, () -> restored.run("claim", value("bad-three.com")));
        assertTrue(refused.getMessage().contains("comity recover"), refused.getMessage());
        assertTrue(export(restored).contains("bad-one.com"), "it still lists");

        JsonNode recovered = restored.run("recover", NONE);
        assertEquals(size, recovered.path("size").asLong(), recovered.toString());
        assertEquals("[]", recovered.path("payloads_missing").toString());
        assertEquals("newest", state(restored));
        assertEquals(2, restored.run("request-list", NONE).path("requests").size());
        var twice = Json.object();
        twice.putArray("mails")
                .addObject()
                .put("file", folder.resolve("two.eml").toString())
                .put("as", "spam");
        assertEquals(
                1,
                restored.run("take", twice).path("spam").path("inputs").path("already").asInt(),
                "what it had said it does not say again");
        take(restored, Cli.mail(folder, "three", "www.bad-three.com", "45.80.9.3"));
        awaitHeld(b, restored);
        for (Node node : nodes) {
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
            await(node, "check", values("bad-two.com"), it -> claimants(it).size() == 1);
        }
    }

    @Test
    void aCopyBesideTheOriginalStatesNothingOnceTheOriginalWentOn() throws Exception {
        Node a = start("cert.example", "NL");
        Node b = start("isp.example", "BR");
        join(a, b);
        take(a, Cli.mail(folder, "one", "www.bad-one.com", "45.80.9.1"));
        awaitHeld(b, a);
        Path copy = copyWhileStopped(a);
        a = again(0);
        Node clone = start(elsewhere(copy));
        assertEquals("newest", state(clone));
        take(a, Cli.mail(folder, "two", "www.bad-two.com", "45.80.9.2"));
        awaitHeld(b, a);
        clone.tick();
        assertEquals("older", state(clone));
        assertThrows(Refusal.class, () -> clone.run("claim", value("bad-three.com")));
        a.tick();
        assertEquals("newest", state(a));
    }

    @Test
    void aCopyThatStatedSomethingElseIsForkedAndSaysSo() throws Exception {
        Node a = start("cert.example", "NL");
        Node b = start("isp.example", "BR");
        join(a, b);
        take(a, Cli.mail(folder, "one", "www.bad-one.com", "45.80.9.1"));
        awaitHeld(b, a);
        Path copy = copyWhileStopped(a);
        a = again(0);
        take(a, Cli.mail(folder, "two", "www.bad-two.com", "45.80.9.2"));
        awaitHeld(b, a);
        // Started by somebody who says that it need not ask.
        Node clone;
        b.close();
        nodes.remove(b);
        clone = start(elsewhere(copy));
        assertEquals("unheard", state(clone));
        clone.startAlone();
        take(clone, Cli.mail(folder, "three", "www.bad-three.com", "45.80.9.3"));
        again(1);
        clone.tick();
        assertEquals("forked", state(clone));
        assertThrows(Refusal.class, () -> clone.run("recover", NONE));
        Refusal refused =
                assertThrows(Refusal.class, () -> clone.run("claim", value("bad-four.com")));
        assertTrue(refused.getMessage().contains("another history"), refused.getMessage());
        JsonNode status = clone.run("status", NONE);
        assertTrue(status.path("own_log").path("why").asString().contains("isp.example"));
    }

    @Test
    void whereNobodyAnswersItWaitsAndThenGoesOnAlone() throws Exception {
        Node a = start("cert.example", "NL");
        Node b = start("isp.example", "BR");
        join(a, b);
        take(a, Cli.mail(folder, "one", "www.bad-one.com", "45.80.9.1"));
        close(b);
        close(a);
        Node waiting = again(0);
        assertEquals("unheard", state(waiting));
        Refusal refused =
                assertThrows(Refusal.class, () -> waiting.run("claim", value("bad-two.com")));
        assertTrue(refused.getMessage().contains("has been heard"), refused.getMessage());
        close(waiting);
        Cli.Ran offline = Cli.run(directories.getFirst(), "claim", "bad-two.com");
        assertEquals(Main.REFUSED, offline.exit(), offline.out());

        Path toml = Desk.configFile(directories.getFirst());
        Files.writeString(
                toml,
                Files.readString(toml)
                        .replace("[exchange]", "[exchange]\nstart-alone-after = \"1s\""));
        Node alone = again(0);
        await(
                alone,
                "status",
                NONE,
                it -> it.path("own_log").path("state").asString().equals("newest"));
        alone.run("claim", value("bad-two.com"));
        close(alone);
        Node other = again(1);
        awaitHeld(other, again(0));
        assertEquals(0, Cli.run(directories.getFirst(), "claim", "bad-three.com").exit());
    }

    private static String state(Node node) throws IOException {
        return node.run("status", NONE).path("own_log").path("state").asString();
    }

    private static JsonNode request(String about) {
        return Json.object()
                .put("to", "isp.example")
                .put("kind", "preservation")
                .put("subject", about)
                .put("text", "keep the logs");
    }

    /** The other holds all that this one has said. */
    private static void awaitHeld(Node holder, Node of) throws Exception {
        for (Log log : of.desk().logs().all()) {
            if (log.author().equals(of.desk().self())) {
                long size = log.tree().size();
                await(
                        holder,
                        "status",
                        NONE,
                        _ ->
                                holder.desk()
                                        .logs()
                                        .log(log.origin())
                                        .filter(it -> it.tree().size() >= size)
                                        .isPresent());
            }
        }
        String name = of.desk().self().name();
        var sizes = Json.object();
        sizes.putObject("sizes").put(name, of.desk().logs().own().tree().size());
        await(holder, "hold", sizes, it -> it.path(name).asBoolean());
    }

    private void close(Node node) throws IOException {
        nodes.remove(node);
        node.close();
    }

    private Node again(int number) throws IOException {
        return start(directories.get(number));
    }

    private Node start(Path data) throws IOException {
        Node node = Node.start(data, InstantSource.system());
        nodes.add(node);
        return node;
    }

    private Path copyWhileStopped(Node node) throws IOException {
        Path data = node.desk().data();
        close(node);
        Path copy = folder.resolve("copy-of-" + data.getFileName());
        copyTree(data, copy);
        return copy;
    }

    private static void replace(Path data, Path by) throws IOException {
        DemoCommand.deleteTree(data);
        copyTree(by, data);
    }

    /** The same member on other ports. */
    private static Path elsewhere(Path data) throws IOException {
        Path toml = Desk.configFile(data);
        String text = Files.readString(toml);
        for (String line : text.lines().filter(it -> it.startsWith("listen")).toList()) {
            text = text.replace(line, "listen = \"127.0.0.1:" + FreePorts.next() + "\"");
        }
        Files.writeString(toml, text);
        return data;
    }

    static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes kind)
                            throws IOException {
                        Files.copy(
                                folder,
                                to.resolve(from.relativize(folder)),
                                StandardCopyOption.COPY_ATTRIBUTES);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes kind)
                            throws IOException {
                        if (kind.isRegularFile()) {
                            Files.copy(
                                    file,
                                    to.resolve(from.relativize(file)),
                                    StandardCopyOption.COPY_ATTRIBUTES);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
