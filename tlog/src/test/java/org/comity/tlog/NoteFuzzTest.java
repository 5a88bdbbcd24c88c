package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class NoteFuzzTest {
    private static final SigningKey LOG =
            SigningKey.of("a.example/log", VerifierKey.Type.ED25519, Bytes.of(new byte[32]));
    private static final SigningKey WITNESS =
            SigningKey.of("b/witness", VerifierKey.Type.COSIGNATURE, Bytes.of(new byte[32]));

    @Test
    void everyNoteIsRefusedOrReadsTheSameWhenWrittenAgain() {
        Fuzz.each(4_000, corpus(), NoteFuzzTest::check);
    }

    private static void check(Bytes input) {
        switch (Note.parse(input)) {
            case Checked.Refused<Note> _ -> {}
            case Checked.Good<Note>(Note note) -> {
                assertEquals(Checked.good(note), Note.parse(note.bytes()));
                Checkpoint.open(note, LOG.verifierKey());
                Cosignature.verify(note, List.of(WITNESS.verifierKey()));
            }
        }
    }

    private static List<Bytes> corpus() {
        Note plain = Note.of("text\n\nmore text\n").signedBy(LOG);
        Checkpoint checkpoint =
                new Checkpoint("a.example/log", NaiveTree.grown(NaiveTree.entries(3)).head());
        Note signed = Note.of(checkpoint.text()).signedBy(LOG);
        Note cosigned = signed.with(Cosignature.sign(signed, WITNESS, 1));
        return List.of(plain.bytes(), signed.bytes(), cosigned.bytes());
    }
}
