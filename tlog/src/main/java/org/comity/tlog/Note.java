package org.comity.tlog;

import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * C2SP signed-note: text that ends in a newline, an empty line, signature lines. At most
 * {@value #SIGNATURES_MAX} signatures and {@value #BYTES_MAX} bytes are taken.
 */
public record Note(String text, List<Signature> signatures) {
    public static final int SIGNATURES_MAX = 256;
    public static final int BYTES_MAX = 1 << 20;

    /** One signature line; what the bytes mean depends on the key's type. */
    public record Signature(String name, int keyId, Bytes bytes) {}

    public Note {
        signatures = List.copyOf(signatures);
    }

    public static Checked<Note> parse(Bytes bytes) {
        throw new UnsupportedOperationException();
    }

    public static Note of(String text) {
        return new Note(text, List.of());
    }

    public Bytes bytes() {
        throw new UnsupportedOperationException();
    }

    /** With one more Ed25519 note signature (type 0x01). */
    public Note signedBy(SigningKey key) {
        throw new UnsupportedOperationException();
    }

    /** With one more line; an equal line is not added twice. */
    public Note with(Signature signature) {
        throw new UnsupportedOperationException();
    }

    /** Whether a line of this key verifies over the text (type 0x01 only). */
    public boolean isSignedBy(VerifierKey key) {
        throw new UnsupportedOperationException();
    }

    /** A line with this key's name and id whose signature does not verify: the note must be rejected. */
    public boolean hasBadSignatureOf(VerifierKey key) {
        throw new UnsupportedOperationException();
    }
}
