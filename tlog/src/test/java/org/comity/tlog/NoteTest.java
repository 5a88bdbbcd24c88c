package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.comity.value.Bytes;
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

    private static Note note(String text) {
        return Note.parse(Bytes.utf8(text)).orThrow();
    }
}
