package org.comity.tlog;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * C2SP tlog-cosignature, Ed25519 (type 0x04): u64 POSIX seconds, then 64 bytes over
 * "cosignature/v1", time and body.
 */
public record Cosignature(VerifierKey key, long atSecond) {
    private static final int BYTES = Long.BYTES + Ed25519Rule.SIGNATURE_BYTES;

    public Cosignature {
        if (key.type() != VerifierKey.Type.COSIGNATURE) {
            throw new IllegalArgumentException("cosignatures need a key of type 0x04");
        }
        // tlog-witness: never 0; tlog-cosignature: never above 2^63 - 1.
        if (atSecond < 1) {
            throw new IllegalArgumentException("a cosignature has a time after 1970");
        }
    }

    /** A cosignature line for the checkpoint in note. */
    public static Note.Signature sign(Note note, SigningKey key, long atSecond) {
        Cosignature cosignature = new Cosignature(key.verifierKey(), atSecond);
        // A witness key signs nothing but checkpoints, whatever it is handed.
        String body = Checkpoint.parse(note.text()).orThrow().text();
        Bytes signature = key.sign(message(body, atSecond));
        byte[] stamped =
                ByteBuffer.allocate(BYTES).putLong(atSecond).put(signature.buffer()).array();
        VerifierKey verifier = cosignature.key;
        return new Note.Signature(verifier.name(), verifier.keyId(), Bytes.of(stamped));
    }

    /**
     * The good cosignatures that the note bears by keys of this list, in the order of the list and
     * one per key, the latest; bad or unknown lines are passed over. None if the note is no
     * checkpoint.
     */
    public static List<Cosignature> verify(Note note, List<VerifierKey> keys) {
        return switch (Checkpoint.parse(note.text())) {
            case Checked.Refused<Checkpoint> _ -> List.of();
            case Checked.Good<Checkpoint> _ ->
                    keys.stream()
                            .filter(key -> key.type() == VerifierKey.Type.COSIGNATURE)
                            .distinct()
                            .flatMap(key -> latest(note, key).stream())
                            .toList();
        };
    }

    /** What the line says if it is a good cosignature of text by key. */
    static Optional<Cosignature> read(String text, Note.Signature line, VerifierKey key) {
        Bytes stamped = line.bytes();
        if (stamped.length() != BYTES) {
            return Optional.empty();
        }
        long atSecond = stamped.buffer().getLong();
        if (atSecond < 1) {
            return Optional.empty();
        }
        Bytes signature = stamped.slice(Long.BYTES, BYTES);
        return key.verifies(message(text, atSecond), signature)
                ? Optional.of(new Cosignature(key, atSecond))
                : Optional.empty();
    }

    private static Optional<Cosignature> latest(Note note, VerifierKey key) {
        return note.linesOf(key).stream()
                .flatMap(line -> read(note.text(), line, key).stream())
                .max(Comparator.comparingLong(Cosignature::atSecond));
    }

    /** Section "Ed25519 signed message". */
    private static Bytes message(String body, long atSecond) {
        return Bytes.utf8("cosignature/v1\ntime " + atSecond + "\n" + body);
    }
}
