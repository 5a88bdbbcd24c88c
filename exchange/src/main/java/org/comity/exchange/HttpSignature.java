package org.comity.exchange;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * One strict profile of HTTP message signatures (RFC 9421) with Ed25519 and, when there is a body,
 * its digest (RFC 9530); docs/formats/exchange.md. Any other spelling of the same thing is refused:
 * one way to write means one way to read.
 *
 * <p>The node key also signs checkpoints. The two cannot be taken for one another: a checkpoint
 * ends in a line end, a signature base never does.
 */
public final class HttpSignature {
    /** Longest time from created to expires. */
    public static final int LIFETIME_SECONDS_MAX = 300;

    /** How far two clocks may be apart. */
    public static final int SKEW_SECONDS_MAX = 300;

    private static final int NONCE_BYTES = 16;

    private HttpSignature() {}

    /**
     * Somebody who holds the private key of keyId signed this message.
     *
     * @param nonce to be shown to a {@link NonceMemory} before the request has any effect
     */
    public record Verified(String keyId, String nonce, long createdSecond, long expiresSecond) {}

    /** The headers to add, by lower-case name. */
    public static SortedMap<String, String> sign(
            HttpMessage message, SigningKey node, long nowSecond, RandomGenerator random) {
        var parameters =
                new SignatureInput(
                        message.body().isPresent(),
                        new Verified(
                                node.verifierKey().name(),
                                nonce(random),
                                nowSecond,
                                nowSecond + LIFETIME_SECONDS_MAX));
        Bytes signature = node.sign(base(message).bytes(parameters.parameters()));
        var headers = new TreeMap<String, String>();
        message.body().ifPresent(body -> headers.put("content-digest", digest(body)));
        headers.put("signature-input", parameters.text());
        headers.put("signature", SignatureInput.LABEL + "=:" + signature.base64() + ":");
        return Collections.unmodifiableSortedMap(headers);
    }

    /**
     * Says who signed, or what is wrong with which header.
     *
     * @param headers by lower-case name; a header that was sent more than once must not be here as
     *     one
     * @param keys the node key of a member by its name
     */
    public static Checked<Verified> verify(
            HttpMessage message,
            Map<String, String> headers,
            Function<String, Optional<VerifierKey>> keys,
            long nowSecond) {
        return checkDigest(message, Optional.ofNullable(headers.get("content-digest")))
                .then(_ -> header(headers, "signature-input").then(SignatureInput::parse))
                .then(input -> checkCover(message, input))
                .then(input -> checkTime(input, nowSecond))
                .then(input ->
                        header(headers, "signature")
                                .then(HttpSignature::parseSignature)
                                .then(signature -> check(message, input, signature, keys)));
    }

    static String digest(Bytes body) {
        return "sha-256=:" + Hash.digest(body.array()).base64() + ":";
    }

    private static SignatureBase base(HttpMessage message) {
        var base =
                new SignatureBase()
                        .with("@method", message.method())
                        .with("@target-uri", message.targetUri());
        message.body().ifPresent(body -> base.with("content-digest", digest(body)));
        return base;
    }

    private static String nonce(RandomGenerator random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return Bytes.of(nonce).hex();
    }

    private static Checked<String> header(Map<String, String> headers, String name) {
        String value = headers.get(name);
        return value == null ? Checked.refused("header missing", name) : Checked.good(value);
    }

    private static Checked<Boolean> checkDigest(HttpMessage message, Optional<String> sent) {
        Optional<String> wanted = message.body().map(HttpSignature::digest);
        return wanted.equals(sent)
                ? Checked.good(true)
                : Checked.refused("not the SHA-256 digest of the body", "content-digest");
    }

    private static Checked<SignatureInput> checkCover(HttpMessage message, SignatureInput input) {
        return input.coversDigest() == message.body().isPresent()
                ? Checked.good(input)
                : Checked.refused(
                        "the digest is covered exactly when there is a body", "signature-input");
    }

    private static Checked<SignatureInput> checkTime(SignatureInput input, long nowSecond) {
        long created = input.claimed().createdSecond();
        long expires = input.claimed().expiresSecond();
        if (expires < created || expires - created > LIFETIME_SECONDS_MAX) {
            return Checked.refused("lives longer than 300 s or ends before it begins", "expires");
        }
        if (created > nowSecond + SKEW_SECONDS_MAX) {
            return Checked.refused("created in the future", "created");
        }
        return expires < nowSecond - SKEW_SECONDS_MAX
                ? Checked.refused("expired", "expires")
                : Checked.good(input);
    }

    private static Checked<Bytes> parseSignature(String header) {
        String start = SignatureInput.LABEL + "=:";
        int length = start.length() + 88 + 1; // 64 bytes in base64, and a colon
        if (header.length() != length || !header.startsWith(start) || !header.endsWith(":")) {
            return Checked.refused("not one signature of 64 bytes labelled comity", "signature");
        }
        return Bytes.parseBase64(header.substring(start.length(), length - 1)).in("signature");
    }

    private static Checked<Verified> check(
            HttpMessage message,
            SignatureInput input,
            Bytes signature,
            Function<String, Optional<VerifierKey>> keys) {
        Optional<VerifierKey> key = keys.apply(input.claimed().keyId());
        if (key.isEmpty()) {
            return Checked.refused("unknown key", "keyid");
        }
        return key.get().verifies(base(message).bytes(input.parameters()), signature)
                ? Checked.good(input.claimed())
                : Checked.refused("signature does not verify", "signature");
    }
}
