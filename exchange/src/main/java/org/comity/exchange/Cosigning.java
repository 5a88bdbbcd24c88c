package org.comity.exchange;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Cosignature;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Checked;

/**
 * When a checkpoint is cosigned (C2SP tlog-cosignature: "the largest consistent tree that I have
 * seen"), and how cosignatures of many come together under one checkpoint.
 */
public final class Cosigning {
    /** One key can sign one time in two ways; the order of the bytes then decides. */
    private static final Comparator<Dated> OLDEST_FIRST =
            Comparator.comparingLong(Dated::atSecond).thenComparing(it -> it.line().bytes());

    private Cosigning() {}

    private record Dated(Note.Signature line, long atSecond) {}

    /** What to do with a checkpoint that was verified up to its whole size. */
    public sealed interface Decision {
        /**
         * Keep head durably as the last one cosigned for this origin, then sign; never the other
         * way round.
         */
        record Cosign(TreeHead head) implements Decision {}

        /** We cosigned this head already; the same line may be sent again. */
        record Stands() implements Decision {}

        record Refuse(String why) implements Decision {}
    }

    /**
     * Never two roots for one size, never a smaller tree than before.
     *
     * @param last what we cosigned last for this origin
     * @param reached the head of our own copy, recomputed from its entries
     * @param checkpoint opened with the log's key
     */
    public static Decision decide(
            Optional<TreeHead> last, TreeHead reached, Checkpoint checkpoint) {
        TreeHead head = checkpoint.head();
        if (!head.equals(reached)) {
            return new Decision.Refuse("not the head of the entries that we hold");
        }
        if (last.isEmpty() || last.get().size() < head.size()) {
            return new Decision.Cosign(head);
        }
        if (last.get().size() > head.size()) {
            return new Decision.Refuse("smaller than what we cosigned before");
        }
        return last.get().equals(head)
                ? new Decision.Stands()
                : new Decision.Refuse("another root for a size that we cosigned");
    }

    /**
     * One note with the log's signature and every good cosignature that either has, the oldest of
     * each key. The result does not depend on which comes first, and foreign lines do not pile up.
     */
    public static Checked<Note> merge(
            Note held, Note offered, VerifierKey logKey, List<VerifierKey> witnesses) {
        if (!held.text().equals(offered.text())) {
            return Checked.refused("cosignatures of another checkpoint", "");
        }
        List<Note.Signature> lines = new ArrayList<>(held.signatures());
        lines.addAll(offered.signatures());
        Optional<Note.Signature> ofLog =
                lines.stream()
                        .filter(line -> line.name().equals(logKey.name()))
                        .filter(line -> alone(held, line).isSignedBy(logKey))
                        .min(Comparator.comparing(Note.Signature::bytes));
        if (ofLog.isEmpty()) {
            return Checked.refused("no good signature of the log", "");
        }
        Note merged = Note.of(held.text()).with(ofLog.get());
        for (VerifierKey witness : witnesses) {
            Optional<Dated> oldest =
                    lines.stream()
                            .filter(line -> line.name().equals(witness.name()))
                            .flatMap(line -> dated(held, line, witness).stream())
                            .min(OLDEST_FIRST);
            merged = oldest.isPresent() ? merged.with(oldest.get().line()) : merged;
        }
        return Checked.good(merged);
    }

    private static Optional<Dated> dated(Note note, Note.Signature line, VerifierKey witness) {
        return Cosignature.verify(alone(note, line), List.of(witness)).stream()
                .map(good -> new Dated(line, good.atSecond()))
                .findFirst();
    }

    private static Note alone(Note note, Note.Signature line) {
        return new Note(note.text(), List.of(line));
    }
}
