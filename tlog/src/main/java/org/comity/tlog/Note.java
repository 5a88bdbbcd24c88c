package org.comity.tlog;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * C2SP signed-note: text that ends in a newline, an empty line, signature lines. At most {@value
 * #SIGNATURES_MAX} signatures and {@value #BYTES_MAX} bytes are taken; of equal lines one is kept.
 * The text of a parsed note is nobody's word until a signature of a known key was found good.
 */
public record Note(String text, List<Signature> signatures) {
    /** More than the 500 members of a charter, each of whom signs it. */
    public static final int SIGNATURES_MAX = 512;

    public static final int BYTES_MAX = 1 << 20;

    /** U+2014 and a space begin each signature line. */
    private static final String DASH = "\u2014 ";

    /** One signature line; what the bytes mean depends on the key's type. */
    public record Signature(String name, int keyId, Bytes bytes) {
        public Signature {
            if (!Text.isKeyName(name) || bytes.length() == 0) {
                throw new IllegalArgumentException(
                        "signature without a good name or without bytes");
            }
        }

        /** Whether the line claims to be of this key; the id is no proof. */
        boolean names(VerifierKey key) {
            return name.equals(key.name()) && keyId == key.keyId();
        }

        private String line() {
            Bytes id = Bytes.of(ByteBuffer.allocate(Integer.BYTES).putInt(keyId).array());
            return DASH + name + " " + Bytes.join(id, bytes).base64() + "\n";
        }
    }

    public Note {
        if (!text.endsWith("\n") || !Text.isPlain(text)) {
            throw new IllegalArgumentException("a note's text is plain and ends in a newline");
        }
        signatures = signatures.stream().distinct().toList();
        if (signatures.size() > SIGNATURES_MAX) {
            throw new IllegalArgumentException("too many signatures");
        }
    }

    public static Checked<Note> parse(Bytes bytes) {
        if (bytes.length() > BYTES_MAX) {
            return Checked.refused("note too long", "");
        }
        return Text.utf8(bytes).then(Note::parse);
    }

    private static Checked<Note> parse(String note) {
        if (!Text.isPlain(note)) {
            return Checked.refused("control character in note", "");
        }
        // The text may hold empty lines; the last one ends it.
        int split = note.lastIndexOf("\n\n");
        if (split < 0) {
            return Checked.refused("no empty line before the signatures", "");
        }
        String text = note.substring(0, split + 1);
        String lines = note.substring(split + 2);
        if (lines.isEmpty() || !lines.endsWith("\n")) {
            return Checked.refused("signature lines missing or cut off", "");
        }
        // One more than is taken, so that it is seen.
        return signatures(text, lines.split("\n", SIGNATURES_MAX + 2));
    }

    private static Checked<Note> signatures(String text, String[] lines) {
        if (lines.length > SIGNATURES_MAX + 1) {
            return Checked.refused("too many signatures", "");
        }
        List<Signature> signatures = new ArrayList<>();
        // What follows the last newline is empty.
        for (int i = 0; i < lines.length - 1; i++) {
            switch (signature(lines[i])) {
                case Checked.Good<Signature>(Signature signature) -> signatures.add(signature);
                case Checked.Refused<Signature>(String why, String _) -> {
                    return Checked.refused(why, "signature " + (i + 1));
                }
            }
        }
        return Checked.good(new Note(text, signatures));
    }

    private static Checked<Signature> signature(String line) {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith(DASH) || space < DASH.length()) {
            return Checked.refused("not a signature line", "");
        }
        String name = line.substring(DASH.length(), space);
        if (!Text.isKeyName(name)) {
            return Checked.refused("key name not allowed", "");
        }
        return Bytes.parseBase64(line.substring(space + 1)).then(bytes -> signature(name, bytes));
    }

    private static Checked<Signature> signature(String name, Bytes bytes) {
        if (bytes.length() <= Integer.BYTES) {
            return Checked.refused("signature too short", "");
        }
        int keyId = bytes.buffer().getInt();
        return Checked.good(new Signature(name, keyId, bytes.slice(Integer.BYTES, bytes.length())));
    }

    /** Not signed yet; {@link #bytes} needs a signature. */
    public static Note of(String text) {
        return new Note(text, List.of());
    }

    /** A note without a signature has no bytes: nobody could read them back. */
    public Bytes bytes() {
        if (signatures.isEmpty()) {
            throw new IllegalStateException("a note is written with at least one signature");
        }
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()));
        return Bytes.utf8(note.toString());
    }

    /** With one more Ed25519 note signature (type 0x01). */
    public Note signedBy(SigningKey key) {
        VerifierKey verifier = key.verifierKey();
        if (verifier.type() != VerifierKey.Type.ED25519) {
            throw new IllegalArgumentException("notes are signed with a key of type 0x01");
        }
        return with(new Signature(verifier.name(), verifier.keyId(), key.sign(Bytes.utf8(text))));
    }

    /** With one more line; an equal line is not added twice. */
    public Note with(Signature signature) {
        return new Note(text, Stream.concat(signatures.stream(), Stream.of(signature)).toList());
    }

    /** Whether a line of this key verifies over the text (type 0x01 only). */
    public boolean isSignedBy(VerifierKey key) {
        return key.type() == VerifierKey.Type.ED25519
                && linesOf(key).stream().anyMatch(line -> isGood(line, key));
    }

    /**
     * A line with this key's name and id whose signature does not verify: the note must be
     * rejected.
     */
    public boolean hasBadSignatureOf(VerifierKey key) {
        return linesOf(key).stream().anyMatch(line -> !isGood(line, key));
    }

    List<Signature> linesOf(VerifierKey key) {
        return signatures.stream().filter(line -> line.names(key)).toList();
    }

    private boolean isGood(Signature line, VerifierKey key) {
        return switch (key.type()) {
            case ED25519 -> key.verifies(Bytes.utf8(text), line.bytes());
            case COSIGNATURE -> Cosignature.read(text, line, key).isPresent();
        };
    }
}
