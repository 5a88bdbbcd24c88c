package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

final class TlogProofTest {
    private static final SigningKey LOG =
            SigningKey.of("a.example/log", VerifierKey.Type.ED25519, Bytes.of(new byte[32]));
    private static final List<Bytes> ENTRIES = NaiveTree.entries(7);
    private static final MerkleTree TREE = NaiveTree.grown(ENTRIES);
    private static final Note CHECKPOINT =
            Note.of(new Checkpoint("a.example/log", TREE.head()).text()).signedBy(LOG);
    private static final String NOTE = CHECKPOINT.bytes().utf8();
    private static final String H1 = Hash.digest(Bytes.utf8("hash1").array()).base64();
    private static final String H2 = Hash.digest(Bytes.utf8("hash2").array()).base64();

    /** transparency-dev/formats proof/tlog_proof_test.go, TestMarshal, over a real checkpoint. */
    @Test
    void writesAndReadsTheFormsOfTheSpecification() {
        Hash h1 = Hash.parseBase64(H1).orThrow();
        Hash h2 = Hash.parseBase64(H2).orThrow();
        Bytes extra = Bytes.utf8("extra information");
        check(Bytes.EMPTY, 5, List.of(h1, h2), "index 5\n" + H1 + "\n" + H2 + "\n");
        check(extra, 10, List.of(h1), "extra " + extra.base64() + "\nindex 10\n" + H1 + "\n");
        check(Bytes.EMPTY, 0, List.of(), "index 0\n");
        check(Bytes.EMPTY, Long.MAX_VALUE, List.of(), "index 9223372036854775807\n");
    }

    private static void check(Bytes extra, long index, List<Hash> path, String lines) {
        TlogProof proof = new TlogProof(extra, new InclusionProof(index, path), CHECKPOINT);
        String text = "c2sp.org/tlog-proof@v1\n" + lines + "\n" + NOTE;
        assertEquals(text, proof.bytes().utf8());
        assertEquals(Checked.good(proof), TlogProof.parse(Bytes.utf8(text)));
    }

    @Test
    void carriesAProofThatAStrangerCanCheck() {
        TlogProof made = new TlogProof(ENTRIES.get(4), TREE.proveInclusion(4, 7), CHECKPOINT);
        TlogProof read = TlogProof.parse(made.bytes()).orThrow();
        Checkpoint checkpoint = Checkpoint.open(read.checkpoint(), LOG.verifierKey()).orThrow();
        assertInstanceOf(
                Proof.Proven.class,
                Merkle.check(Merkle.leaf(read.extra()), read.inclusion(), checkpoint.head()));
    }

    /** The negatives of the same file, each over a checkpoint that is good, and our own. */
    @Test
    void refusesProofsThatAreNotWellFormed() {
        String sixtyFour = Bytes.of(new byte[64]).base64();
        for (String text :
                List.of(
                        "wrong-header\nindex 0\n\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\nextra !!notbase64!!\nindex 0\n\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\n\n\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\n\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\nindex notanumber\n\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\nindex -5\n\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\nindex 0\n!!notbase64!!\n\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\nindex 0\n" + sixtyFour + "\n\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\nindex 0\n" + "a".repeat(65 * 1024) + "\n",
                        "",
                        "\n\n",
                        "c2sp.org/tlog-proof@v1",
                        "c2sp.org/tlog-proof@v2\nindex 0\n\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\nindex 01\n\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\nindex +1\n\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\nindex  1\n\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\nextra\nindex 0\n\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\nextra AA==\n\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\nextra AA==\nextra AA==\nindex 0\n\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\nindex 0\nextra AA==\n\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\nindex 0\n" + H1 + "\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\nindex 0\n\n\n" + NOTE.substring(1),
                        "c2sp.org/tlog-proof@v1\nindex 0\n\ncheckpoint\n",
                        ("c2sp.org/tlog-proof@v1\nindex 0\n\n" + NOTE).replace("\n", "\r\n"))) {
            assertInstanceOf(Checked.Refused.class, TlogProof.parse(Bytes.utf8(text)), text);
        }
    }

    @Test
    void saysWhereAProofIsBad() {
        String text = "c2sp.org/tlog-proof@v1\nextra AA==\nindex 0\n" + H1 + "\nAAA\n\n" + NOTE;
        assertEquals(
                Checked.refused("not canonical base64", "line 5"),
                TlogProof.parse(Bytes.utf8(text)));
        String note = "c2sp.org/tlog-proof@v1\nindex 0\n\n" + NOTE + "— a AAA\n";
        assertEquals(
                Checked.refused("not canonical base64", "checkpoint, signature 2"),
                TlogProof.parse(Bytes.utf8(note)));
    }

    @Test
    void refusesPathLongerThan63() {
        String head = "c2sp.org/tlog-proof@v1\nindex 0\n";
        String line = H1 + "\n";
        Bytes most = Bytes.utf8(head + line.repeat(63) + "\n" + NOTE);
        assertEquals(63, TlogProof.parse(most).orThrow().inclusion().path().size());
        for (int count : new int[] {64, 65, 10_000}) {
            Bytes above = Bytes.utf8(head + line.repeat(count) + "\n" + NOTE);
            assertInstanceOf(Checked.Refused.class, TlogProof.parse(above));
        }
    }

    @Test
    void refusesExtraLongerThanTheLimit() {
        Bytes most = Bytes.of(new byte[TlogProof.EXTRA_BYTES_MAX]);
        TlogProof proof = new TlogProof(most, TREE.proveInclusion(4, 7), CHECKPOINT);
        assertEquals(Checked.good(proof), TlogProof.parse(proof.bytes()));
        Bytes above = Bytes.of(new byte[TlogProof.EXTRA_BYTES_MAX + 1]);
        String text = "c2sp.org/tlog-proof@v1\nextra " + above.base64() + "\nindex 0\n\n" + NOTE;
        assertEquals(
                Checked.refused("extra empty or too long", "line 2"),
                TlogProof.parse(Bytes.utf8(text)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new TlogProof(above, TREE.proveInclusion(4, 7), CHECKPOINT));
        Bytes longer = Bytes.of(new byte[TlogProof.BYTES_MAX + 1]);
        assertEquals(Checked.refused("proof too long", ""), TlogProof.parse(longer));
    }
}
