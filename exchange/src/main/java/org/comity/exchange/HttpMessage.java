package org.comity.exchange;

import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * What of an HTTP request is signed; RFC 9421 sections 2.2.1 and 2.2.2.
 *
 * @param method as sent, capital letters
 * @param targetUri scheme, authority, path and query as the receiver publishes them, so that a
 *     request to one member cannot be used at another
 * @param body empty when the request has none
 */
public record HttpMessage(String method, String targetUri, Optional<Bytes> body) {
    static final int METHOD_LENGTH_MAX = 16;
    static final int URI_LENGTH_MAX = 2_048;

    public HttpMessage {
        if (!isMethod(method) || !isUri(targetUri)) {
            throw new IllegalArgumentException("method or target URI out of bounds");
        }
    }

    /**
     * From outside: a line break in either would let a sender write lines of the signature base.
     */
    public static Checked<HttpMessage> parse(
            String method, String targetUri, Optional<Bytes> body) {
        if (!isMethod(method)) {
            return Checked.refused("method is not 1 to 16 capital letters", "@method");
        }
        return isUri(targetUri)
                ? Checked.good(new HttpMessage(method, targetUri, body))
                : Checked.refused("not a URI of visible ASCII up to 2048", "@target-uri");
    }

    private static boolean isMethod(String text) {
        return !text.isEmpty()
                && text.length() <= METHOD_LENGTH_MAX
                && text.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    }

    private static boolean isUri(String text) {
        return !text.isEmpty()
                && text.length() <= URI_LENGTH_MAX
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
