package org.comity.statement;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * What the log holds of a statement; docs/formats/leaf.md draws it byte by byte. It names nobody
 * and no value.
 *
 * @param declaredSecond rounded down to {@value #ROUNDED_TO_SECONDS} s, since an exact time exposes
 *     traps
 * @param payloadLength bytes of canonical JSON
 */
public record Leaf(
        StatementKind kind,
        long declaredSecond,
        Tlp tlp,
        Hash audienceCommitment,
        int claimCount,
        int payloadLength,
        Hash commitment) {
    public static final int LENGTH = 81;
    public static final int VERSION = 1;
    public static final int ROUNDED_TO_SECONDS = 300;

    /** The count has 16 bits. */
    public static final int CLAIMS_MAX = 0xffff;

    public Leaf {
        if (!mayBeSecond(declaredSecond)) {
            throw new IllegalArgumentException("declared time is a multiple of 300 s");
        }
        if (claimCount < 0
                || claimCount > CLAIMS_MAX
                || payloadLength < 0
                || payloadLength > Payload.JSON_BYTES_MAX) {
            throw new IllegalArgumentException("count or length out of bounds");
        }
    }

    /** Up to the year 9999, so that adding a lifetime never overflows. */
    private static boolean mayBeSecond(long second) {
        return second >= 0
                && second <= Claim.Validity.SECOND_MAX
                && second % ROUNDED_TO_SECONDS == 0;
    }

    public Bytes bytes() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH);
        out.put((byte) VERSION)
                .put((byte) kind.code())
                .putLong(declaredSecond)
                .put((byte) tlp.code());
        audienceCommitment.write(out);
        out.putShort((short) claimCount).putInt(payloadLength);
        commitment.write(out);
        return Bytes.of(out.array());
    }

    public static Checked<Leaf> parse(Bytes bytes) {
        if (bytes.length() != LENGTH) {
            return Checked.refused("a leaf of version 1 has 81 bytes", "");
        }
        ByteBuffer in = bytes.buffer();
        if (in.get() != VERSION) {
            return Checked.refused("unknown leaf version", "byte 0");
        }
        Optional<StatementKind> kind = StatementKind.ofCode(in.get());
        long second = in.getLong();
        Optional<Tlp> tlp = Tlp.ofCode(in.get());
        Hash audience = Hash.read(in);
        int claims = in.getShort() & 0xffff;
        int length = in.getInt();
        if (kind.isEmpty()) {
            return Checked.refused("unknown statement kind", "byte 1");
        }
        if (!mayBeSecond(second)) {
            return Checked.refused("declared time is not a multiple of 300 s until 9999", "byte 2");
        }
        if (tlp.isEmpty()) {
            return Checked.refused("unknown TLP level", "byte 10");
        }
        if (length < 0 || length > Payload.JSON_BYTES_MAX) {
            return Checked.refused("payload length out of bounds", "byte 45");
        }
        return Checked.good(
                new Leaf(kind.get(), second, tlp.get(), audience, claims, length, Hash.read(in)));
    }
}
