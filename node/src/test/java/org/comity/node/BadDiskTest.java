package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.statement.AbuseClass;
import org.comity.statement.Marking;
import org.comity.statement.StatementId;
import org.comity.store.Change;
import org.comity.store.EmbeddedStore;
import org.comity.store.Store;
import org.comity.store.StoreFigures;
import org.comity.store.Visitor;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A full disk and one that may not be written: what is wrong and where is said, nothing that was
 * acknowledged is lost, and once there is room the import goes on.
 */
class BadDiskTest {
    private static final int FAILING_MAX = 2;
    @TempDir Path folder;

    /**
     * Real file systems of their own for real processes; where the machine allows no mounts, not.
     */
    @Test
    @Tag("slow")
    void aRealFullDiskAndARealReadOnlyOneLoseNothing() throws Exception {
        for (String how : List.of("-m", "-rm")) {
            Optional<String> said = inMountNamespace(how);
            if (said.isPresent()) {
                assertTrue(said.get().endsWith("as it should be\n"), said.get());
                System.out.print("full and read-only disk: real ones (unshare " + how + "); ");
                System.out.println(said.get().lines().toList().getLast());
                return;
            }
        }
        System.out.println(
                "full and read-only disk: no mount namespace here, so only a store that fails");
    }

    /** What the steps said; empty when such a namespace is refused here. */
    private Optional<String> inMountNamespace(String how) throws Exception {
        String script =
                "mount -t tmpfs -o size=220m none \"$1\" && mount -t tmpfs -o size=220m none \"$2\""
                        + " && echo mounted && exec \"$0\" --enable-native-access=ALL-UNNAMED"
                        + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp \"$3\" \"$4\" \"$1\" \"$2\"";
        String small = Files.createDirectories(folder.resolve("small")).toString();
        String sealed = Files.createDirectories(folder.resolve("sealed")).toString();
        var command = new ArrayList<String>(List.of("unshare", how, "sh", "-c", script));
        command.addAll(List.of(BadDiskSteps.java(), small, sealed));
        command.addAll(
                List.of(System.getProperty("java.class.path"), BadDiskSteps.class.getName()));
        Process steps;
        try {
            steps = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException absent) {
            return Optional.empty();
        }
        String said = new String(steps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = steps.waitFor();
        if (!said.contains("mounted\n")) {
            return Optional.empty();
        }
        assertEquals(0, exit, said);
        return Optional.of(said);
    }

    @Test
    void whenAWriteFailsNothingAcknowledgedIsLostAndTheNextStartGoesOn() throws IOException {
        Logs.quiet();
        Path data = Cli.init(folder, "desk.example", "NL");
        var acknowledged = new ArrayList<StatementId>();
        int number = 0;
        for (int failing = 1; failing <= FAILING_MAX; failing++) {
            for (boolean tookEffect : new boolean[] {false, true}) {
                var store = new FailingStore(open(data), failing, tookEffect);
                try (Desk desk = Desk.open(data, Desk.config(data), store, Machine.real(clock()))) {
                    for (int mail = 1; mail < failing; mail++) {
                        acknowledged.add(take(desk, number++));
                    }
                    int last = number++;
                    IOException full = assertThrows(IOException.class, () -> take(desk, last));
                    assertEquals("the writer failed: " + FailingStore.WORDS, Main.reason(full));
                }
                assertSound(data, acknowledged);
            }
        }
        try (Desk desk = Desk.open(data, clock())) {
            acknowledged.add(take(desk, number));
        }
        assertSound(data, acknowledged);
    }

    private StatementId take(Desk desk, int number) throws IOException {
        String host = "www.bad-" + number + ".com";
        Path mail = Cli.mail(folder, "m" + number, host, "45.80.9." + (1 + number));
        var use =
                new Importing.Use(
                        Optional.of(true),
                        AbuseClass.SPAM,
                        Addressed.toAll(Marking.of(desk.config().intake().marking())),
                        new Importing.Options("", true));
        var statements = new ArrayList<StatementId>();
        new Importing(
                        desk,
                        use,
                        line ->
                                line.path("statements")
                                        .forEach(id ->
                                                statements.add(
                                                        StatementId.parse(id.asString())
                                                                .orThrow())))
                .run(List.of(mail));
        assertEquals(1, statements.size());
        return statements.getFirst();
    }

    private static void assertSound(Path data, List<StatementId> acknowledged) throws IOException {
        try (Desk desk = Desk.open(data, clock())) {
            desk.recover();
            for (StatementId id : acknowledged) {
                assertTrue(desk.payloads().statement(id).isPresent(), () -> "lost " + id);
            }
            DataCheck.Outcome outcome = DataCheck.of(desk, it -> {});
            assertEquals(List.of(), outcome.findings());
        }
    }

    private static Store open(Path data) throws IOException {
        return EmbeddedStore.open(data.resolve("store"), false);
    }

    private static InstantSource clock() {
        return InstantSource.system();
    }

    /** A store of which one commit fails, before or after it took effect, and all later ones. */
    private static final class FailingStore implements Store {
        static final String WORDS = "No space left on device: the store of this test";
        private final Store beneath;
        private final int failing;
        private final boolean tookEffect;
        private int commits;

        FailingStore(Store beneath, int failing, boolean tookEffect) {
            this.beneath = beneath;
            this.failing = failing;
            this.tookEffect = tookEffect;
        }

        @Override
        public void commit(List<Change> changes) throws IOException {
            commits++;
            if (commits < failing || (commits == failing && tookEffect)) {
                beneath.commit(changes);
            }
            if (commits >= failing) {
                throw new IOException(WORDS);
            }
        }

        @Override
        public Optional<Bytes> value(Bytes key) throws IOException {
            return beneath.value(key);
        }

        @Override
        public void scanFrom(Bytes prefix, Bytes afterKey, Visitor visitor) throws IOException {
            beneath.scanFrom(prefix, afterKey, visitor);
        }

        @Override
        public void compact() throws IOException {
            beneath.compact();
        }

        @Override
        public StoreFigures figures() {
            return beneath.figures();
        }

        @Override
        public void close() throws IOException {
            beneath.close();
        }
    }
}
