package org.comity.node;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.charter.Charter;
import org.comity.charter.WitnessQuorum;
import org.comity.statement.AnchorNotice;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;

/**
 * An anchor as the store keeps it (docs/formats/rows.md): the size of its checkpoint, and when
 * which member cosigned it, so that no signature is checked twice.
 */
final class AnchorRow {
    private AnchorRow() {}

    /**
     * What an anchor statement proves: a checkpoint of this log, of leaves that stand before the
     * anchor, with members' good cosignatures; nothing else is an anchor.
     */
    static Optional<Anchors.Anchor> check(
            Log log, StatementId id, Statement statement, Charter charter) {
        Optional<Note> note =
                AnchorNotice.parse(statement.payload().json())
                        .then(it -> Note.parse(Bytes.utf8(it.checkpoint())))
                        .optional();
        Optional<TreeHead> head =
                note.flatMap(it -> Checkpoint.open(it, log.key()).optional()).map(Checkpoint::head);
        boolean stands =
                head.isPresent()
                        && head.get().size() <= id.index()
                        && log.tree().headAt(head.get().size()).equals(head.get());
        return stands
                ? Optional.of(
                        new Anchors.Anchor(
                                id.index(),
                                head.get().size(),
                                WitnessQuorum.times(charter, log.author(), note.orElseThrow())))
                : Optional.empty();
    }

    static Bytes write(Anchors.Anchor anchor) {
        var text = new StringBuilder().append(anchor.size());
        anchor.times()
                .forEach((member, second) ->
                        text.append('\n').append(member.name()).append(' ').append(second));
        return Bytes.utf8(text.toString());
    }

    static Anchors.Anchor read(long index, Bytes row) {
        String[] lines = row.utf8().split("\n", -1);
        SortedMap<MemberId, Long> times = new TreeMap<>();
        for (int at = 1; at < lines.length; at++) {
            int space = lines[at].indexOf(' ');
            times.put(
                    new MemberId(lines[at].substring(0, space)),
                    Long.parseLong(lines[at].substring(space + 1)));
        }
        return new Anchors.Anchor(index, Long.parseLong(lines[0]), times);
    }
}
