package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class NoteTest {
    /** C2SP signed-note, section Example. */
    private static final String EXAMPLE_KEY =
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String EXAMPLE =
            "This is an example message.\n\n— example.com/foo "
                    + "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    /** golang/mod, sumdb/note, TestSign and TestOpen. */
    private static final String PETER_KEY =
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String ENOCH_KEY =
            "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
    private static final String TEXT =
            """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String PETER_LINE =
            "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final String ENOCH_LINE =
            "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

    private static final VerifierKey PETER = VerifierKey.parse(PETER_KEY).orThrow();
    private static final VerifierKey ENOCH = VerifierKey.parse(ENOCH_KEY).orThrow();

    @Test
    void opensTheExampleOfTheSpecification() {
        Note note = note(EXAMPLE);
        assertEquals("This is an example message.\n", note.text());
        assertTrue(note.isSignedBy(VerifierKey.parse(EXAMPLE_KEY).orThrow()));
        assertEquals(Bytes.utf8(EXAMPLE), note.bytes());
    }

    @Test
    void opensTheNoteOfGoWithBothSigners() {
        Note note = note(TEXT + "\n" + PETER_LINE + ENOCH_LINE);
        assertTrue(note.isSignedBy(PETER));
        assertTrue(note.isSignedBy(ENOCH));
        assertFalse(note.hasBadSignatureOf(PETER));
    }

    @Test
    void signsTheSameBytesAsGo() {
        Bytes typed = Bytes.parseBase64("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz").orThrow();
        SigningKey key =
                SigningKey.of("PeterNeumann", VerifierKey.Type.ED25519, typed.slice(1, 33));
        assertEquals(PETER_KEY, key.verifierKey().text());
        assertEquals(TEXT + "\n" + PETER_LINE, Note.of(TEXT).signedBy(key).bytes().utf8());
    }

    @Test
    void passesOverLinesOfUnknownKeys() {
        Note note = note(TEXT + "\n" + PETER_LINE + ENOCH_LINE);
        VerifierKey namesake =
                new VerifierKey("PeterNeumann", VerifierKey.Type.ED25519, ENOCH.publicKey());
        assertFalse(note.isSignedBy(namesake));
        assertFalse(note.hasBadSignatureOf(namesake));
    }

    @Test
    void seesBadSignatureOfKnownKey() {
        // golang/mod, TestOpen: four characters pushed into the base64.
        String bent = PETER_LINE.substring(0, 60) + "ABCD" + PETER_LINE.substring(60);
        Note bad = note(TEXT + "\n" + bent + ENOCH_LINE);
        assertTrue(bad.hasBadSignatureOf(PETER));
        assertFalse(bad.isSignedBy(PETER));
        assertTrue(bad.isSignedBy(ENOCH));
        Note both = note(TEXT + "\n" + PETER_LINE + bent);
        assertTrue(both.isSignedBy(PETER));
        assertTrue(both.hasBadSignatureOf(PETER));
        Note changed = note(TEXT.replace("your", "my") + "\n" + PETER_LINE);
        assertTrue(changed.hasBadSignatureOf(PETER));
    }

    @Test
    void keepsEqualLinesOnce() {
        Note note = note(TEXT + "\n" + PETER_LINE + ENOCH_LINE + PETER_LINE);
        assertEquals(2, note.signatures().size());
        assertEquals(note, note.with(note.signatures().getFirst()));
    }

    @Test
    void splitsAtTheLastEmptyLine() {
        SigningKey key = key("a/log", VerifierKey.Type.ED25519);
        String text = "one\n\n— not a signature\n\n\ntwo\n\n";
        Note signed = Note.of(text).signedBy(key);
        Note read = Note.parse(signed.bytes()).orThrow();
        assertEquals(text, read.text());
        assertTrue(read.isSignedBy(key.verifierKey()));
    }

    @Test
    void refusesNotesThatAreNotWellFormed() {
        for (String note :
                List.of(
                        // golang/mod, TestOpen, badMsgs.
                        TEXT,
                        TEXT + "\n",
                        TEXT + "\n" + PETER_LINE.strip(),
                        "\u0001" + TEXT + "\n" + PETER_LINE,
                        TEXT + "\n" + PETER_LINE.replace("PeterNeumann", "Bad Name"),
                        TEXT + "\n" + PETER_LINE + "Unexpected line.\n",
                        // Our own.
                        "",
                        "\n",
                        PETER_LINE,
                        "\n" + PETER_LINE,
                        TEXT + PETER_LINE,
                        TEXT + "\n" + PETER_LINE + "\n",
                        (TEXT + "\n" + PETER_LINE).replace("\n", "\r\n"),
                        TEXT + "\n" + PETER_LINE.replace("— ", "- "),
                        TEXT + "\n" + PETER_LINE.replace("— ", "—"),
                        TEXT + "\n" + PETER_LINE.replace("— ", "—  "),
                        TEXT + "\n" + PETER_LINE.replace("PeterNeumann ", ""),
                        TEXT + "\n" + PETER_LINE.replace("Peter", "Peter+"),
                        TEXT + "\n" + PETER_LINE.replace("Peter", "Peter\u3000"),
                        TEXT + "\n" + PETER_LINE.replace("Peter", "Peter\u0085"),
                        // Not canonical: stray bits, no padding, other alphabet, too short.
                        TEXT + "\n" + PETER_LINE.replace("nAM=", "nAN="),
                        TEXT + "\n" + PETER_LINE.replace("nAM=", "nAM"),
                        TEXT + "\n" + PETER_LINE.replace("go/Z", "go_Z"),
                        TEXT + "\n— a AAAAAA==\n",
                        TEXT + "\n— a \n")) {
            assertInstanceOf(Checked.Refused.class, Note.parse(Bytes.utf8(note)), note);
        }
    }

    @Test
    void refusesBytesThatAreNotUtf8AndSaysWhere() {
        Bytes bad = Bytes.join(Bytes.utf8("text"), Bytes.of(new byte[] {(byte) 0xff}));
        Bytes rest = Bytes.utf8("\n\n" + PETER_LINE);
        Checked<Note> refused = Note.parse(Bytes.join(bad, rest));
        assertEquals("not UTF-8 (byte 4)", refused.toString());
    }

    @Test
    void saysWhichSignatureLineIsBad() {
        String note = TEXT + "\n" + PETER_LINE + "— a AAA\n";
        Checked<Note> refused = Note.parse(Bytes.utf8(note));
        assertEquals(Checked.refused("not canonical base64", "signature 2"), refused);
    }

    @Test
    void takesAsManySignaturesAsACharterHasMembersAndNoMoreThanTheLimit() {
        String full = lines(Note.SIGNATURES_MAX);
        assertEquals(Note.SIGNATURES_MAX, note(TEXT + "\n" + full).signatures().size());
        Bytes above = Bytes.utf8(TEXT + "\n" + lines(Note.SIGNATURES_MAX + 1));
        assertEquals(Checked.refused("too many signatures", ""), Note.parse(above));
        Note most = note(TEXT + "\n" + full);
        assertThrows(
                IllegalArgumentException.class,
                () -> most.with(new Note.Signature("more", 1, Bytes.utf8("s"))));
    }

    @Test
    void refusesNoteLongerThanTheLimit() {
        String fits = "a".repeat(Note.BYTES_MAX - 2 - Bytes.utf8(PETER_LINE).length()) + "\n\n";
        note(fits + PETER_LINE);
        Bytes above = Bytes.utf8("a" + fits + PETER_LINE);
        assertEquals(Checked.refused("note too long", ""), Note.parse(above));
    }

    @Test
    void doesNotWriteANoteThatNobodySigned() {
        assertThrows(IllegalStateException.class, () -> Note.of(TEXT).bytes());
    }

    @Test
    void refusesToHoldTextThatCouldNotBeReadBack() {
        for (String text : List.of("", "no newline", "tab\t\n", "\ud800\n", "cr\r\n")) {
            assertThrows(IllegalArgumentException.class, () -> Note.of(text), text);
        }
    }

    @Test
    void signsNotesWithNoteKeysOnly() {
        SigningKey witness = key("a/witness", VerifierKey.Type.COSIGNATURE);
        assertThrows(IllegalArgumentException.class, () -> Note.of(TEXT).signedBy(witness));
    }

    /** The same key bytes under the other type are another key. */
    @Test
    void doesNotTakeANoteSignatureForACosignature() {
        SigningKey key = key("a", VerifierKey.Type.ED25519);
        Note note = Note.of(TEXT).signedBy(key);
        VerifierKey other =
                new VerifierKey("a", VerifierKey.Type.COSIGNATURE, key.verifierKey().publicKey());
        assertFalse(note.isSignedBy(other));
        assertFalse(note.hasBadSignatureOf(other));
    }

    private static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("— key").append(i).append(" AAAAAAA=\n");
        }
        return lines.toString();
    }

    private static SigningKey key(String name, VerifierKey.Type type) {
        return SigningKey.of(name, type, Bytes.of(new byte[32]));
    }

    private static Note note(String text) {
        return Note.parse(Bytes.utf8(text)).orThrow();
    }
}
