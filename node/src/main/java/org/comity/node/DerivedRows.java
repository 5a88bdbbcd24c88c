package org.comity.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.statement.Leaf;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.comity.views.EndedVersions;

/**
 * The rows that follow from a statement as it is held here, whenever they are worked out: {@code
 * comity check-data} compares them with what the store has, {@code comity rebuild} writes them.
 */
final class DerivedRows {
    /** Tables that hold nothing else. */
    static final List<Bytes> TABLES =
            List.of(
                    RowKeys.VIEWS,
                    RowKeys.PLACES,
                    RowKeys.CONTROLS,
                    RowKeys.ANCHORS,
                    RowKeys.MISSING);

    private final Witnesses witnesses;

    DerivedRows(Witnesses witnesses) {
        this.witnesses = witnesses;
    }

    /**
     * What is here of a statement.
     *
     * @param isAwaited its payload is neither here nor erased
     * @param kept what is kept of it though its payload is not; mostly nothing
     */
    record Held(
            StatementId id,
            Leaf leaf,
            Optional<Statement> statement,
            boolean isAwaited,
            Bytes kept) {}

    /** What the views have of a statement whose payload is kept no longer. */
    static List<Change.Put> ofKept(StatementId id, Bytes kept) {
        var rows = new ArrayList<Change.Put>();
        if (!kept.equals(Bytes.EMPTY)) {
            EndedVersions.fold(id, kept).stream()
                    .map(StoreRows::toChange)
                    .forEach(it -> rows.add((Change.Put) it));
        }
        return rows;
    }

    /** The log's tree must hold all leaves up to this one. */
    List<Change.Put> of(Log log, Held held) {
        StatementId id = held.id();
        var rows = new ArrayList<>(ofLeaf(id, held.leaf()));
        rows.addAll(ofKept(id, held.kept()));
        if (held.isAwaited()) {
            rows.add(new Change.Put(RowKeys.missing(id), held.leaf().commitment().bytes()));
        }
        if (held.statement().isPresent()) {
            Statement statement = held.statement().get();
            if (held.leaf().kind() == StatementKind.ANCHOR) {
                List<Anchors.Anchor> anchors = AnchorRow.check(log, id, statement, witnesses);
                rows.add(new Change.Put(RowKeys.anchor(id), AnchorRow.write(anchors)));
            }
            for (Change row : Ledger.fold(log.author(), id, statement).indexRows()) {
                if (row instanceof Change.Put put) {
                    rows.add(put);
                }
            }
        }
        return rows;
    }

    /** Where its commitment is found, and that it is a control statement. */
    static List<Change.Put> ofLeaf(StatementId id, Leaf leaf) {
        Bytes place = Bytes.join(RowKeys.places(leaf.commitment()), RowKeys.place(id));
        var found = new Change.Put(place, Bytes.EMPTY);
        return isControl(leaf.kind())
                ? List.of(found, new Change.Put(RowKeys.control(id), leaf.commitment().bytes()))
                : List.of(found);
    }

    /** What is heard again after a start; of these nothing is left to hear. */
    private static boolean isControl(StatementKind kind) {
        return switch (kind) {
            case BUNDLE, ANCHOR, HEADS, AUDIENCE -> false;
            case ERASE, REQUEST, HALT, PROPOSAL, VOTE, ROTATION, MOTION -> true;
            case MOTION_VOTE, RESERVATION, COMMUNIQUE, APPEAL, FAULT, ERASED -> true;
        };
    }
}
