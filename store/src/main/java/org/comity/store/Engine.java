package org.comity.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Journal and rows together. Invariants: a batch is in the rows only after it is durable in the
 * journal; a batch leaves the journal only after the rows are durable with it. So rows and journal
 * never leave a gap, and replaying the batches that the rows lack gives the state that was
 * acknowledged.
 */
final class Engine implements Store {
    /** Opens the rows; they may be made anew only while the journal still holds every batch. */
    interface RowsOpener {
        Rows open(boolean mayCreate) throws IOException;
    }

    private final Path directory;
    private final boolean isNative;
    private final Sizes sizes;
    private final Journal journal;
    private final Rows rows;
    private final Reserve reserve;
    private final @Nullable Finding tornTail;

    // Guarded by this, with journal and every write to rows.
    private boolean fenced;
    private boolean closed;
    private long commits;
    private long changes;
    private long trims;
    private int snapshots;
    private boolean compactAgain;

    private Engine(Path directory, Sizes sizes, Reserve reserve, Opened opened) {
        this.directory = directory;
        this.isNative = opened.disk.isNative();
        this.sizes = sizes;
        this.reserve = reserve;
        this.journal = opened.journal;
        this.rows = opened.rows;
        this.tornTail = opened.tornTail;
    }

    private record Opened(Disk disk, Journal journal, Rows rows, @Nullable Finding tornTail) {}

    static Engine open(Disk disk, Path directory, Sizes sizes, boolean create, RowsOpener opener)
            throws IOException {
        Path file = directory.resolve("journal");
        if (!disk.exists(file)) {
            begin(disk, file, sizes, create);
        }
        Reserve reserve = new Reserve(disk, directory, sizes.reserve());
        reserve.settle();
        JournalReading.Sound content = read(disk, file);
        Rows rows = opener.open(content.firstBatch() == 1);
        try {
            checkNoGap(content, rows.lastBatch(), file);
            Journal journal = Journal.open(disk, file, sizes.preallocated(), content);
            for (long number = rows.lastBatch() + 1; number <= content.lastBatch(); number++) {
                rows.apply(content.batch(number), number);
            }
            return new Engine(
                    directory,
                    sizes,
                    reserve,
                    new Opened(disk, journal, rows, tear(content, file)));
        } catch (IOException | RuntimeException failed) {
            rows.close();
            throw failed;
        }
    }

    /** What the journal holds; an IOException when it was damaged. */
    static JournalReading.Sound read(Disk disk, Path file) throws IOException {
        if (!disk.exists(file)) {
            throw new IOException("store is damaged: the journal is missing (" + file + ")");
        }
        return switch (JournalParser.parse(disk.read(file, JournalParser.JOURNAL_BYTES_MAX))) {
            case JournalReading.Sound sound -> sound;
            case JournalReading.Corrupt(var why, var offset) ->
                    throw new IOException(
                            "store is damaged: "
                                    + new Finding(Finding.Kind.JOURNAL, why, file, offset));
        };
    }

    Optional<Finding> tornTail() {
        return Optional.ofNullable(tornTail);
    }

    @Override
    public synchronized void commit(List<Change> batch) throws IOException {
        checkUsable();
        check(batch);
        if (batch.isEmpty()) {
            return;
        }
        write(batch, reserve.admit(batch, journal.bytes()));
    }

    @Override
    public synchronized void commitFromReserve(List<Change> batch) throws IOException {
        checkUsable();
        check(batch);
        if (!batch.isEmpty()) {
            write(batch, reserve.admitAtLast(batch, journal.bytes()));
        }
    }

    @Override
    public synchronized void requireRoom(long bytes) throws IOException {
        checkUsable();
        reserve.regain();
        reserve.require(2 * bytes + journal.bytes() + sizes.headroom());
    }

    private void check(List<Change> batch) {
        if (isNative) {
            Batches.checkThread();
        }
        Batches.check(batch);
    }

    private void write(List<Change> batch, boolean roomToTrim) throws IOException {
        // Whatever ends this early, an error of the machine included, leaves the store fenced.
        fenced = true;
        if (roomToTrim && journal.bytes() > sizes.trimAt()) {
            trim();
        }
        journal.append(batch, roomToTrim);
        rows.apply(batch, journal.lastBatch());
        fenced = false;
        commits++;
        changes += batch.size();
    }

    @Override
    public Optional<Bytes> value(Bytes key) throws IOException {
        return rows.value(key);
    }

    @Override
    public void scanFrom(Bytes prefix, Bytes afterKey, Visitor visitor) throws IOException {
        rows.scanFrom(prefix, afterKey, visitor);
    }

    @Override
    public long bytesUnder(Bytes prefix) throws IOException {
        return rows.bytes(Keys.from(prefix), Keys.to(prefix));
    }

    @Override
    public synchronized StoreReader snapshot() throws IOException {
        checkUsable();
        RowsView seen = rows.snapshot();
        snapshots++;
        return new ReadOnlyStore.Beneath(
                new RowsView() {
                    @Override
                    public Optional<Bytes> value(Bytes key) throws IOException {
                        return seen.value(key);
                    }

                    @Override
                    public void scan(byte[] from, byte[] to, Visitor visitor) throws IOException {
                        seen.scan(from, to, visitor);
                    }

                    @Override
                    public void close() throws IOException {
                        seen.close();
                        snapshotClosed();
                    }
                });
    }

    /** What was to be erased while somebody still read it goes now. */
    private void snapshotClosed() throws IOException {
        boolean again;
        synchronized (this) {
            snapshots--;
            again = snapshots == 0 && compactAgain && !closed && !fenced;
        }
        if (again) {
            compact();
        }
    }

    /** Commits go on while the rows are written anew: what they add is not what is to go. */
    @Override
    public void compact() throws IOException {
        synchronized (this) {
            checkUsable();
            reserve.admitCompaction(rows.bytes() + 2 * journal.bytes() + sizes.preallocated());
            fenced = true;
            trim();
            fenced = false;
            compactAgain = snapshots > 0;
        }
        boolean done = false;
        try {
            rows.compact();
            done = true;
        } finally {
            if (!done) {
                fence();
            }
        }
    }

    private synchronized void fence() {
        fenced = true;
    }

    @Override
    public synchronized StoreFigures figures() {
        return new StoreFigures(
                commits,
                changes,
                journal.syncs(),
                trims,
                journal.bytes(),
                rows.count(),
                rows.bytes(),
                reserve.usable());
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (rows;
                journal) {
            if (!fenced) {
                leaveClean();
            }
        }
    }

    private void leaveClean() throws IOException {
        if (journal.bytes() > sizes.trimAtStop() && !reserve.isShort(journal.bytes())) {
            trim();
        } else {
            journal.seal();
        }
        journal.shorten();
    }

    /** Empties the journal into the rows. */
    private void trim() throws IOException {
        rows.flush();
        journal.replace();
        trims++;
    }

    private void checkUsable() throws IOException {
        if (closed) {
            throw new IOException("the store is closed");
        }
        if (fenced) {
            throw new IOException("an earlier write failed; open the store anew: " + directory);
        }
    }

    /**
     * The journal comes first into being: rows without one have lost theirs, and with it safe
     * batches.
     */
    private static void begin(Disk disk, Path file, Sizes sizes, boolean create)
            throws IOException {
        if (!create) {
            throw new IOException("there is no store here: " + file.getParent());
        }
        if (disk.exists(file.resolveSibling("rows"))) {
            throw new IOException("store is damaged: the journal is missing (" + file + ")");
        }
        Journal.create(disk, file, 1, sizes.preallocated());
    }

    private static void checkNoGap(JournalReading.Sound content, long inRows, Path file)
            throws IOException {
        if (inRows < content.firstBatch() - 1) {
            throw new IOException(
                    "store is damaged: the rows end with batch "
                            + inRows
                            + " and the journal begins with batch "
                            + content.firstBatch()
                            + " ("
                            + file
                            + ")");
        }
        if (inRows > content.lastBatch()) {
            throw new IOException(
                    "store is damaged: the rows hold batch "
                            + inRows
                            + " and the journal ends with batch "
                            + content.lastBatch()
                            + " ("
                            + file
                            + ")");
        }
    }

    private static @Nullable Finding tear(JournalReading.Sound content, Path file) {
        return content.tornBytes() == 0
                ? null
                : new Finding(
                        Finding.Kind.TORN_TAIL,
                        "torn tail: "
                                + content.tornBytes()
                                + " bytes of a batch that was never acknowledged",
                        file,
                        content.end());
    }

    static Optional<Finding> tornTail(JournalReading.Sound content, Path file) {
        return Optional.ofNullable(tear(content, file));
    }

    static Optional<Finding> gap(JournalReading.Sound content, long inRows, Path file) {
        try {
            checkNoGap(content, inRows, file);
            return Optional.empty();
        } catch (IOException damaged) {
            return Optional.of(
                    new Finding(Finding.Kind.GAP, String.valueOf(damaged.getMessage()), file, 12));
        }
    }
}
