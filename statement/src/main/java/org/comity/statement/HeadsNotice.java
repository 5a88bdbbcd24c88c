package org.comity.statement;

import java.util.ArrayList;
import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * The payload of {@link StatementKind#HEADS}: the newest checkpoints of other members' logs that
 * the author holds. Whoever was shown another form of one of those logs sees it by them.
 * docs/formats/fault.md.
 *
 * @param checkpoints signed notes, verbatim (C2SP tlog-checkpoint); checked by who reads them
 */
public record HeadsNotice(List<String> checkpoints) {
    /** Of a larger exchange, those that were not told of for longest. */
    public static final int CHECKPOINTS_MAX = 64;

    /** UTF-16 code units, all together. */
    public static final int LENGTH_MAX = 524_288;

    private static final String FORMAT = "heads/v1";

    public HeadsNotice {
        checkpoints = List.copyOf(checkpoints);
        if (checkpoints.isEmpty()
                || checkpoints.size() > CHECKPOINTS_MAX
                || checkpoints.stream().mapToLong(String::length).sum() > LENGTH_MAX) {
            throw new IllegalArgumentException("1 to 64 checkpoints of 524,288 characters at most");
        }
    }

    public Bytes json() {
        return ControlText.of(FORMAT)
                .with("checkpoints", Json.Array.ofTexts(checkpoints))
                .canonical();
    }

    public static Checked<HeadsNotice> parse(Bytes json) {
        return ControlText.parse(json, FORMAT, List.of("checkpoints", "comity"))
                .then(HeadsNotice::read);
    }

    private static Checked<HeadsNotice> read(Json.Members members) {
        if (!(members.byName().get("checkpoints") instanceof Json.Array(List<Json> elements))
                || elements.isEmpty()
                || elements.size() > CHECKPOINTS_MAX) {
            return Checked.refused("not 1 to 64 checkpoints", "/checkpoints");
        }
        List<String> checkpoints = new ArrayList<>();
        long length = 0;
        for (Json element : elements) {
            if (!(element instanceof Json.Text(String note))) {
                return Checked.refused(
                        "not a checkpoint note", "/checkpoints/" + checkpoints.size());
            }
            length += note.length();
            checkpoints.add(note);
        }
        return length > LENGTH_MAX
                ? Checked.refused("checkpoints too long", "/checkpoints")
                : Checked.good(new HeadsNotice(checkpoints));
    }
}
