package org.comity.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.comity.value.Bytes;

/**
 * The write-ahead journal: a batch is safe once it is appended here. Emptying it means to put a
 * fresh file in its place, so that what the rows have erased is not kept here. The owner's lock
 * guards it.
 */
final class Journal implements Closeable {
    /** Batches above it are rare, and take their room from the heap. */
    private static final int SCRATCH_BYTES_MAX = 1 << 20;

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(256 << 10).asReadOnlyBuffer();

    private final Disk disk;
    private final Path file;
    private final int preallocated;
    private Disk.OpenFile open;
    private Bytes salt;
    private long firstBatch;
    private long lastBatch;
    private long end;
    private long size;
    private long syncs;
    private boolean sealed;
    private ByteBuffer scratch = ByteBuffer.allocateDirect(0);

    private Journal(Disk disk, Path file, int preallocated, JournalReading.Sound content)
            throws IOException {
        this.disk = disk;
        this.file = file;
        this.preallocated = preallocated;
        this.salt = content.salt();
        this.firstBatch = content.firstBatch();
        this.lastBatch = content.lastBatch();
        this.end = content.end();
        this.size = content.content().limit();
        this.sealed = true;
        this.open = disk.open(file);
    }

    /** Puts an empty journal at file, whatever was there; durable when it returns. */
    static void create(Disk disk, Path file, long firstBatch, int preallocated) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (var out = disk.create(fresh)) {
            ByteBuffer content = ByteBuffer.allocate(JournalFormat.HEADER_BYTES + preallocated);
            content.put(JournalFormat.header(firstBatch, JournalFormat.freshSalt())).rewind();
            out.write(content, 0);
            out.force();
        }
        disk.rename(fresh, file);
        Path directory = file.getParent();
        if (directory != null) {
            disk.forceDirectory(directory);
        }
    }

    /** Goes on after the content that was read, and cuts a torn tail off. */
    static Journal open(Disk disk, Path file, int preallocated, JournalReading.Sound content)
            throws IOException {
        Journal journal = new Journal(disk, file, preallocated, content);
        if (content.tornBytes() > 0) {
            journal.cut();
        }
        return journal;
    }

    /**
     * Durable when it returns. After an exception nobody knows; the journal must not be used again.
     *
     * @param isRoomAhead false on a full disk, where no zeros are kept ahead
     */
    void append(List<Change> changes, boolean isRoomAhead) throws IOException {
        ByteBuffer batch = JournalFormat.batch(changes, lastBatch + 1, salt, room(changes));
        int bytes = batch.remaining();
        open.write(batch, end);
        if (end + bytes > size) {
            int ahead = isRoomAhead ? preallocated : 0;
            zeros(end + bytes, ahead);
            size = end + bytes + ahead;
        }
        open.force();
        syncs++;
        end += bytes;
        lastBatch++;
        sealed = changes.isEmpty();
    }

    private void zeros(long from, int bytes) throws IOException {
        for (int done = 0; done < bytes; done += ZEROS.capacity()) {
            open.write(ZEROS.slice(0, Math.min(ZEROS.capacity(), bytes - done)), from + done);
        }
    }

    /** Native memory that is used again: what is written from the heap is copied there first. */
    private ByteBuffer room(List<Change> changes) {
        int bytes = JournalFormat.bytesMax(changes);
        if (bytes > SCRATCH_BYTES_MAX) {
            return ByteBuffer.allocate(bytes);
        }
        if (bytes > scratch.capacity()) {
            scratch = ByteBuffer.allocateDirect(Math.min(2 * bytes, SCRATCH_BYTES_MAX));
        }
        return scratch.clear();
    }

    /** An empty batch after the last one, which proves that the last one had been safe. */
    void seal() throws IOException {
        if (!sealed) {
            append(List.of(), false);
        }
    }

    /** Only when everything in it is durable elsewhere. */
    void replace() throws IOException {
        create(disk, file, lastBatch + 1, preallocated);
        open.close();
        JournalReading reading =
                JournalParser.parse(disk.read(file, JournalParser.JOURNAL_BYTES_MAX));
        if (!(reading instanceof JournalReading.Sound fresh)
                || fresh.firstBatch() != lastBatch + 1) {
            throw new IOException("the fresh journal reads back differently: " + file);
        }
        open = disk.open(file);
        salt = fresh.salt();
        firstBatch = fresh.firstBatch();
        end = fresh.end();
        size = fresh.content().limit();
        sealed = true;
    }

    /**
     * Gives up the zeros ahead, which the next start would read; whether this becomes durable
     * matters little.
     */
    void shorten() throws IOException {
        open.truncate(end);
        size = end;
    }

    long lastBatch() {
        return lastBatch;
    }

    boolean isEmpty() {
        return lastBatch < firstBatch;
    }

    /** Bytes of batches. */
    long bytes() {
        return end - JournalFormat.HEADER_BYTES;
    }

    /** Forced writes for batches. */
    long syncs() {
        return syncs;
    }

    @Override
    public void close() throws IOException {
        open.close();
    }

    private void cut() throws IOException {
        shorten();
        open.force();
    }
}
