package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.statement.Audience;
import org.comity.statement.Statement;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.store.EmbeddedStore;
import org.comity.store.Store;
import org.comity.store.StoreFigures;
import org.comity.store.Visitor;
import org.comity.tlog.Merkle;
import org.comity.tlog.MerkleTree;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log may be signed for goes with the leaves, in whatever commits they go. */
class GuardRowTest {
    private static final String ORIGIN = "desk.example/log";

    @TempDir Path folder;

    @Test
    void eachCommitLeavesTheGuardOfTheLeavesThatItLeaves() throws IOException {
        Logs.quiet();
        Path data = Cli.init(folder, "desk.example", "NL");
        var store = new CheckingStore(EmbeddedStore.open(data.resolve("store"), false));
        Machine machine = Machine.real(InstantSource.system());
        try (Desk desk = Desk.open(data, Desk.config(data), store, machine)) {
            desk.recover();
            // One task, more than a commit takes at once.
            desk.writer()
                    .call(() -> {
                        for (int at = 0; at < 12; at++) {
                            desk.ledger()
                                    .append(
                                            desk.logs().own(),
                                            List.of(large(desk), large(desk)),
                                            List.of());
                        }
                        return true;
                    });
            assertEquals(24, desk.logs().own().tree().size());
        }
        assertTrue(store.sizes.size() > 2, store.sizes.toString());
        assertEquals(24, store.sizes.getLast());
    }

    private static Statement large(Desk desk) {
        return desk.sealer()
                .control(
                        StatementKind.REQUEST,
                        desk.nowSecond(),
                        Tlp.GREEN,
                        new Audience.Exchange(),
                        Bytes.of(new byte[1 << 19]));
    }

    /** Compares the guard with the leaves after each commit. */
    private static final class CheckingStore implements Store {
        private final Store beneath;
        private final List<Long> sizes = new ArrayList<>();

        CheckingStore(Store beneath) {
            this.beneath = beneath;
        }

        @Override
        public void commit(List<Change> changes) throws IOException {
            beneath.commit(changes);
            var tree = new MerkleTree();
            beneath.scan(RowKeys.leaves(ORIGIN), (_, leaf) -> tree.append(Merkle.leaf(leaf)) >= 0);
            Optional<Bytes> guard = beneath.value(RowKeys.guard(ORIGIN));
            if (tree.size() > 0) {
                assertEquals(Optional.of(Heads.guarded(tree.head())), guard);
                sizes.add(tree.size());
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
