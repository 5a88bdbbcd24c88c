package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.comity.store.AtomicFile;
import org.comity.store.Change;
import org.comity.store.EmbeddedStore;
import org.comity.store.SecretFile;
import org.comity.store.Store;
import org.comity.value.Bytes;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code comity backup} and {@code comity restore}. A backup is what the directory holds at one
 * moment, read while the node goes on: rows that were erased or replaced are not in it. What is
 * restored is known to be old, and states nothing before all other members were heard.
 */
final class Backup {
    private static final int BATCH_BYTES = 4 << 20;

    private Backup() {}

    /** Of a directory that is open; from any thread. */
    static ObjectNode make(Desk desk, Path file, boolean withKeys) throws IOException {
        long rows;
        long own;
        try (BackupFile backup = BackupFile.create(file, desk.nowSecond())) {
            // Before the rows: new keys that a charter has come to list since still wait in them.
            int keys = withKeys ? keys(desk.data(), backup) : 0;
            Path toml = Desk.configFile(desk.data());
            backup.file("comity.toml", Bytes.of(Files.readAllBytes(toml)));
            var count = new long[2];
            Bytes leaves = RowKeys.leaves(desk.logs().own().origin());
            desk.store()
                    .scan(
                            Bytes.EMPTY,
                            (key, value) -> {
                                backup.row(key, value);
                                count[0]++;
                                count[1] += key.startsWith(leaves) ? 1 : 0;
                                return true;
                            });
            backup.finish();
            rows = count[0];
            own = count[1];
            return Json.object()
                    .put("file", file.toString())
                    .put("rows", rows)
                    .put("statements", own)
                    .put("keys", keys)
                    .put("bytes", Files.size(file));
        }
    }

    private static int keys(Path data, BackupFile backup) throws IOException {
        Path folder = data.resolve("keys");
        int count = 0;
        try (var inside = Files.walk(folder, 2)) {
            for (Path file : inside.filter(Files::isRegularFile).sorted().toList()) {
                backup.file("keys/" + folder.relativize(file), SecretFile.read(file));
                count++;
            }
        }
        return count;
    }

    /** What a restored directory holds. */
    record Restored(long madeSecond, long rows, List<String> keys, int members) {
        Restored {
            keys = List.copyOf(keys);
        }
    }

    /** Into a directory that is not there yet or empty; nothing is written from a bad file. */
    static Restored restore(Path file, Path data) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new Refusal("no such file, or not readable", file.toString());
        }
        var checked = new Checked();
        long made = BackupFile.read(file, checked);
        Config config = Refusal.orRefuse(ConfigParser.parse(checked.toml.utf8()));
        if (Files.exists(data) && !Founding.isEmpty(data)) {
            throw new Refusal("the directory is not empty", data.toString());
        }
        Files.createDirectories(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        int members;
        try (EmbeddedStore store = EmbeddedStore.open(data.resolve("store"), true)) {
            var into = new Into(data, store);
            BackupFile.read(file, into);
            into.flush();
            members = CharterBook.open(new PendingStore(store), config.member()).others().size();
            if (members > 0) {
                store.commit(List.of(new Change.Put(HistoryCheck.RESTORED, Bytes.EMPTY)));
            }
        }
        // Last: a directory without it is no node, so a crash before leaves nothing half made.
        AtomicFile.replace(Desk.configFile(data), checked.toml);
        return new Restored(made, checked.rows, checked.keys, members);
    }

    /** Reads all and keeps little: whether it may be restored. */
    private static final class Checked implements BackupFile.Sink {
        private final List<String> keys = new ArrayList<>();
        private Bytes toml = Bytes.EMPTY;
        private long rows;

        @Override
        public void file(String name, Bytes content) {
            if (name.equals("comity.toml")) {
                toml = content;
            } else {
                keys.add(name);
            }
        }

        @Override
        public void row(Bytes key, Bytes value) {
            rows++;
        }
    }

    private static final class Into implements BackupFile.Sink {
        private final Path data;
        private final Store store;
        private final List<Change> batch = new ArrayList<>();
        private int bytes;

        Into(Path data, Store store) {
            this.data = data;
            this.store = store;
        }

        @Override
        public void file(String name, Bytes content) throws IOException {
            if (name.startsWith("keys/")) {
                Path file = data.resolve(name);
                var ownerOnly = PosixFilePermissions.fromString("rwx------");
                Files.createDirectories(
                        file.resolveSibling(""), PosixFilePermissions.asFileAttribute(ownerOnly));
                SecretFile.write(file, content);
            }
        }

        @Override
        public void row(Bytes key, Bytes value) throws IOException {
            batch.add(new Change.Put(key, value));
            bytes += key.length() + value.length();
            if (bytes > BATCH_BYTES) {
                flush();
            }
        }

        void flush() throws IOException {
            store.commit(batch);
            batch.clear();
            bytes = 0;
        }
    }
}
