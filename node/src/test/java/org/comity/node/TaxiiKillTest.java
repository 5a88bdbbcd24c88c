package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.comity.statement.Json.Members;
import org.comity.store.Store;
import org.comity.taxii.TaxiiObjects;
import org.comity.taxii.TaxiiTarget;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kill -9 of a node while envelopes are added to it, at seeded moments. After each start what was
 * answered with success is in the collection, what was there has the date that it had, and what
 * came since has a later one. {@code -Dkills=500} for long runs.
 */
@Tag("slow")
final class TaxiiKillTest {
    private static final long SEED = Long.getLong("seed", 1);
    private static final int KILLS = Integer.getInteger("kills", 2);
    private static final int ENVELOPES_MAX = 20;
    private static final int OBJECTS_MAX = 300;

    /** An envelope takes some tens of milliseconds. */
    private static final int MICROS_MAX = 40_000;

    @TempDir Path folder;
    private final RandomGenerator random = new SplittableRandom(SEED);
    private final TreeSet<String> answered = new TreeSet<>();
    private TreeMap<Long, String> entries = new TreeMap<>();
    private int insideEnvelope;

    @Test
    void nothingAnsweredWithSuccessIsLostAndDatesOnlyGrow() throws Exception {
        Logs.quiet();
        Path data = Cli.init(folder, "desk.example", "NL");
        TaxiiTarget target = target(data);
        int unheard = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            try (NodeProcess node = NodeProcess.startForPasswords(data)) {
                addAndKill(node, target);
            }
            check(data);
            unheard = entries.size() - answered.size();
        }
        System.out.printf(
                "killed %d times, %d inside an envelope; %d objects answered, none lost; %d kept and"
                        + " not answered; seed %d%n",
                KILLS, insideEnvelope, answered.size(), unheard, SEED);
        assertTrue(insideEnvelope > KILLS / 2, "too few inside an envelope: " + insideEnvelope);
    }

    /** Its user is made before the first node is killed. */
    private static TaxiiTarget target(Path data) throws IOException {
        int port = FreePorts.next();
        Path file = Desk.configFile(data);
        Files.writeString(
                file, Files.readString(file) + "\n[taxii]\nlisten = \"127.0.0.1:" + port + "\"\n");
        String collection;
        String login;
        try (Node node = Node.start(data, InstantSource.system())) {
            var user = Json.object().put("name", "one").put("rights", "own:rw");
            var made = node.run("taxii-user-add", user.put("tlp", "TLP:RED"));
            login = "one:" + made.path("password").asString();
            collection = CollectedRoot.id(node.desk(), Collected.OWN);
        }
        URI at = URI.create("http://127.0.0.1:" + port);
        return new TaxiiTarget(at, "/taxii2/comity/", collection, "", "", "", login, "");
    }

    /** Kills some microseconds after some envelopes, whatever is under way then. */
    private void addAndKill(NodeProcess node, TaxiiTarget target) throws Exception {
        int before = random.nextInt(ENVELOPES_MAX);
        int micros = random.nextInt(MICROS_MAX);
        for (int envelope = 0; envelope < before; envelope++) {
            add(node, target);
        }
        Thread killer =
                Thread.ofPlatform()
                        .start(() -> {
                            LockSupport.parkNanos(micros * 1_000L);
                            node.close();
                        });
        try {
            while (true) {
                add(node, target);
            }
        } catch (ConnectException gone) {
            // It fell between two envelopes.
        } catch (IOException cut) {
            insideEnvelope++;
        }
        killer.join();
    }

    private void add(NodeProcess node, TaxiiTarget target) throws IOException {
        var objects = new Members[1 + random.nextInt(OBJECTS_MAX)];
        for (int at = 0; at < objects.length; at++) {
            objects[at] = object();
        }
        TaxiiTarget.Got got = target.add(objects);
        assertEquals(202, got.status(), () -> got.body().utf8() + said(node) + ", seed " + SEED);
        assertEquals((long) objects.length, got.json().whole("success_count").orElse(0L));
        for (Members object : objects) {
            answered.add(object.text("id").orElseThrow());
        }
    }

    private static String said(NodeProcess node) {
        try {
            return node.said();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private Members object() {
        int drawn = random.nextInt();
        String address =
                "45.%d.%d.%d".formatted(drawn >>> 24, drawn >>> 16 & 0xff, drawn >>> 8 & 0xff);
        Members object =
                random.nextBoolean()
                        ? TaxiiObjects.address(address)
                        : TaxiiObjects.indicator("2024-01-01T00:00:00.000Z")
                                .with("pattern", "[ipv4-addr:value = '" + address + "']");
        var uuid =
                new UUID(
                        random.nextLong() & ~0xf000L | 0x4000L,
                        random.nextLong() >>> 2 | Long.MIN_VALUE);
        return object.with("id", object.text("type").orElseThrow() + "--" + uuid);
    }

    private void check(Path data) throws IOException {
        try (Desk desk = Desk.open(data, InstantSource.system())) {
            desk.recover();
            assertEquals(List.of(), DataCheck.of(desk, it -> {}).findings(), "seed " + SEED);
            TreeMap<Long, String> now = entries(desk.store());
            long last = entries.isEmpty() ? 0 : entries.lastKey();
            assertEquals(entries, new TreeMap<>(now.headMap(last, true)), "seed " + SEED);
            var lost = new TreeSet<>(answered);
            lost.removeAll(now.values());
            assertTrue(lost.isEmpty(), () -> "lost " + lost + ", seed " + SEED);
            entries = now;
        }
    }

    /** By their dates, of which no two are the same. */
    private static TreeMap<Long, String> entries(Store store) throws IOException {
        var all = new TreeMap<Long, String>();
        store.scan(
                CollectedRow.byDate(Collected.OWN),
                (Bytes key, Bytes row) -> {
                    CollectedRow one = CollectedRow.read(key, row);
                    assertEquals(null, all.put(one.date(), one.id()), "two of one date");
                    return true;
                });
        return all;
    }
}
