package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.exchange.Cosigning;
import org.comity.statement.AnchorNotice;
import org.comity.statement.Audience;
import org.comity.statement.Leaf;
import org.comity.statement.Statement;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.value.Bytes;

/**
 * Puts the own newest cosigned checkpoint into the own log, so that every node bounds the time of
 * what stands before it by the same witnesses' clocks. A quiet log is anchored too, though rarely:
 * else nobody could tell that its next statement was not made long ago.
 */
final class Anchoring {
    /** How close to one another anchors stand at most: how sharply the times are known. */
    static final long EVERY_SECONDS = 300;

    private static final long QUIET_SECONDS = 3_600;

    /** The newest own cosigned checkpoint before which nothing was claimed. */
    static final Bytes LAST_QUIET = RowKeys.single("quiet-checkpoint");

    private Anchoring() {}

    /** On the writer's thread. */
    static void runIfDue(Desk desk) throws IOException {
        Log own = desk.logs().own();
        long rest = rest(own.anchors().lastSecond(desk.charters().charter()), desk.nowSecond());
        boolean due =
                desk.ledger().heads().history().isNewest()
                        && own.cosignedSize() > own.anchors().size()
                        && !own.isEnded()
                        && rest >= EVERY_SECONDS
                        && (rest >= QUIET_SECONDS
                                || !isQuiet(desk.logs(), own, own.cosignedSize()));
        Optional<Bytes> newest = desk.pending().value(RowKeys.cosigned(own.origin()));
        if (!due || newest.isEmpty() || desk.charters().charter().members().size() < 2) {
            return;
        }
        var checkpoints = new ArrayList<String>();
        Optional<Bytes> quiet = desk.pending().value(LAST_QUIET);
        if (quiet.isPresent()
                && size(quiet.get()) > own.anchors().size()
                && size(quiet.get()) < size(newest.get())) {
            checkpoints.add(quiet.get().utf8());
        }
        checkpoints.add(newest.get().utf8());
        Statement statement =
                desk.sealer()
                        .control(
                                StatementKind.ANCHOR,
                                desk.nowSecond(),
                                Tlp.GREEN,
                                new Audience.Exchange(),
                                new AnchorNotice(checkpoints).json());
        desk.ledger().append(own, List.of(statement), List.of());
    }

    /**
     * How long ago the last one was. Before the clocks of witnesses were bounded one could have put
     * it into the future; it must not hold up the next.
     */
    static long rest(long lastSecond, long nowSecond) {
        return lastSecond > nowSecond + Cosigning.AHEAD_SECONDS_MAX
                ? QUIET_SECONDS
                : nowSecond - lastSecond;
    }

    private static long size(Bytes checkpoint) {
        return Note.parse(checkpoint)
                .then(it -> Checkpoint.parse(it.text()))
                .orThrow()
                .head()
                .size();
    }

    /** Whether nothing is claimed between the last anchored checkpoint and that size. */
    static boolean isQuiet(LogBook logs, Log own, long size) throws IOException {
        long from = own.anchors().size();
        // A quiet stretch has an anchor or two, a vote perhaps; longer ones are not quiet.
        int count = (int) Math.min(size - from, 8);
        for (Bytes leaf : logs.leaves(own.origin(), from, count)) {
            if (Leaf.parse(leaf).orThrow().claimCount() > 0) {
                return false;
            }
        }
        return size - from <= 8;
    }
}
