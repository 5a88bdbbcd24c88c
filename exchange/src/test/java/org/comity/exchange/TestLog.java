package org.comity.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.comity.statement.Audience;
import org.comity.statement.Leaf;
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
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** A log in memory that answers as an honest node does; it counts what it is asked. */
final class TestLog {
    final MerkleTree tree = new MerkleTree();
    final List<Bytes> entries = new ArrayList<>();
    int asked;
    boolean dropsPartials;
    private final SigningKey key;

    TestLog(SigningKey key) {
        this.key = key;
    }

    static Bytes leaf(Random random) {
        byte[] salt = new byte[Payload.SALT_BYTES];
        random.nextBytes(salt);
        var payload = new Payload(Bytes.of(salt), new Audience.Exchange(), Bytes.utf8("{}"));
        return Statement.seal(StatementKind.BUNDLE, 1_700_000_000L, Tlp.GREEN, 1, payload)
                .leaf()
                .bytes();
    }

    TestLog grow(int count, Random random) {
        for (int at = 0; at < count; at++) {
            add(leaf(random));
        }
        return this;
    }

    void add(Bytes entry) {
        entries.add(entry);
        tree.append(Merkle.leaf(entry));
    }

    /** The first size entries, as somebody holds them who followed until then. */
    TestLog copy(int size) {
        var copy = new TestLog(key);
        entries.subList(0, size).forEach(copy::add);
        return copy;
    }

    Note checkpoint() {
        return checkpointAt(tree.size());
    }

    Note checkpointAt(long size) {
        return Note.of(new Checkpoint(key.verifierKey().name(), tree.headAt(size)).text())
                .signedBy(key);
    }

    LogFollower.Held held() {
        return held(Optional.empty());
    }

    LogFollower.Held held(Optional<Note> ahead) {
        return held(checkpoint(), ahead);
    }

    LogFollower.Held held(Note checkpoint, Optional<Note> ahead) {
        return new LogFollower.Held(
                key.verifierKey(), tree, tree.head(), Optional.of(checkpoint), ahead);
    }

    Answer answer(Ask ask) {
        asked++;
        return switch (ask) {
            case Ask.Checkpoint() -> new Answer.Got(checkpoint().bytes());
            case Ask.Entries(TileId tile) -> bundle(tile);
            case Ask.Consistency(long from, long to) ->
                    new Answer.Got(ConsistencyLines.bytes(tree.proveConsistency(from, to)));
            case Ask.Hashes(TileId tile) ->
                    tree.tile(tile)
                            .<Answer>map(it -> new Answer.Got(joined(it)))
                            .orElse(new Answer.Missing());
            case Ask.Payloads _ -> throw new IllegalStateException("not a matter of the log");
        };
    }

    private static Bytes joined(List<Hash> hashes) {
        return Bytes.join(hashes.stream().map(Hash::bytes).toArray(Bytes[]::new));
    }

    private Answer bundle(TileId tile) {
        int from = Math.toIntExact(tile.index() * TileId.FULL);
        boolean full = from + TileId.FULL <= entries.size();
        if (from + tile.width() > entries.size()
                || (dropsPartials && full && tile.width() < TileId.FULL)) {
            return new Answer.Missing();
        }
        return new Answer.Got(EntryBundle.bytes(entries.subList(from, from + tile.width())));
    }

    /**
     * Takes what a round brought, as the node's writer does; checks that the head is what was
     * promised.
     */
    void take(Step.Advanced advanced) {
        if (advanced.fromIndex() != tree.size()) {
            throw new AssertionError("entries do not follow what is held");
        }
        advanced.entries().forEach(this::add);
        if (!tree.head().equals(advanced.reached())) {
            throw new AssertionError("another head than was promised");
        }
        advanced.entries().forEach(entry -> Leaf.parse(entry).orThrow());
    }
}
