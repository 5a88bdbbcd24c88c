package org.comity.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.ForkProof;
import org.comity.tlog.Merkle;
import org.comity.tlog.Note;
import org.comity.tlog.Proof;
import org.comity.tlog.TileId;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * Asks somebody who serves the larger of two trees whether it goes on from the smaller: the answer
 * proves that it does, or that the log was forked, or nothing.
 *
 * <p>Where the smaller size is a power of two, a consistency proof leaves out the hash that an
 * accuser must show; it is then the root of the first leaves in the newer tree, and comes out of a
 * tile.
 */
public final class ForkSearch {
    private final Note older;
    private final Note newer;
    private final TreeHead olderHead;
    private final TreeHead newerHead;
    private Optional<ConsistencyProof> path = Optional.empty();
    private Optional<Hash> shared = Optional.empty();

    /** What was found out. */
    public sealed interface Result {
        record Forked(ForkProof proof) implements Result {}

        /** The newer tree goes on from the older one. */
        record GoesOn() implements Result {}

        /** Not answered, or with something that proves nothing. */
        record Unknown() implements Result {}
    }

    /** Of two checkpoints of one log, 0 < older < newer, opened with its key. */
    public ForkSearch(Note older, Note newer) {
        this.older = older;
        this.newer = newer;
        this.olderHead = head(older);
        this.newerHead = head(newer);
        if (olderHead.size() < 1 || olderHead.size() >= newerHead.size()) {
            throw new IllegalArgumentException("a fork is looked for between two sizes");
        }
    }

    private static TreeHead head(Note note) {
        return Checkpoint.parse(note.text()).orThrow().head();
    }

    /** What to ask, in any order. */
    public List<Ask> asks() {
        var asks = new ArrayList<Ask>();
        asks.add(new Ask.Consistency(olderHead.size(), newerHead.size()));
        if (Merkle.isComplete(olderHead.size())) {
            asks.add(new Ask.Hashes(tile()));
        }
        return asks;
    }

    /** Its first hashes are those of the subtree of as many leaves as the older tree has. */
    private TileId tile() {
        int rows = Long.numberOfTrailingZeros(olderHead.size());
        return new TileId(rows / TileId.LEVEL_BITS, 0, 1 << rows % TileId.LEVEL_BITS);
    }

    /** The answer to one of them; what is no answer leaves the result unknown. */
    public void on(Ask ask, Answer answer) {
        if (!(answer instanceof Answer.Got(Bytes body)) || body.length() > ask.bytesMax()) {
            return;
        }
        if (ask instanceof Ask.Consistency) {
            path = ConsistencyLines.parse(body).optional();
        } else if (ask instanceof Ask.Hashes(TileId tile)
                && body.length() == tile.width() * Hash.LENGTH) {
            shared = Optional.of(folded(body));
        }
    }

    private static Hash folded(Bytes tile) {
        var row = new ArrayList<Hash>();
        for (int at = 0; at < tile.length(); at += Hash.LENGTH) {
            row.add(Hash.parse(tile.slice(at, at + Hash.LENGTH)).orThrow());
        }
        while (row.size() > 1) {
            for (int at = 0; at < row.size(); at++) {
                row.set(at, Merkle.node(row.get(at), row.remove(at + 1)));
            }
        }
        return row.getFirst();
    }

    public Result result() {
        if (path.isEmpty()) {
            return new Result.Unknown();
        }
        if (Merkle.check(olderHead, newerHead, path.get()) instanceof Proof.Proven) {
            return new Result.GoesOn();
        }
        List<Hash> hashes = path.get().path();
        boolean complete = Merkle.isComplete(olderHead.size());
        if (complete ? shared.isEmpty() : hashes.isEmpty()) {
            return new Result.Unknown();
        }
        Checked<ForkProof> made =
                complete
                        ? ForkProof.of(older, newer, shared.get(), hashes)
                        : ForkProof.of(
                                older, newer, hashes.getFirst(), hashes.subList(1, hashes.size()));
        return made.<Result>map(Result.Forked::new).optional().orElse(new Result.Unknown());
    }
}
