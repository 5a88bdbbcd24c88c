package org.comity.value;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An immutable run of bytes with value equality; arrays in records compare by identity, so no
 * record of Comity holds one. Never prints its content: it may be a secret.
 */
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    public static Bytes of(byte[] content) {
        return new Bytes(content.clone());
    }

    public static Bytes of(byte[] content, int from, int to) {
        return new Bytes(Arrays.copyOfRange(content, from, to));
    }

    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Standard alphabet with padding, RFC 4648 section 4; anything else is refused. */
    public static Checked<Bytes> parseBase64(String text) {
        try {
            byte[] decoded = Base64.getDecoder().decode(text);
            // The decoder accepts stray bits and missing padding; two spellings of one value are a
            // hole.
            if (!Base64.getEncoder().encodeToString(decoded).equals(text)) {
                return Checked.refused("not canonical base64", "");
            }
            return Checked.good(new Bytes(decoded));
        } catch (IllegalArgumentException notBase64) {
            return Checked.refused("not base64", "");
        }
    }

    public static Checked<Bytes> parseHex(String text) {
        try {
            return Checked.good(new Bytes(HexFormat.of().parseHex(text)));
        } catch (IllegalArgumentException notHex) {
            return Checked.refused("not hexadecimal", "");
        }
    }

    public static Bytes join(Bytes... parts) {
        int length = 0;
        for (Bytes part : parts) {
            length = Math.addExact(length, part.content.length);
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (Bytes part : parts) {
            System.arraycopy(part.content, 0, whole, at, part.content.length);
            at += part.content.length;
        }
        return new Bytes(whole);
    }

    public int length() {
        return content.length;
    }

    public byte at(int index) {
        return content[index];
    }

    /** A copy; the caller may change it. */
    public byte[] array() {
        return content.clone();
    }

    public ByteBuffer buffer() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    /** Puts all of it at the buffer's position; quicker than through {@link #buffer}. */
    public void write(ByteBuffer to) {
        to.put(content);
    }

    /** Feeds all of it to a digest; quicker than through {@link #buffer}. */
    public void update(MessageDigest digest) {
        digest.update(content);
    }

    public InputStream stream() {
        return new ByteArrayInputStream(content);
    }

    public Bytes slice(int from, int to) {
        return of(content, from, to);
    }

    public boolean startsWith(Bytes prefix) {
        return content.length >= prefix.content.length
                && Arrays.equals(
                        content,
                        0,
                        prefix.content.length,
                        prefix.content,
                        0,
                        prefix.content.length);
    }

    /** Unsigned, a prefix before what it begins. */
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(content, other.content);
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(content);
    }

    public String hex() {
        return HexFormat.of().formatHex(content);
    }

    public String utf8() {
        return new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return content.length + " bytes";
    }
}
