package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

final class TlogProofFuzzTest {
    @Test
    void everyProofIsRefusedOrReadsTheSameWhenWrittenAgain() {
        Fuzz.each(4_000, corpus(), TlogProofFuzzTest::check);
    }

    private static void check(Bytes input) {
        switch (TlogProof.parse(input)) {
            case Checked.Refused<TlogProof> _ -> {}
            case Checked.Good<TlogProof>(TlogProof proof) -> {
                assertEquals(Checked.good(proof), TlogProof.parse(proof.bytes()));
                Checkpoint.parse(proof.checkpoint().text())
                        .map(it -> Merkle.check(Hash.ZERO, proof.inclusion(), it.head()));
            }
        }
    }

    private static List<Bytes> corpus() {
        SigningKey key = SigningKey.of("a/log", VerifierKey.Type.ED25519, Bytes.of(new byte[32]));
        MerkleTree tree = NaiveTree.grown(NaiveTree.entries(13));
        Note note = Note.of(new Checkpoint("a/log", tree.head()).text()).signedBy(key);
        return List.of(
                new TlogProof(Bytes.EMPTY, tree.proveInclusion(12, 13), note).bytes(),
                new TlogProof(Bytes.utf8("extra"), tree.proveInclusion(3, 13), note).bytes());
    }
}
