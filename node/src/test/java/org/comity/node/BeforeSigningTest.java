package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.statement.StatementId;
import org.comity.store.Change;
import org.comity.store.EmbeddedStore;
import org.comity.store.Store;
import org.comity.store.StoreFigures;
import org.comity.store.Visitor;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands between a head and its signature. */
class BeforeSigningTest {
    @TempDir Path folder;

    @Test
    void aBitThatFlippedBetweenWriteAndSignatureIsNotSigned() throws IOException {
        Logs.quiet();
        Path data = Cli.init(folder, "desk.example", "NL");
        claim(data, "bad-one.com");
        var store = new FlippingStore(EmbeddedStore.open(data.resolve("store"), false));
        var said = typed("bad-two.com");
        Machine machine = Machine.real(InstantSource.system());
        try (Desk desk = Desk.open(data, Desk.config(data), store, machine)) {
            desk.recover();
            Optional<Note> before = desk.logs().own().checkpoint();
            store.flips = true;
            IOException failed =
                    assertThrows(
                            IOException.class,
                            () -> new Said(desk).claim(said, Optional.empty(), toAll()));
            assertTrue(Main.reason(failed).contains("nothing was signed"), Main.reason(failed));
            assertEquals(before, desk.logs().own().checkpoint());
            assertThrows(
                    Refusal.class, () -> new Said(desk).claim(said, Optional.empty(), toAll()));
        }
        Cli.Ran again = Cli.run(data, "status");
        assertTrue(again.err().contains("not what was last signed"), again.err());
    }

    @Test
    void anOldStoreThatWasPutBackByItselfIsSeen() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        claim(data, "bad-one.com");
        Path old = folder.resolve("old-store");
        OwnHistoryTest.copyTree(data.resolve("store"), old);
        claim(data, "bad-two.com");
        Path newer = folder.resolve("newer-store");
        Files.move(data.resolve("store"), newer);
        OwnHistoryTest.copyTree(old, data.resolve("store"));
        Cli.Ran ran = Cli.run(data, "claim", "bad-three.com");
        assertEquals(Main.REFUSED, ran.exit(), ran.out());
        assertTrue(ran.err().contains("this node has signed 2"), ran.err());
        assertTrue(Cli.run(data, "check", "bad-one.com").out().contains("trusted"));
        assertTrue(Cli.run(data, "status").out().contains("READ ONLY"));
        DemoCommand.deleteTree(data.resolve("store"));
        Files.move(newer, data.resolve("store"));
        assertEquals(0, Cli.run(data, "claim", "bad-three.com").exit());
    }

    private static void claim(Path data, String value) {
        Cli.Ran ran = Cli.run(data, "claim", value);
        assertEquals(0, ran.exit(), ran.err());
    }

    private static Said.Typed typed(String value) {
        return new Said.Typed(
                org.comity.statement.Observables.recognise(value).orThrow(),
                org.comity.statement.Stance.MALICIOUS,
                org.comity.statement.AbuseClass.SPAM,
                org.comity.statement.Target.UNKNOWN);
    }

    private static Addressed toAll() {
        return Addressed.toAll(org.comity.statement.Marking.of(org.comity.statement.Tlp.GREEN));
    }

    /** A store that changes one bit of a leaf on its way to the disk. */
    private static final class FlippingStore implements Store {
        private static final StatementId AT = new StatementId("desk.example/log", 1);
        private final Store beneath;
        volatile boolean flips;

        FlippingStore(Store beneath) {
            this.beneath = beneath;
        }

        @Override
        public void commit(List<Change> changes) throws IOException {
            var written = new ArrayList<Change>();
            for (Change change : changes) {
                boolean hit =
                        flips
                                && change instanceof Change.Put put
                                && put.key().equals(RowKeys.leaf(AT.origin(), AT.index()));
                written.add(hit ? flipped((Change.Put) change) : change);
            }
            beneath.commit(written);
        }

        private static Change flipped(Change.Put put) {
            byte[] value = put.value().array();
            value[60] ^= 1;
            return new Change.Put(put.key(), Bytes.of(value));
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
