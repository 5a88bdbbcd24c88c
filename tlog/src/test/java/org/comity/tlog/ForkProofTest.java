package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

final class ForkProofTest {
    private static final SigningKey LOG = key("a.example/log", 1);
    private static final List<VerifierKey> KEYS = List.of(LOG.verifierKey());

    private static SigningKey key(String name, int seed) {
        byte[] bytes = new byte[SigningKey.SEED_BYTES];
        bytes[0] = (byte) seed;
        return SigningKey.of(name, VerifierKey.Type.ED25519, Bytes.of(bytes));
    }

    private static Note signed(TreeHead head) {
        return Note.of(new Checkpoint("a.example/log", head).text()).signedBy(LOG);
    }

    private static MerkleTree grown(int shared, int size, String fork) {
        List<Bytes> entries = new ArrayList<>(NaiveTree.entries(shared));
        for (int at = shared; at < size; at++) {
            entries.add(Bytes.utf8(fork + " " + at));
        }
        return NaiveTree.grown(entries);
    }

    private static void holds(Checked<ForkProof> made) {
        ForkProof proof = made.orThrow();
        ForkProof read = ForkProof.parse(proof.bytes()).orThrow();
        assertEquals(proof, read);
        assertEquals(Checked.good(LOG.verifierKey()), read.signedBy(KEYS));
    }

    @Test
    void everyForkOfRandomTreesIsProved() {
        Seeds.each(
                400,
                random -> {
                    int older = 1 + random.nextInt(300);
                    int newer = older + random.nextInt(301 - Math.min(older, 300));
                    int shared = random.nextInt(older);
                    MerkleTree one = grown(shared, older, "one");
                    MerkleTree two = grown(shared, newer, "two");
                    holds(ForkProof.of(signed(one.head()), signed(two.head()), two));
                });
    }

    @Test
    void everyForkOfSmallTreesIsProved() {
        for (int older = 1; older <= 17; older++) {
            for (int newer = older; newer <= 18; newer++) {
                for (int shared = 0; shared < older; shared++) {
                    MerkleTree one = grown(shared, older, "one");
                    MerkleTree two = grown(shared, newer, "two");
                    holds(ForkProof.of(signed(one.head()), signed(two.head()), two));
                }
            }
        }
    }

    @Test
    void aLogThatOnlyGrewIsNeverProvedForked() {
        Seeds.each(
                600,
                random -> {
                    int newer = 1 + random.nextInt(300);
                    int older = random.nextInt(newer + 1);
                    MerkleTree tree = grown(newer, newer, "");
                    Note a = signed(tree.headAt(older));
                    Note b = signed(tree.head());
                    assertRefused(ForkProof.of(a, b, tree));
                    assertRefused(ForkProof.of(b, a, tree));
                    for (int times = 0; times < 20; times++) {
                        List<Hash> bent = bent(tree, older, random);
                        assertRefused(
                                ForkProof.of(a, b, bent.getFirst(), bent.subList(1, bent.size())));
                    }
                });
    }

    /** True hashes of the tree, of other trees and made up, in true and false places. */
    private static List<Hash> bent(MerkleTree tree, int older, RandomGenerator random) {
        int size = (int) tree.size();
        int from = random.nextInt(4) == 0 ? random.nextInt(size + 1) : older;
        var path = new ArrayList<Hash>();
        if (from > 0 && Merkle.isComplete(from)) {
            path.add(tree.headAt(from).root());
        }
        path.addAll(tree.proveConsistency(from, size).path());
        if (path.isEmpty()) {
            path.add(tree.head().root());
        }
        for (int times = random.nextInt(3); times > 0; times--) {
            int at = random.nextInt(path.size());
            Hash hash = path.get(at);
            switch (random.nextInt(5)) {
                case 0 -> path.set(at, tree.headAt(1 + random.nextInt(size)).root());
                case 1 -> path.set(at, tree.leafHash(random.nextInt(size)));
                case 2 -> path.add(at, hash);
                case 3 -> path.set(at, new Hash(hash.first() ^ 1, 2, 3, random.nextLong()));
                default -> {
                    if (path.size() > 1) {
                        path.remove(at);
                    }
                }
            }
        }
        return path;
    }

    @Test
    void hashesOfAnotherTreeProveNothing() {
        MerkleTree one = grown(3, 6, "one");
        MerkleTree two = grown(3, 11, "two");
        MerkleTree three = grown(3, 11, "three");
        assertRefused(ForkProof.of(signed(one.head()), signed(two.head()), three));
    }

    /** The seed is the accuser's: where the older tree is complete, a prover leaves it out. */
    @Test
    void aCompleteOlderTreeNeedsTheNewersHashInItsPlace() {
        MerkleTree one = grown(2, 4, "one");
        MerkleTree two = grown(2, 7, "two");
        List<Hash> path = two.proveConsistency(4, 7).path();
        Note a = signed(one.head());
        Note b = signed(two.head());
        holds(ForkProof.of(a, b, two.headAt(4).root(), path));
        assertRefused(ForkProof.of(a, b, one.head().root(), path));
    }

    @Test
    void everyFlippedByteIsRefused() {
        for (int newer : new int[] {6, 11}) {
            MerkleTree one = grown(3, 6, "one");
            MerkleTree two = grown(3, newer, "two");
            byte[] good =
                    ForkProof.of(signed(one.head()), signed(two.head()), two)
                            .orThrow()
                            .bytes()
                            .array();
            for (int at = 0; at < good.length; at++) {
                byte[] bad = good.clone();
                bad[at] ^= (byte) (1 << at % 8);
                assertRefused(ForkProof.parse(Bytes.of(bad)).then(it -> it.signedBy(KEYS)));
            }
            for (int length = 0; length < good.length; length++) {
                assertRefused(
                        ForkProof.parse(Bytes.of(good).slice(0, length))
                                .then(it -> it.signedBy(KEYS)));
            }
        }
    }

    @Test
    void aForgedCheckpointIsRefused() {
        MerkleTree one = grown(3, 6, "one");
        MerkleTree two = grown(3, 11, "two");
        SigningKey other = key("a.example/log", 2);
        Note forged = Note.of(signed(two.head()).text()).signedBy(other);
        ForkProof proof = ForkProof.of(signed(one.head()), forged, two).orThrow();
        assertRefused(proof.signedBy(KEYS));
        // Each under a key that the log has or had: after a rotation that is no fork.
        assertRefused(proof.signedBy(List.of(LOG.verifierKey(), other.verifierKey())));
        Note borrowed = new Note(signed(two.head()).text(), signed(two.headAt(10)).signatures());
        assertRefused(ForkProof.of(signed(one.head()), borrowed, two).orThrow().signedBy(KEYS));
    }

    @Test
    void twoLogsOrOneCheckpointAreNoFork() {
        MerkleTree one = grown(3, 6, "one");
        MerkleTree two = grown(3, 6, "two");
        SigningKey requests = key("a.example/requests/b.example", 1);
        Note other =
                Note.of(new Checkpoint(requests.verifierKey().name(), two.head()).text())
                        .signedBy(requests);
        assertRefused(ForkProof.of(signed(one.head()), other));
        assertRefused(ForkProof.of(signed(one.head()), signed(one.head())));
        assertRefused(ForkProof.of(signed(TreeHead.EMPTY), signed(two.head())));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ForkProof(signed(one.head()), other, List.of()));
    }

    /** Cosignatures ride along and are no part of what is proved. */
    @Test
    void cosignaturesChangeNeitherProofNorPair() {
        SigningKey witness =
                SigningKey.of(
                        "b.example/witness", VerifierKey.Type.COSIGNATURE, Bytes.of(new byte[32]));
        MerkleTree one = grown(3, 6, "one");
        MerkleTree two = grown(3, 11, "two");
        Note a = signed(one.head());
        ForkProof plain = ForkProof.of(a, signed(two.head()), two).orThrow();
        Note cosigned = a.with(Cosignature.sign(a, witness, 1_700_000_000));
        ForkProof proof = ForkProof.of(cosigned, signed(two.head()), two).orThrow();
        holds(Checked.good(proof));
        assertEquals(plain.pair(), proof.pair());
    }

    @Test
    void equalSizesHaveOneOrder() {
        MerkleTree one = grown(3, 6, "one");
        MerkleTree two = grown(3, 6, "two");
        ForkProof proof = ForkProof.of(signed(one.head()), signed(two.head())).orThrow();
        assertEquals(proof, ForkProof.of(signed(two.head()), signed(one.head()), one).orThrow());
        String text = proof.bytes().utf8();
        String[] halves = text.split("\n\n", 2);
        int middle = proof.older().bytes().length();
        String swapped = halves[1].substring(middle - 2) + halves[1].substring(0, middle - 2);
        assertRefused(ForkProof.parse(Bytes.utf8(halves[0] + "\n\n" + swapped)));
    }

    @Test
    void lengthsAreBounded() {
        assertRefused(ForkProof.parse(Bytes.of(new byte[ForkProof.BYTES_MAX + 1])));
        MerkleTree one = grown(3, 6, "one");
        MerkleTree two = grown(3, 11, "two");
        Note a = signed(one.head());
        String name = "x".repeat(ForkProof.NOTE_BYTES_MAX);
        Note huge = a.with(new Note.Signature(name, 7, Bytes.of(new byte[64])));
        assertRefused(ForkProof.of(huge, signed(two.head()), two));
        Hash hash = two.head().root();
        assertRefused(
                ForkProof.of(
                        a,
                        signed(two.head()),
                        hash,
                        java.util.Collections.nCopies(ForkProof.PATH_MAX, hash)));
    }

    /** Fixed seeds; docs/formats/fault.md shows the first. */
    @Test
    void theFormatDoesNotDrift() {
        MerkleTree one = grown(3, 6, "one");
        MerkleTree two = grown(3, 11, "two");
        Bytes proof = ForkProof.of(signed(one.head()), signed(two.head()), two).orThrow().bytes();
        assertEquals(VECTOR, proof.utf8());
        Bytes same = ForkProof.of(signed(one.head()), signed(two.headAt(6))).orThrow().bytes();
        assertEquals(
                "bf767946ceac06d628f93a8bdc8020e5f6a48baa82d8c3e8367a719819515459",
                Hash.digest(same.array()).hex());
    }

    private static final String VECTOR =
            """
            comity/fork/v1
            older 173
            newer 174
            Pl9QxcZkuY65/cFhG7dkJw1R0cXG4ufIGBGNbbO/agg=
            PoRTKiFeXG/cUcPxSdYK9V/TSUgvmytM8pJmGfldLPo=
            WwkNGETvnRSaT5eN5KSzDdvZ69l0ts5hRcSrh50LT4U=
            vW6Y/LWiqNNBuw+OQIsm8qlq0pt2Jdhbj+NT9ixKkyY=

            a.example/log
            6
            Hi2h8aMY5nlur3/iUm7/Pjn9KT3DAWeb+RUNJNvegnA=

            — a.example/log UrMalX9VrSAaoNMaXW7I3HUqY3eQW8/mYpNr5cZZg9KPeC+3syEvQjJHTx6b+Ei08XU7Ljisp8+8f91R+f5E67lHkwU=
            a.example/log
            11
            uNYYdOhXTN3YxGkZXg3ryrl47ku3Bq8wlJd3ziU2nGQ=

            — a.example/log UrMalWK0h4Xc9AalLp/lhSvyS8e6pmttEAihtTcc+1qF22OOHXnV8CnkSCmb7pXvZuTFQQHdRPA5kvRGglJ8WX8j+w0=
            """;

    @Test
    void anyBentProofIsRefusedOrReadsTheSame() {
        MerkleTree one = grown(3, 6, "one");
        MerkleTree two = grown(3, 11, "two");
        Bytes first = ForkProof.of(signed(one.head()), signed(two.head()), two).orThrow().bytes();
        Bytes second = ForkProof.of(signed(one.head()), signed(two.headAt(6))).orThrow().bytes();
        Fuzz.each(
                4_000,
                List.of(first, second),
                input -> {
                    if (ForkProof.parse(input) instanceof Checked.Good<ForkProof>(ForkProof it)) {
                        assertEquals(input, it.bytes());
                        assertTrue(input.equals(first) || input.equals(second) || isOnlySigned(it));
                    }
                });
    }

    /** Another signature line may stand there, but then not both are the log's. */
    private static boolean isOnlySigned(ForkProof proof) {
        return proof.signedBy(KEYS) instanceof Checked.Refused<VerifierKey>
                || proof.older().signatures().size() + proof.newer().signatures().size() > 2;
    }

    private static void assertRefused(Checked<?> outcome) {
        assertInstanceOf(Checked.Refused.class, outcome, outcome::toString);
    }
}
