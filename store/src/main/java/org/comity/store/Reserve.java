package org.comity.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.comity.store.Change.Put;

/**
 * A file of zeros that is given up when the disk is full, so that erasing and a clean stop still
 * work.
 */
final class Reserve {
    private static final int PIECE_BYTES = 1 << 20;

    private final Disk disk;
    private final Path directory;
    private final Path file;
    private final long bytes;

    Reserve(Disk disk, Path directory, long bytes) {
        this.disk = disk;
        this.directory = directory;
        this.file = directory.resolve("reserve");
        this.bytes = bytes;
    }

    // Guarded by the engine, as every call here is.
    private boolean given;

    /** Makes the file when there is room for it and gives it up when the disk is all but full. */
    void settle() throws IOException {
        long usable = disk.usableBytes(directory);
        if (disk.exists(file)) {
            if (usable < bytes / 4) {
                release();
            }
        } else if (usable > 4 * bytes) {
            try (var out = disk.create(file)) {
                for (long at = 0; at < bytes; at += PIECE_BYTES) {
                    out.write(ByteBuffer.allocate((int) Math.min(PIECE_BYTES, bytes - at)), at);
                }
                out.force();
            }
            given = false;
        }
    }

    /**
     * Before a batch: what adds rows is refused while there is no room for it and for emptying the
     * journal; what deletes may use the reserve. True when there is such room.
     */
    boolean admit(List<Change> changes, long journalBytes) throws IOException {
        if (!isShort(2 * Batches.bytes(changes) + journalBytes)) {
            return true;
        }
        if (changes.stream().anyMatch(change -> change instanceof Put)) {
            throw full();
        }
        release();
        return false;
    }

    /** As admit, for what is so small and needed that it may use the reserve itself. */
    boolean admitAtLast(List<Change> changes, long journalBytes) throws IOException {
        if (!isShort(2 * Batches.bytes(changes) + journalBytes)) {
            return true;
        }
        release();
        if (disk.usableBytes(directory) < 2 * Batches.bytes(changes) + bytes / 8) {
            throw full();
        }
        return false;
    }

    /** Throws when so many bytes do not fit beside the reserve. */
    void require(long needed) throws IOException {
        if (isShort(needed)) {
            throw full();
        }
    }

    /** Takes the file back that was given up, once there is room for it again. */
    void regain() throws IOException {
        if (given) {
            settle();
        }
    }

    private DiskFullException full() throws IOException {
        return new DiskFullException(
                "disk nearly full, nothing written: "
                        + disk.usableBytes(directory)
                        + " bytes left for "
                        + directory);
    }

    /**
     * Compaction writes what is left anew beside what is there; half-way out of room it would fence
     * the store.
     */
    void admitCompaction(long needed) throws IOException {
        if (disk.usableBytes(directory) < needed) {
            release();
        }
        if (disk.usableBytes(directory) < needed) {
            throw new DiskFullException(
                    "no room to compact, deleted values are still there: "
                            + needed
                            + " bytes wanted for "
                            + directory);
        }
    }

    /** True when so many bytes do not fit beside another reserve. */
    boolean isShort(long needed) throws IOException {
        return disk.usableBytes(directory) < bytes + needed;
    }

    long usable() {
        try {
            return disk.usableBytes(directory);
        } catch (IOException broken) {
            throw new UncheckedIOException("asking for the room on the disk", broken);
        }
    }

    private void release() throws IOException {
        disk.delete(file);
        given = true;
    }
}
