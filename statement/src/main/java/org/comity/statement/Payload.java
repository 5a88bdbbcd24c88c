package org.comity.statement;

import java.nio.ByteBuffer;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * What a leaf commits to; docs/formats/payload.md draws its bytes. Served only to those whom
 * marking and audience allow. Destroying it with its salt makes the leaf's commitments untestable.
 *
 * @param salt {@value #SALT_BYTES} random bytes
 * @param json canonical JSON (RFC 8785)
 */
public record Payload(Bytes salt, Audience audience, Bytes json) {
    public static final int SALT_BYTES = 32;
    public static final int JSON_BYTES_MAX = 1 << 20;
    private static final Bytes COMMIT = Bytes.utf8("comity/commit/v1\0");
    private static final Bytes AUDIENCE = Bytes.utf8("comity/audience/v1\0");

    public Payload {
        if (salt.length() != SALT_BYTES || json.length() > JSON_BYTES_MAX) {
            throw new IllegalArgumentException("salt of 32 bytes, JSON of at most 1 MiB");
        }
    }

    /** SHA-256("comity/commit/v1" 0x00 salt u64-length json). */
    public Hash commitment() {
        return commit(COMMIT, json);
    }

    /** SHA-256("comity/audience/v1" 0x00 salt u64-length text). */
    public Hash audienceCommitment() {
        return commit(AUDIENCE, Bytes.utf8(audience.text()));
    }

    /** salt[32] u16-length audience-text json. */
    public Bytes bytes() {
        Bytes text = Bytes.utf8(audience.text());
        byte[] length = {(byte) (text.length() >> 8), (byte) text.length()};
        return Bytes.join(salt, Bytes.of(length), text, json);
    }

    /** A part of the JSON of what {@link #bytes} wrote, without reading the rest. */
    public static Bytes jsonPart(Bytes bytes, int offset, int length) {
        int json = jsonAt(bytes);
        return bytes.slice(json + offset, json + offset + length);
    }

    private static int jsonAt(Bytes bytes) {
        return SALT_BYTES + 2 + (((bytes.at(32) & 0xff) << 8) | (bytes.at(33) & 0xff));
    }

    public static Checked<Payload> parse(Bytes bytes) {
        if (bytes.length() < SALT_BYTES + 2) {
            return Checked.refused("payload too short", "");
        }
        int textEnd = jsonAt(bytes);
        if (textEnd > bytes.length()) {
            return Checked.refused("audience runs past the end", "byte 32");
        }
        if (bytes.length() - textEnd > JSON_BYTES_MAX) {
            return Checked.refused("payload too long", "");
        }
        return Audience.parse(bytes.slice(SALT_BYTES + 2, textEnd).utf8())
                .in("byte 34")
                .map(audience ->
                        new Payload(
                                bytes.slice(0, SALT_BYTES),
                                audience,
                                bytes.slice(textEnd, bytes.length())));
    }

    private Hash commit(Bytes label, Bytes content) {
        byte[] length = ByteBuffer.allocate(8).putLong(content.length()).array();
        return Hash.digest(label.array(), salt.array(), length, content.array());
    }
}
