package org.comity.tlog;

import java.util.List;

/** C2SP tlog-cosignature, Ed25519 (type 0x04): u64 POSIX seconds, then 64 bytes over "cosignature/v1", time and body. */
public record Cosignature(VerifierKey key, long atSecond) {
    /** A cosignature line for the checkpoint in note. */
    public static Note.Signature sign(Note note, SigningKey key, long atSecond) {
        throw new UnsupportedOperationException();
    }

    /** The good cosignatures that the note bears by keys of this list; bad or unknown lines are passed over. */
    public static List<Cosignature> verify(Note note, List<VerifierKey> keys) {
        throw new UnsupportedOperationException();
    }
}
