package org.comity.value;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** A SHA-256 value (FIPS 180-4): a tree node, a commitment, a root, the name of a guard set. */
public record Hash(long first, long second, long third, long fourth) implements Comparable<Hash> {
    public static final int LENGTH = 32;
    public static final Hash ZERO = new Hash(0, 0, 0, 0);

    /** Only ever cloned, so that any thread may. */
    private static final MessageDigest UNUSED = lookUp();

    /** Digest of the parts one after another. */
    public static Hash digest(byte[]... parts) {
        MessageDigest sha256 = sha256();
        for (byte[] part : parts) {
            sha256.update(part);
        }
        return of(sha256.digest());
    }

    /** A fresh SHA-256; for callers that feed it piece by piece. */
    public static MessageDigest sha256() {
        try {
            // Looking the algorithm up takes half as long again as hashing a tree node.
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException notThisProvider) {
            return lookUp();
        }
    }

    private static MessageDigest lookUp() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }

    /** Exactly 32 bytes, big-endian. */
    public static Hash of(byte[] content) {
        if (content.length != LENGTH) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + content.length);
        }
        return read(ByteBuffer.wrap(content));
    }

    /** Takes the next 32 bytes. */
    public static Hash read(ByteBuffer from) {
        return new Hash(from.getLong(), from.getLong(), from.getLong(), from.getLong());
    }

    public static Checked<Hash> parse(Bytes content) {
        return content.length() == LENGTH
                ? Checked.good(of(content.array()))
                : Checked.refused("not 32 bytes", "");
    }

    /** Lower or upper case hexadecimal, 64 digits. */
    public static Checked<Hash> parseHex(String text) {
        return Bytes.parseHex(text).then(Hash::parse);
    }

    public static Checked<Hash> parseBase64(String text) {
        return Bytes.parseBase64(text).then(Hash::parse);
    }

    public void write(ByteBuffer to) {
        to.putLong(first).putLong(second).putLong(third).putLong(fourth);
    }

    public byte[] array() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH);
        write(out);
        return out.array();
    }

    public Bytes bytes() {
        return Bytes.of(array());
    }

    public String hex() {
        return HexFormat.of().formatHex(array());
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(array());
    }

    /** Order of the bytes read as an unsigned number; the same on every node. */
    @Override
    public int compareTo(Hash other) {
        int order = Long.compareUnsigned(first, other.first);
        order = order != 0 ? order : Long.compareUnsigned(second, other.second);
        order = order != 0 ? order : Long.compareUnsigned(third, other.third);
        return order != 0 ? order : Long.compareUnsigned(fourth, other.fourth);
    }

    @Override
    public String toString() {
        return hex();
    }
}
