package org.comity.statement;

import java.util.ArrayList;
import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * The payload of {@link StatementKind#ANCHOR}: earlier checkpoints of the same log with the
 * cosignatures they have. Since they stand in the log, every replica bounds the time of the log's
 * statements by the same witnesses' clocks. docs/formats/motion.md.
 *
 * @param checkpoints signed notes, verbatim (C2SP tlog-checkpoint), the smaller first; checked by
 *     who reads them
 */
public record AnchorNotice(List<String> checkpoints) {
    /** The last one before something was stated, and the newest. */
    public static final int CHECKPOINTS_MAX = 2;

    /** UTF-16 code units; room for the cosignatures of 500 witnesses. */
    public static final int CHECKPOINT_LENGTH_MAX = 131_072;

    private static final String FORMAT = "anchor/v1";

    public AnchorNotice {
        checkpoints = List.copyOf(checkpoints);
        if (checkpoints.isEmpty()
                || checkpoints.size() > CHECKPOINTS_MAX
                || checkpoints.stream().anyMatch(it -> it.length() > CHECKPOINT_LENGTH_MAX)) {
            throw new IllegalArgumentException(
                    "an anchor has one or two checkpoints of at most 131,072 characters");
        }
    }

    public Bytes json() {
        return ControlText.of(FORMAT)
                .with("checkpoints", Json.Array.ofTexts(checkpoints))
                .canonical();
    }

    public static Checked<AnchorNotice> parse(Bytes json) {
        return ControlText.parse(json, FORMAT, List.of("checkpoints", "comity"))
                .then(AnchorNotice::read);
    }

    private static Checked<AnchorNotice> read(Json.Members members) {
        if (!(members.byName().get("checkpoints") instanceof Json.Array(List<Json> elements))
                || elements.isEmpty()
                || elements.size() > CHECKPOINTS_MAX) {
            return Checked.refused("not one or two checkpoints", "/checkpoints");
        }
        List<String> checkpoints = new ArrayList<>();
        for (Json element : elements) {
            if (!(element instanceof Json.Text(String note))
                    || note.length() > CHECKPOINT_LENGTH_MAX) {
                return Checked.refused(
                        "not a checkpoint note", "/checkpoints/" + checkpoints.size());
            }
            checkpoints.add(note);
        }
        return Checked.good(new AnchorNotice(checkpoints));
    }
}
