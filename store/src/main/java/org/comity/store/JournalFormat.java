package org.comity.store;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.zip.CRC32C;
import org.comity.store.Change.Delete;
import org.comity.store.Change.DeleteAll;
import org.comity.store.Change.Put;
import org.comity.value.Bytes;

/**
 * The journal's bytes, drawn in docs/formats/store.md. Two choices let a reader tell a torn write
 * from bit rot. Every record begins with a byte that is never zero and the file ahead is zeros, so
 * a sector that the disk never wrote shows as zeros. Every batch ends with a mark that is never
 * zero. Both the mark and the start of every checksum are random per journal: a stranger's bytes,
 * stored as a value, cannot pass for a commit of ours.
 */
final class JournalFormat {
    /** "COMITY-J" in ASCII. */
    static final long MAGIC = 0x434F4D4954592D4AL;

    static final int VERSION = 1;
    static final int HEADER_BYTES = 40;
    static final int SALT_BYTES = 16;

    /** Type, length, checksum. */
    static final int FRAME_BYTES = 9;

    /**
     * Batch number, count of records, checksum of the batch; then the mark, outside the checksum.
     */
    static final int COMMIT_CHECKED_BYTES = 16;

    static final int MARK_BYTES = 4;
    static final int COMMIT_BODY_BYTES = COMMIT_CHECKED_BYTES + MARK_BYTES;
    static final int COMMIT_BYTES = FRAME_BYTES + COMMIT_BODY_BYTES;
    static final int KEY_LENGTH_BYTES = 2;

    static final byte PUT = 1;
    static final byte DELETE = 2;
    static final byte DELETE_ALL = 3;
    static final byte COMMIT = 4;

    private JournalFormat() {}

    /** Unpredictable, and its first bytes, which serve as the mark, are not zero. */
    static Bytes freshSalt() {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        for (int at = 0; at < MARK_BYTES; at++) {
            salt[at] |= 1;
        }
        return Bytes.of(salt);
    }

    static ByteBuffer header(long firstBatch, Bytes salt) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES);
        out.putLong(MAGIC).putInt(VERSION).putLong(firstBatch).put(salt.buffer());
        CRC32C crc = new CRC32C();
        crc.update(out.array(), 0, out.position());
        return out.putInt((int) crc.getValue()).flip();
    }

    /** Room for the records of the changes and their commit record; never too little. */
    static int bytesMax(List<Change> changes) {
        long records = (long) changes.size() * (FRAME_BYTES + KEY_LENGTH_BYTES);
        return Math.toIntExact(Batches.bytes(changes) + records + COMMIT_BYTES);
    }

    /** Records of the changes and their commit record. */
    static ByteBuffer batch(List<Change> changes, long number, Bytes salt) {
        return batch(changes, number, salt, ByteBuffer.allocate(bytesMax(changes)));
    }

    /**
     * The same in a buffer that is at its start and has room.
     *
     * @return out, to be read
     */
    static ByteBuffer batch(List<Change> changes, long number, Bytes salt, ByteBuffer out) {
        for (Change change : changes) {
            write(change, out, salt);
        }
        CRC32C whole = new CRC32C();
        whole.update(out.slice(0, out.position()));
        int frame = begin(out, COMMIT);
        out.putLong(number).putInt(changes.size()).putInt((int) whole.getValue());
        finish(out, frame, out.position(), COMMIT_BODY_BYTES, salt);
        return out.put(salt.slice(0, MARK_BYTES).buffer()).flip();
    }

    private static void write(Change change, ByteBuffer out, Bytes salt) {
        int frame =
                switch (change) {
                    case Put(var key, var value) -> {
                        int begun = begin(out, PUT);
                        out.putShort((short) key.length());
                        key.write(out);
                        value.write(out);
                        yield begun;
                    }
                    case Delete(var key) -> {
                        int begun = begin(out, DELETE);
                        key.write(out);
                        yield begun;
                    }
                    case DeleteAll(var prefix) -> {
                        int begun = begin(out, DELETE_ALL);
                        prefix.write(out);
                        yield begun;
                    }
                };
        finish(out, frame, out.position(), out.position() - frame - FRAME_BYTES, salt);
    }

    private static int begin(ByteBuffer out, byte type) {
        int frame = out.position();
        out.put(type).position(frame + FRAME_BYTES);
        return frame;
    }

    /** Fills in length and checksum of the record at frame, whose checked body ends at bodyEnd. */
    private static void finish(ByteBuffer out, int frame, int bodyEnd, int length, Bytes salt) {
        out.putInt(frame + 1, length);
        out.putInt(frame + 5, checksum(out, frame, bodyEnd - frame - FRAME_BYTES, salt));
    }

    /**
     * CRC32C (RFC 3720, appendix B.4) of salt, type, length field and so many bytes of the body.
     */
    static int checksum(ByteBuffer content, int frame, int checkedBody, Bytes salt) {
        CRC32C crc = new CRC32C();
        crc.update(salt.array());
        crc.update(content.slice(frame, 5));
        crc.update(content.slice(frame + FRAME_BYTES, checkedBody));
        return (int) crc.getValue();
    }
}
