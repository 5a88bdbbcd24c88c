package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.comity.statement.AnchorNotice;
import org.comity.statement.Audience;
import org.comity.statement.Leaf;
import org.comity.statement.Statement;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.value.Bytes;

/**
 * Puts the own newest cosigned checkpoint into the own log, so that every node bounds the time of
 * what stands before it by the same witnesses' clocks. Without new statements there is no new
 * anchor.
 */
final class Anchoring {
    /** How close to one another anchors stand at most: how sharply the times are known. */
    static final long EVERY_SECONDS = 300;

    private Anchoring() {}

    /** On the writer's thread. */
    static void runIfDue(Desk desk) throws IOException {
        Log own = desk.logs().own();
        long from = own.anchors().size();
        long until = own.cosignedSize();
        boolean due =
                until > from
                        && own.haltedFrom() == Long.MAX_VALUE
                        && desk.nowSecond() - own.anchors().lastSecond() >= EVERY_SECONDS
                        && anyButAnchors(desk, own, from);
        Optional<Bytes> cosigned = desk.pending().value(RowKeys.cosigned(own.origin()));
        if (!due || cosigned.isEmpty() || desk.charters().charter().members().size() < 2) {
            return;
        }
        Bytes json = new AnchorNotice(cosigned.get().utf8()).json();
        Statement statement =
                desk.sealer()
                        .control(
                                StatementKind.ANCHOR,
                                desk.nowSecond(),
                                Tlp.GREEN,
                                new Audience.Exchange(),
                                json);
        desk.ledger().append(own, List.of(statement), List.of());
    }

    private static boolean anyButAnchors(Desk desk, Log own, long from) throws IOException {
        for (Bytes leaf : desk.logs().leaves(own.origin(), from, 8)) {
            if (Leaf.parse(leaf).orThrow().kind() != StatementKind.ANCHOR) {
                return true;
            }
        }
        return false;
    }
}
