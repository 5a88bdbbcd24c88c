package org.comity.taxii;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.comity.value.Bytes;

/**
 * The value of {@code next}: the date added of the last entry shown, and a code over it and over
 * all that the page was asked for: by whom, of which collection, with which filters. Nothing is
 * kept of it: asked twice, it gives the same page, and asked by another, or otherwise, none.
 *
 * <p>Attack considered: Appendix B of TAXII 2.1, a client that writes its own. Without the key it
 * cannot; and rights and filters are those of the request that brings it, never of the token.
 */
final class PageToken {
    private static final int CODE_BYTES = 16;
    private static final byte[] DOMAIN = "comity/taxii-next/v1\0".getBytes(StandardCharsets.UTF_8);

    /** What the pages of one walk have in common. */
    record Walk(String user, String path, String filters) {}

    private final Bytes key;

    /**
     * @param key secret, of at least 16 bytes
     */
    PageToken(Bytes key) {
        if (key.length() < CODE_BYTES) {
            throw new IllegalArgumentException("a key of at least 16 bytes");
        }
        this.key = key;
    }

    String write(Walk walk, long after) {
        byte[] token =
                ByteBuffer.allocate(Long.BYTES + CODE_BYTES)
                        .putLong(after)
                        .put(code(walk, after))
                        .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** Empty for a token of anything else than this walk. */
    OptionalLong read(Walk walk, String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return OptionalLong.empty();
        }
        if (bytes.length != Long.BYTES + CODE_BYTES) {
            return OptionalLong.empty();
        }
        long after = ByteBuffer.wrap(bytes).getLong();
        byte[] given = Arrays.copyOfRange(bytes, Long.BYTES, bytes.length);
        return MessageDigest.isEqual(given, code(walk, after))
                ? OptionalLong.of(after)
                : OptionalLong.empty();
    }

    private byte[] code(Walk walk, long after) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.array(), "HmacSHA256"));
            mac.update(DOMAIN);
            mac.update(ByteBuffer.allocate(Long.BYTES).putLong(after).array());
            for (String part : new String[] {walk.user(), walk.path(), walk.filters()}) {
                byte[] text = part.getBytes(StandardCharsets.UTF_8);
                mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
                mac.update(text);
            }
            return Arrays.copyOf(mac.doFinal(), CODE_BYTES);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every Java platform has HMAC with SHA-256", absent);
        }
    }
}
