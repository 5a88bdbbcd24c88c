package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;

/** Real nodes on loopback, in this process, for one test. */
abstract class RunningNodes {
    static final String A = "cert.example";
    private static final long WAIT_NANOS = 30_000_000_000L;
    @TempDir Path folder;
    final List<Node> nodes = new ArrayList<>();
    final List<Path> directories = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Node node : nodes) {
            node.close();
        }
    }

    static Set<String> claimants(JsonNode answer) {
        var members = new TreeSet<String>();
        subject(answer).path("claims").forEach(it -> members.add(it.path("member").asString()));
        return members;
    }

    static JsonNode value(String value) {
        return Json.object().put("value", value);
    }

    Node start(String member, String country) throws IOException {
        return start(member, country, InstantSource.system());
    }

    Node start(String member, String country, InstantSource clock) throws IOException {
        Path data = Cli.init(folder, member, country);
        Node node = Node.start(data, clock);
        nodes.add(node);
        directories.add(data);
        return node;
    }

    static void join(Node a, Node b) throws Exception {
        String invitation = a.run("invite", Json.object()).path("line").asString();
        String acceptance =
                b.run("join", Json.object().put("line", invitation)).path("accepted").asString();
        assertTrue(
                a.run("join", Json.object().put("line", acceptance)).path("in_force").asBoolean());
        await(b, "status", Json.object(), it -> it.path("epoch").asInt() == 2);
    }

    static void take(Node node, Path mail) throws IOException {
        var with = Json.object();
        with.putArray("mails").addObject().put("file", mail.toString()).put("as", "spam");
        JsonNode answer = node.run("take", with);
        assertEquals(
                1, answer.path("spam").path("inputs").path("reported").asInt(), answer.toString());
    }

    static JsonNode values(String value) {
        return Json.object().set("values", Json.array(List.of(value)));
    }

    static JsonNode subject(JsonNode answer) {
        return answer.path("subjects").path(0);
    }

    static JsonNode at(long offset) {
        return Json.object()
                .put("shared", true)
                .put("at", System.currentTimeMillis() / 1000 / 60 * 60 + 60 + offset);
    }

    static String export(Node node) throws IOException {
        return node.run("export", at(0)).path("text").asString();
    }

    static boolean same(Node a, Node b) {
        try {
            return export(a).equals(export(b));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    static Record[] ask(int port, String name) throws IOException {
        var lookup = new Lookup(Name.fromString(name), Type.A);
        var resolver = new SimpleResolver(InetAddress.getLoopbackAddress());
        resolver.setPort(port);
        lookup.setResolver(resolver);
        lookup.setCache(null);
        Record[] records = lookup.run();
        return records == null ? new Record[0] : records;
    }

    /** In step; what is said once an hour and once a day is said. */
    static void settle(List<Node> nodes) throws IOException {
        for (int round = 0; round < 3; round++) {
            inStep(nodes);
            for (Node node : nodes) {
                node.tick();
            }
        }
        inStep(nodes);
    }

    /** All hold all logs whole, cosigned as far as they will be. */
    static void inStep(List<Node> nodes) throws IOException {
        for (Node node : nodes) {
            for (Node its : nodes) {
                String name = its.desk().self().name();
                long size = its.desk().logs().own().tree().size();
                var with = Json.object();
                with.putObject("sizes").put(name, size);
                await(node, "hold", with, it -> it.path(name).asBoolean());
                await(node, "status", Json.object(), it -> isCosigned(it, name, size));
            }
        }
    }

    /**
     * One after another, and each hears of what the one before said: a communique that is made
     * while a payload is awaited is comparable to none.
     */
    static void tickInStep(List<Node> nodes) throws IOException {
        for (Node node : nodes) {
            inStep(nodes);
            node.tick();
        }
        inStep(nodes);
    }

    private static boolean isCosigned(JsonNode status, String name, long size) {
        for (JsonNode one : status.path("members")) {
            if (one.path("member").asString().equals(name)) {
                return one.path("cosigned_size").asLong() >= size; // it may have grown since
            }
        }
        return false;
    }

    static void await(Node node, String name, JsonNode with, Predicate<JsonNode> wished)
            throws IOException {
        long end = System.nanoTime() + WAIT_NANOS;
        JsonNode answer = node.run(name, with);
        while (!wished.test(answer)) {
            JsonNode last = answer;
            assertTrue(System.nanoTime() < end, () -> name + " did not come about: " + last);
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            answer = node.run(name, with);
        }
    }
}
