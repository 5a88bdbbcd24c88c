package org.comity.node;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.exchange.Answer;
import org.comity.exchange.Ask;
import org.comity.exchange.ConsistencyLines;
import org.comity.exchange.LogFollower;
import org.comity.exchange.Step;
import org.comity.statement.Audience;
import org.comity.statement.Payload;
import org.comity.statement.Statement;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.EntryBundle;
import org.comity.tlog.Merkle;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.TileId;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * A peer's whole log verified as a node follows it, from bundles and checkpoint to the tree that is
 * held, beside nothing but the hashes that RFC 9162 needs: one for each leaf and one for each node.
 */
final class VerifyBench {
    private static final int ENTRIES = 1_000_000;
    private static final String FOLLOWED = "followed and held";
    private static final String HASHED = "bare SHA-256 of leaves and nodes";

    private final SigningKey key =
            SigningKey.of("peer.example/log", VerifierKey.Type.ED25519, Bytes.of(new byte[32]));
    private final MerkleTree tree = new MerkleTree();
    private final List<Bytes> bundles = new ArrayList<>();
    private final Note checkpoint;

    private VerifyBench(int entries) {
        var payload =
                new Payload(Bytes.of(new byte[32]), new Audience.Exchange(), Bytes.utf8("{}"));
        Statement one = Statement.seal(StatementKind.BUNDLE, 0, Tlp.GREEN, 1, payload);
        var bundle = new ArrayList<Bytes>();
        for (int at = 0; at < entries; at++) {
            Bytes leaf = leaf(one.leaf().bytes(), at);
            tree.append(Merkle.leaf(leaf));
            bundle.add(leaf);
            if (bundle.size() == TileId.FULL || at == entries - 1) {
                bundles.add(EntryBundle.bytes(bundle));
                bundle.clear();
            }
        }
        String text = new Checkpoint(key.verifierKey().name(), tree.head()).text();
        this.checkpoint = Note.of(text).signedBy(key);
    }

    /** The same with another commitment, which its last bytes are. */
    private static Bytes leaf(Bytes like, int at) {
        int end = like.length() - Integer.BYTES;
        return Bytes.join(
                like.slice(0, end),
                Bytes.of(ByteBuffer.allocate(Integer.BYTES).putInt(at).array()));
    }

    static void run(Plan plan) throws IOException, InterruptedException {
        plan.title("Verifying a peer's log");
        int entries = plan.size().orElse(ENTRIES);
        var bench = new VerifyBench(entries);
        plan.say("%,d entries in %,d bundles".formatted(entries, bench.bundles.size()));
        new Comparison(plan, "entries/s of CPU")
                .side(FOLLOWED, () -> perSecond(entries, bench::follow))
                .side(HASHED, () -> perSecond(entries, bench::hash))
                .run(plan.rounds().orElse(5))
                .ratio(FOLLOWED, HASHED, "");
    }

    private interface Work {
        void all() throws IOException;
    }

    /** All is one thread's arithmetic, so that what else the machine does need not count. */
    private static double perSecond(int entries, Work work) throws IOException {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.all();
        return entries / ((threads.getCurrentThreadCpuTime() - start) / 1e9);
    }

    /** Round after round, as a node that begins with nothing. */
    private void follow() throws IOException {
        var held = new MerkleTree();
        Optional<Note> ahead = Optional.empty();
        while (held.size() < tree.size()) {
            var state =
                    new LogFollower.Held(
                            key.verifierKey(), held, held.head(), Optional.empty(), ahead);
            if (!(LogFollower.follow(state, this::answer) instanceof Step.Advanced step)) {
                throw new IOException("not followed");
            }
            step.entries().forEach(it -> held.append(Merkle.leaf(it)));
            ahead = Optional.of(step.checkpoint());
        }
        if (!held.head().equals(tree.head())) {
            throw new IOException("another head");
        }
    }

    private Answer answer(Ask ask) {
        return switch (ask) {
            case Ask.Checkpoint() -> new Answer.Got(checkpoint.bytes());
            case Ask.Entries(TileId tile) -> new Answer.Got(bundles.get((int) tile.index()));
            case Ask.Consistency(long from, long to) ->
                    new Answer.Got(ConsistencyLines.bytes(tree.proveConsistency(from, to)));
            case Ask.Hashes _, Ask.Payloads _, Ask.News _ -> new Answer.Missing();
        };
    }

    /** As many digests of as many bytes, and nothing kept. */
    private void hash() {
        MessageDigest sha256 = Hash.sha256();
        byte[] leaf = new byte[1 + leaf(Bytes.of(new byte[81]), 0).length()];
        byte[] node = new byte[1 + 2 * Hash.LENGTH];
        for (long at = 0; at < tree.size(); at++) {
            System.arraycopy(sha256.digest(leaf), 0, leaf, 1, Hash.LENGTH);
            System.arraycopy(sha256.digest(node), 0, node, 1, Hash.LENGTH);
        }
    }
}
