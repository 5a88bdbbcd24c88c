package org.comity.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.value.Bytes;

/**
 * Rows in one directory of this machine: a journal of our own that makes a batch durable with one
 * sync, then RocksDB, into which the journal is emptied from time to time. Layout:
 * docs/formats/store.md. Never interrupt the thread that commits: it would close the journal under
 * it and fence the store.
 */
public final class EmbeddedStore implements Store {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    private final Engine engine;
    private final DirectoryLock lock;

    private EmbeddedStore(Engine engine, DirectoryLock lock) {
        this.engine = engine;
        this.lock = lock;
    }

    /** Without create there must be a store already; with it, one is made where there is none. */
    public static EmbeddedStore open(Path directory, boolean create) throws IOException {
        return open(directory, create, Disk.REAL, Sizes.USUAL);
    }

    static EmbeddedStore open(Path directory, boolean create, Disk disk, Sizes sizes)
            throws IOException {
        makePrivate(directory, create);
        DirectoryLock lock = DirectoryLock.take(directory);
        try {
            RocksLibrary.load(disk, directory.resolve("native"));
            Path rows = directory.resolve("rows");
            return new EmbeddedStore(
                    Engine.open(
                            disk,
                            directory,
                            sizes,
                            create,
                            fresh -> new RowsBehind(RocksRows.open(rows, fresh))),
                    lock);
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    /**
     * Everything that is wrong with the store in this directory; changes nothing, and nobody may
     * have it open.
     */
    public static List<Finding> inspect(Path directory) throws IOException {
        try (DirectoryLock _ = DirectoryLock.forReading(directory)) {
            return Inspection.of(directory);
        }
    }

    /**
     * The rows of a store that nobody has open, as its next start will find them; changes nothing,
     * though the lock file names this process meanwhile. Throws StoreInUseException when a process
     * has it open.
     */
    public static StoreReader openReadOnly(Path directory) throws IOException {
        return ReadOnlyStore.open(directory);
    }

    /**
     * The torn tail that opening cut off, if there was one: bytes that no caller was told are safe.
     */
    public Optional<Finding> tornTail() {
        return engine.tornTail();
    }

    @Override
    public void commit(List<Change> changes) throws IOException {
        engine.commit(changes);
    }

    @Override
    public void commitFromReserve(List<Change> changes) throws IOException {
        engine.commitFromReserve(changes);
    }

    @Override
    public void requireRoom(long bytes) throws IOException {
        engine.requireRoom(bytes);
    }

    @Override
    public StoreReader snapshot() throws IOException {
        return engine.snapshot();
    }

    @Override
    public long bytesUnder(Bytes prefix) throws IOException {
        return engine.bytesUnder(prefix);
    }

    @Override
    public Optional<Bytes> value(Bytes key) throws IOException {
        return engine.value(key);
    }

    @Override
    public void scanFrom(Bytes prefix, Bytes afterKey, Visitor visitor) throws IOException {
        engine.scanFrom(prefix, afterKey, visitor);
    }

    @Override
    public void compact() throws IOException {
        engine.compact();
    }

    @Override
    public StoreFigures figures() {
        return engine.figures();
    }

    @Override
    public void close() throws IOException {
        try {
            engine.close();
        } finally {
            lock.close();
        }
    }

    private static void makePrivate(Path directory, boolean create) throws IOException {
        if (create && !Files.exists(directory)) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        if (!Files.isDirectory(directory)) {
            throw new IOException("there is no store here: " + directory);
        }
        if (!Files.getPosixFilePermissions(directory).equals(OWNER_ONLY)) {
            Files.setPosixFilePermissions(directory, OWNER_ONLY);
        }
    }
}
