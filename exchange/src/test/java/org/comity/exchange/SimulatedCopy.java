package org.comity.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.tlog.EntryBundle;
import org.comity.tlog.Merkle;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.TileId;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** A log as a simulated node has it, its own or another's. */
final class SimulatedCopy {
    final LogName name;
    final VerifierKey key;
    final List<Bytes> entries = new ArrayList<>();
    MerkleTree tree = new MerkleTree();
    int durable;
    final TreeMap<Long, Hash> missing = new TreeMap<>();
    Optional<Note> checkpoint = Optional.empty();
    Optional<Note> ahead = Optional.empty();
    long askedTo;

    SimulatedCopy(LogName name, VerifierKey key) {
        this.name = name;
        this.key = key;
    }

    /** What a process that ended had not made durable is gone. */
    void lose() {
        entries.subList(durable, entries.size()).clear();
        tree = new MerkleTree();
        entries.forEach(it -> tree.append(Merkle.leaf(it)));
    }

    Shelf.Held held() {
        return new Shelf.Held(key, tree, tree.head(), checkpoint, Optional.empty());
    }

    void append(Bytes entry) {
        entries.add(entry);
        tree.append(Merkle.leaf(entry));
    }

    Answer answer(Ask ask) {
        return switch (ask) {
            case Ask.Checkpoint() ->
                    checkpoint.isPresent()
                            ? new Answer.Got(checkpoint.get().bytes())
                            : new Answer.Missing();
            case Ask.Entries(TileId tile) -> bundle(tile);
            case Ask.Consistency(long from, long to) when to <= tree.size() ->
                    new Answer.Got(ConsistencyLines.bytes(tree.proveConsistency(from, to)));
            case Ask.Consistency _, Ask.Hashes _, Ask.Payloads _, Ask.News _ ->
                    new Answer.Missing();
        };
    }

    private Answer bundle(TileId tile) {
        int from = Math.toIntExact(tile.index() * TileId.FULL);
        int to = from + tile.width();
        return to > entries.size()
                ? new Answer.Missing()
                : new Answer.Got(EntryBundle.bytes(entries.subList(from, to)));
    }
}
