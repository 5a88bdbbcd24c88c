package org.comity.store;

import static org.comity.store.JournalFormat.COMMIT;
import static org.comity.store.JournalFormat.COMMIT_BODY_BYTES;
import static org.comity.store.JournalFormat.COMMIT_BYTES;
import static org.comity.store.JournalFormat.COMMIT_CHECKED_BYTES;
import static org.comity.store.JournalFormat.DELETE;
import static org.comity.store.JournalFormat.DELETE_ALL;
import static org.comity.store.JournalFormat.FRAME_BYTES;
import static org.comity.store.JournalFormat.HEADER_BYTES;
import static org.comity.store.JournalFormat.KEY_LENGTH_BYTES;
import static org.comity.store.JournalFormat.MARK_BYTES;
import static org.comity.store.JournalFormat.PUT;
import static org.comity.store.JournalFormat.SALT_BYTES;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.comity.value.Bytes;

/**
 * Reads a journal and decides what bad bytes mean. A batch is written with one write and one sync,
 * and the next only after that sync: so a later commit proves that everything before it was safe,
 * and bad bytes there are corruption. In the last batch it is harder, since a disk may write the
 * sectors of one unfinished batch in any order, its commit first. It counts as torn when the final
 * mark is missing or a sector of it was never written (is zeros), else as corruption, because then
 * all of it had arrived. Not decided right: a flipped bit in the last batch before a clean stop
 * that also holds 512 zero bytes in one sector; it is dropped as torn, and said so. Source: "Can
 * Applications Recover from fsync Failures?", USENIX ATC 2020.
 */
final class JournalParser {
    /** Far above what a journal reaches before it is trimmed. */
    static final long JOURNAL_BYTES_MAX = 128L << 20;

    private static final int SECTOR_BYTES = 512;

    private final ByteBuffer content;

    /** Just after the last byte that is not zero. */
    private final int used;

    private Bytes salt = Bytes.EMPTY;

    private JournalParser(ByteBuffer content) {
        this.content = content;
        int end = content.limit();
        // Mostly zeros kept ahead: eight at a time, since this runs at each start.
        while (end >= Long.BYTES && content.getLong(end - Long.BYTES) == 0) {
            end -= Long.BYTES;
        }
        while (end > 0 && content.get(end - 1) == 0) {
            end--;
        }
        this.used = end;
    }

    static JournalReading parse(byte[] file) {
        if (file.length > JOURNAL_BYTES_MAX) {
            return new JournalReading.Corrupt(
                    "journal larger than any we write", JOURNAL_BYTES_MAX);
        }
        return new JournalParser(ByteBuffer.wrap(file)).parse();
    }

    private JournalReading parse() {
        if (content.limit() < HEADER_BYTES) {
            return new JournalReading.Corrupt("journal shorter than its header", content.limit());
        }
        if (content.getLong(0) != JournalFormat.MAGIC) {
            return new JournalReading.Corrupt("not a journal", 0);
        }
        if (content.getInt(8) != JournalFormat.VERSION) {
            return new JournalReading.Corrupt("journal of another version", 8);
        }
        long firstBatch = content.getLong(12);
        salt = bytes(20, SALT_BYTES);
        if (!JournalFormat.header(firstBatch, salt).equals(content.slice(0, HEADER_BYTES))
                || firstBatch < 1) {
            return new JournalReading.Corrupt("checksum of the journal header differs", 12);
        }
        return batches(firstBatch);
    }

    private JournalReading batches(long firstBatch) {
        List<Integer> starts = new ArrayList<>();
        int at = HEADER_BYTES;
        while (at < used) {
            long number = firstBatch + starts.size();
            Batch batch = new Batch(at, number);
            if (!batch.read()) {
                return isTorn(at, number)
                        ? new JournalReading.Sound(content, firstBatch, salt, starts, at, used - at)
                        : new JournalReading.Corrupt(batch.why, batch.at);
            }
            starts.add(at);
            at = batch.at;
        }
        return new JournalReading.Sound(content, firstBatch, salt, starts, at, 0);
    }

    private boolean isTorn(int start, long number) {
        return !hasCommitAfter(start, number)
                && (!endsWithMark(start) || hasUnwrittenSector(start));
    }

    private boolean hasCommitAfter(int start, long number) {
        for (int at = start; at <= used - FRAME_BYTES - COMMIT_CHECKED_BYTES; at++) {
            if (isCommit(at) && content.getLong(at + FRAME_BYTES) > number) {
                return true;
            }
        }
        return false;
    }

    private boolean isCommit(int at) {
        return content.get(at) == COMMIT
                && at + COMMIT_BYTES <= content.limit()
                && content.getInt(at + 1) == COMMIT_BODY_BYTES
                && content.getInt(at + 5)
                        == JournalFormat.checksum(content, at, COMMIT_CHECKED_BYTES, salt);
    }

    private boolean endsWithMark(int start) {
        int mark = used - MARK_BYTES;
        return mark >= start && bytes(mark, MARK_BYTES).equals(salt.slice(0, MARK_BYTES));
    }

    private boolean hasUnwrittenSector(int start) {
        int from = start;
        while (from < used) {
            int to = Math.min(used, (from / SECTOR_BYTES + 1) * SECTOR_BYTES);
            boolean zero = true;
            for (int at = from; at < to && zero; at++) {
                zero = content.get(at) == 0;
            }
            if (zero) {
                return true;
            }
            from = to;
        }
        return false;
    }

    private Bytes bytes(int at, int length) {
        byte[] copy = new byte[length];
        content.get(at, copy);
        return Bytes.of(copy);
    }

    /** One batch being read; after a refusal, at is the record that is bad. */
    private final class Batch {
        private final int start;
        private final long number;
        private int at;
        private int count;
        private String why = "";

        Batch(int start, long number) {
            this.start = start;
            this.at = start;
            this.number = number;
        }

        boolean read() {
            while (at + FRAME_BYTES <= content.limit()) {
                if (content.get(at) == COMMIT) {
                    return readCommit();
                }
                if (!readChange()) {
                    return false;
                }
            }
            return refuse("journal ends inside a batch");
        }

        private boolean readChange() {
            int length = content.getInt(at + 1);
            if (length < 0
                    || length > content.limit() - at - FRAME_BYTES
                    || !fits(content.get(at), length)) {
                return refuse("record with an impossible type or length");
            }
            if (content.getInt(at + 5) != JournalFormat.checksum(content, at, length, salt)) {
                return refuse("checksum of a record differs");
            }
            at += FRAME_BYTES + length;
            count++;
            return true;
        }

        private boolean fits(byte type, int length) {
            return switch (type) {
                case PUT -> fitsPut(length);
                case DELETE -> length >= 1 && length <= Change.KEY_BYTES_MAX;
                case DELETE_ALL -> length <= Change.KEY_BYTES_MAX;
                default -> false;
            };
        }

        private boolean fitsPut(int length) {
            if (length < KEY_LENGTH_BYTES) {
                return false;
            }
            int key = Short.toUnsignedInt(content.getShort(at + FRAME_BYTES));
            int value = length - KEY_LENGTH_BYTES - key;
            return key >= 1
                    && key <= Change.KEY_BYTES_MAX
                    && value >= 0
                    && value <= Change.VALUE_BYTES_MAX;
        }

        private boolean readCommit() {
            if (!isCommit(at)) {
                return refuse("checksum of a commit record differs");
            }
            CRC32C whole = new CRC32C();
            whole.update(content.slice(start, at - start));
            if (content.getLong(at + FRAME_BYTES) != number
                    || content.getInt(at + FRAME_BYTES + 8) != count
                    || content.getInt(at + FRAME_BYTES + 12) != (int) whole.getValue()) {
                return refuse("commit record of another batch");
            }
            at += COMMIT_BYTES;
            return true;
        }

        private boolean refuse(String reason) {
            why = reason;
            return false;
        }
    }
}
