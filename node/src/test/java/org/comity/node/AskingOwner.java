package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import org.comity.exchange.WitnessRequest;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.Cosignature;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** The owner of a log, without a node, who asks a witness over HTTP and knows what it answered. */
final class AskingOwner implements AutoCloseable {
    static final String NAME = "owner.example";
    private static final int LEAVES = 32;
    private static final String ORIGIN = NAME + "/log";
    private static final SigningKey KEY =
            FoundedNodes.Absent.key(NAME, "log", VerifierKey.Type.ED25519);

    private final HttpClient http = HttpClient.newHttpClient();
    private final MerkleTree log = tree(1);
    private final MerkleTree fork = tree(2);
    private final String url;
    private final VerifierKey witness;
    private long cosigned;

    AskingOwner(String url, VerifierKey witness) {
        this.url = url;
        this.witness = witness;
    }

    private static MerkleTree tree(long seed) {
        var tree = new MerkleTree();
        var random = new Random(seed);
        for (int leaf = 0; leaf < LEAVES; leaf++) {
            tree.append(new Hash(random.nextLong(), random.nextLong(), 0, 0));
        }
        return tree;
    }

    /** Asks for two entries more than what was cosigned last; false without an answer. */
    boolean askForMore() throws IOException, InterruptedException {
        long size = cosigned + 2;
        HttpResponse<byte[]> answer;
        try {
            answer = add(log, cosigned, size);
        } catch (IOException ended) {
            return false;
        }
        boolean given = answer.statusCode() == 200;
        if (given) {
            String lines = Bytes.of(answer.body()).utf8();
            Note note = Note.parse(Bytes.utf8(signed(log, size).text() + "\n" + lines)).orThrow();
            assertEquals(1, Cosignature.verify(note, List.of(witness)).size(), lines);
            cosigned = size;
        }
        return given;
    }

    /** What was cosigned is known to the witness, and no other form of it is cosigned. */
    void assertKept(String when) throws IOException, InterruptedException {
        String hex = Hash.digest(Bytes.utf8(ORIGIN).array()).hex();
        HttpResponse<byte[]> kept = FoundedNodes.get(http, url + "/witness/" + hex + "/checkpoint");
        assertEquals(cosigned > 0 || kept.statusCode() == 200 ? 200 : 404, kept.statusCode(), when);
        if (kept.statusCode() == 200) {
            Note note = Note.parse(Bytes.of(kept.body())).orThrow();
            TreeHead head = Checkpoint.open(note, KEY.verifierKey()).orThrow().head();
            assertTrue(head.size() >= cosigned, () -> when + ": forgot what it cosigned");
            assertEquals(log.headAt(head.size()), head, when);
            cosigned = head.size();
        }
        if (cosigned > 0) {
            assertNotEquals(200, add(fork, cosigned, cosigned).statusCode(), when);
            assertNotEquals(200, add(fork, cosigned, cosigned + 2).statusCode(), when);
        }
        assertTrue(askForMore(), () -> when + ": does not cosign any more");
        assertNotEquals(200, add(fork, cosigned, cosigned).statusCode(), when);
        assertNotEquals(200, add(fork, 0, cosigned).statusCode(), when);
    }

    private HttpResponse<byte[]> add(MerkleTree tree, long old, long size)
            throws IOException, InterruptedException {
        ConsistencyProof proof = tree.proveConsistency(old, size);
        Bytes body = WitnessRequest.of(old, proof, signed(tree, size)).bytes();
        return FoundedNodes.post(http, url + "/witness/add-checkpoint", body);
    }

    private static Note signed(MerkleTree tree, long size) {
        return Note.of(new Checkpoint(ORIGIN, tree.headAt(size)).text()).signedBy(KEY);
    }

    @Override
    public void close() {
        http.close();
    }
}
