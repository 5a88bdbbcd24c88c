package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

final class CheckpointTest {
    private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    /** C2SP tlog-checkpoint, the example. */
    private static final String EXAMPLE = "example.com/behind-the-sofa\n20852163\n" + ROOT + "\n";

    private static final SigningKey LOG =
            SigningKey.of("a.example/log", VerifierKey.Type.ED25519, Bytes.of(new byte[32]));
    private static final Checkpoint CHECKPOINT =
            new Checkpoint("a.example/log", new TreeHead(3, Hash.digest(new byte[1])));

    @Test
    void readsAndWritesTheExampleOfTheSpecification() {
        Checkpoint checkpoint = Checkpoint.parse(EXAMPLE).orThrow();
        assertEquals("example.com/behind-the-sofa", checkpoint.origin());
        assertEquals(20_852_163, checkpoint.head().size());
        assertEquals(ROOT, checkpoint.head().root().base64());
        assertEquals(EXAMPLE, checkpoint.text());
    }

    /**
     * The cases of transparency-dev/formats log/checkpoint_test.go, with roots of 32 bytes, and our
     * own.
     */
    @Test
    void refusesWhatIsNotExactlyACheckpoint() {
        for (String text :
                List.of(
                        "Head\n9944\n",
                        "\n9944\n" + ROOT + "\n",
                        "Log\n123\n" + ROOT,
                        "Log\nbananas\n" + ROOT + "\n",
                        "Log\n-34\n" + ROOT + "\n",
                        "Log\n3438945738945739845734895735\n" + ROOT + "\n",
                        "Log\n123\nThisIsn'tBase64\n",
                        "Log\n123\nYmFuYW5hcw==\n",
                        "Log\n9944\n" + ROOT + "\nHere's some associated data.\n",
                        "Log\n9944\n" + ROOT + "\n\n",
                        "",
                        "Log\n\n" + ROOT + "\n",
                        "Log\n+1\n" + ROOT + "\n",
                        "Log\n01\n" + ROOT + "\n",
                        "Log\n00\n" + ROOT + "\n",
                        "Log\n1 \n" + ROOT + "\n",
                        "Log\n١\n" + ROOT + "\n",
                        "Log\n9223372036854775808\n" + ROOT + "\n",
                        "Log\n18446744073709551615\n" + ROOT + "\n",
                        "Log\r\n1\r\n" + ROOT + "\r\n",
                        "Log\n1\n" + ROOT.replace('=', '\n'),
                        "Log\n1\n" + ROOT.replace("I=", "J=") + "\n")) {
            assertInstanceOf(Checked.Refused.class, Checkpoint.parse(text), text);
        }
    }

    @Test
    void takesTheLargestSizeAndAnOriginWithSpaces() {
        String text = "Go.sum database tree\n9223372036854775807\n" + ROOT + "\n";
        assertEquals(Long.MAX_VALUE, Checkpoint.parse(text).orThrow().head().size());
    }

    @Test
    void refusesOriginLongerThan255Bytes() {
        Checkpoint.parse("o".repeat(255) + "\n1\n" + ROOT + "\n").orThrow();
        String above = "o".repeat(256) + "\n1\n" + ROOT + "\n";
        assertInstanceOf(Checked.Refused.class, Checkpoint.parse(above));
        assertInstanceOf(
                Checked.Refused.class, Checkpoint.parse("é".repeat(128) + "\n1\n" + ROOT + "\n"));
        assertInstanceOf(Checked.Refused.class, Checkpoint.parse("o".repeat(1 << 20)));
    }

    @Test
    void refusesEmptyTreeWithAnotherRoot() {
        String empty = "Log\n0\n" + TreeHead.EMPTY.root().base64() + "\n";
        assertEquals(TreeHead.EMPTY, Checkpoint.parse(empty).orThrow().head());
        Checked<Checkpoint> refused = Checkpoint.parse("Log\n0\n" + ROOT + "\n");
        assertEquals(Checked.refused("an empty tree has another root", "line 3"), refused);
        TreeHead wrong = new TreeHead(0, Hash.ZERO);
        assertThrows(IllegalArgumentException.class, () -> new Checkpoint("Log", wrong));
    }

    @Test
    void opensOnlyWhatTheLogSigned() {
        Note signed = Note.of(CHECKPOINT.text()).signedBy(LOG);
        Note read = Note.parse(signed.bytes()).orThrow();
        assertEquals(Checked.good(CHECKPOINT), Checkpoint.open(read, LOG.verifierKey()));
        Note other = new Note(CHECKPOINT.text().replace("\n3\n", "\n4\n"), signed.signatures());
        assertEquals(
                Checked.refused("bad signature of the log", ""),
                Checkpoint.open(other, LOG.verifierKey()));
        assertEquals(
                Checked.refused("not signed by the log", ""),
                Checkpoint.open(Note.of(CHECKPOINT.text()), LOG.verifierKey()));
    }

    @Test
    void rejectsNoteWithOneGoodAndOneBadSignatureOfTheLog() {
        Note signed = Note.of(CHECKPOINT.text()).signedBy(LOG);
        Note.Signature bad =
                new Note.Signature(
                        "a.example/log", LOG.verifierKey().keyId(), LOG.sign(Bytes.utf8("x")));
        assertInstanceOf(
                Checked.Refused.class, Checkpoint.open(signed.with(bad), LOG.verifierKey()));
    }

    @Test
    void refusesCheckpointOfOneLogUnderTheKeyNameOfAnother() {
        Checkpoint other = new Checkpoint("a.example/log/b.example", CHECKPOINT.head());
        Note signed = Note.of(other.text()).signedBy(LOG);
        assertEquals(
                Checked.refused("origin is not the log's", "line 1"),
                Checkpoint.open(signed, LOG.verifierKey()));
    }
}
