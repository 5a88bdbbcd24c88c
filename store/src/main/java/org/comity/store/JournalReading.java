package org.comity.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.comity.value.Bytes;

/** What a journal file turned out to be. */
sealed interface JournalReading {
    /**
     * Content to trust.
     *
     * @param firstBatch number that the first batch has or will have
     * @param starts where each batch begins, in order
     * @param end where the next batch goes
     * @param tornBytes bytes after end of a batch that nobody was told is safe
     */
    record Sound(
            ByteBuffer content,
            long firstBatch,
            Bytes salt,
            List<Integer> starts,
            int end,
            int tornBytes)
            implements JournalReading {
        public Sound {
            starts = List.copyOf(starts);
        }

        long lastBatch() {
            return firstBatch + starts.size() - 1;
        }

        /**
         * The changes of the batch with this number, read anew each time to hold only one in
         * memory.
         */
        List<Change> batch(long number) {
            int at = starts.get(Math.toIntExact(number - firstBatch));
            List<Change> changes = new ArrayList<>();
            while (content.get(at) != JournalFormat.COMMIT) {
                int length = content.getInt(at + 1);
                changes.add(change(at, length));
                at += JournalFormat.FRAME_BYTES + length;
            }
            return changes;
        }

        private Change change(int frame, int length) {
            int body = frame + JournalFormat.FRAME_BYTES;
            return switch (content.get(frame)) {
                case JournalFormat.PUT -> {
                    int key = body + JournalFormat.KEY_LENGTH_BYTES;
                    int value = key + Short.toUnsignedInt(content.getShort(body));
                    yield new Change.Put(bytes(key, value), bytes(value, body + length));
                }
                case JournalFormat.DELETE -> new Change.Delete(bytes(body, body + length));
                case JournalFormat.DELETE_ALL -> new Change.DeleteAll(bytes(body, body + length));
                default -> throw new IllegalStateException("the parser let an unknown type pass");
            };
        }

        private Bytes bytes(int from, int to) {
            byte[] copy = new byte[to - from];
            content.get(from, copy);
            return Bytes.of(copy);
        }
    }

    /** Bytes that were safe once and are not what was written. */
    record Corrupt(String why, long offset) implements JournalReading {}
}
