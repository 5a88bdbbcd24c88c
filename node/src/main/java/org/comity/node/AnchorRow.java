package org.comity.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.comity.statement.AnchorNotice;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;

/**
 * An anchor as the store keeps it (docs/formats/rows.md): the sizes of its checkpoints, and when
 * which member cosigned them, so that no signature is checked twice. Empty where no key that is
 * known here opens them: another charter may list it.
 */
final class AnchorRow {
    private AnchorRow() {}

    /**
     * What an anchor statement proves: checkpoints of this log, of leaves that stand before the
     * anchor, with members' good cosignatures; nothing else is an anchor.
     */
    static List<Anchors.Anchor> check(
            Log log, StatementId id, Statement statement, Witnesses witnesses) {
        var anchors = new ArrayList<Anchors.Anchor>();
        for (String text : notes(statement)) {
            Optional<Note> note = Note.parse(Bytes.utf8(text)).optional();
            Optional<TreeHead> head =
                    note.flatMap(it -> log.open(it).optional()).map(Checkpoint::head);
            if (head.isPresent()
                    && head.get().size() <= id.index()
                    && log.tree().headAt(head.get().size()).equals(head.get())) {
                anchors.add(
                        new Anchors.Anchor(
                                id.index(),
                                head.get().size(),
                                witnesses.times(log.author(), note.orElseThrow())));
            }
        }
        return anchors;
    }

    private static List<String> notes(Statement statement) {
        return AnchorNotice.parse(statement.payload().json())
                .optional()
                .map(AnchorNotice::checkpoints)
                .orElse(List.of());
    }

    /** Whether there are lines of members of whom the row says nothing. */
    static boolean mayProveMore(
            MemberId owner, Statement statement, List<Anchors.Anchor> row, Witnesses witnesses) {
        List<String> notes = notes(statement);
        if (notes.size() != row.size()) {
            return true;
        }
        for (int at = 0; at < row.size(); at++) {
            Optional<Note> note = Note.parse(Bytes.utf8(notes.get(at))).optional();
            Set<MemberId> counted = row.get(at).times().keySet();
            if (note.filter(it -> !counted.containsAll(witnesses.named(owner, it))).isPresent()) {
                return true;
            }
        }
        return false;
    }

    static Bytes write(List<Anchors.Anchor> anchors) {
        return Bytes.utf8(
                anchors.stream().map(AnchorRow::text).collect(Collectors.joining("\n\n")));
    }

    private static String text(Anchors.Anchor anchor) {
        var text = new StringBuilder().append(anchor.size());
        anchor.times()
                .forEach((member, second) ->
                        text.append('\n').append(member.name()).append(' ').append(second));
        return text.toString();
    }

    static List<Anchors.Anchor> read(long index, Bytes row) {
        var anchors = new ArrayList<Anchors.Anchor>();
        if (row.length() == 0) {
            return anchors;
        }
        for (String block : row.utf8().split("\n\n", -1)) {
            String[] lines = block.split("\n", -1);
            SortedMap<MemberId, Long> times = new TreeMap<>();
            for (int at = 1; at < lines.length; at++) {
                int space = lines[at].indexOf(' ');
                times.put(
                        new MemberId(lines[at].substring(0, space)),
                        Long.parseLong(lines[at].substring(space + 1)));
            }
            anchors.add(new Anchors.Anchor(index, Long.parseLong(lines[0]), times));
        }
        return anchors;
    }
}
