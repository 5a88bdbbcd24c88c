package org.comity.charter;

import java.util.List;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;

/**
 * A member's public keys.
 *
 * @param member signs charters; kept offline. Name {@code <member>/member}, type 0x01
 * @param node signs the log's checkpoints and HTTP requests. Name = log origin {@code
 *     <member>/log}, type 0x01
 * @param witness cosigns others' checkpoints. Name {@code <member>/witness}, type 0x04; one key per
 *     cosigner
 * @param seal X25519 (RFC 7748), 32 bytes; the exchange key is sealed to it
 */
public record MemberKeys(VerifierKey member, VerifierKey node, VerifierKey witness, Bytes seal) {
    public static final int SEAL_LENGTH = 32;

    public MemberKeys {
        if (seal.length() != SEAL_LENGTH) {
            throw new IllegalArgumentException("a seal key has 32 bytes");
        }
    }

    /**
     * Every public key; no two keys of a charter are equal, or one signature could speak for two.
     */
    List<Bytes> all() {
        return List.of(member.publicKey(), node.publicKey(), witness.publicKey(), seal);
    }
}
