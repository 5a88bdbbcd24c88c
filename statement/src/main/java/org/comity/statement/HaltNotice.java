package org.comity.statement;

import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * The payload of {@link StatementKind#HALT}: from here on what this log says does not count,
 * because its member says so. Whoever has the node key alone may not say it, so the notice carries
 * a note under the member key over log and place. docs/formats/payload.md.
 *
 * @param note the signed note (C2SP) over {@link #signedText}; empty in version 1, which had none
 */
public record HaltNotice(String reason, String note) {
    static final int NOTE_LENGTH_MAX = 2_000;
    private static final String UNSIGNED = "halt/v1";
    private static final String FORMAT = "halt/v2";

    public HaltNotice {
        ControlText.requireReason(reason);
        if (note.length() > NOTE_LENGTH_MAX) {
            throw new IllegalArgumentException("a halt's note has at most 2000 characters");
        }
    }

    /** What the member key signs: this log ends at this index, where the notice itself stands. */
    public static String signedText(StatementId id) {
        return "comity halt v1\nlog " + id.origin() + "\nfrom " + id.index() + "\n";
    }

    public Bytes json() {
        return note.isEmpty()
                ? ControlText.of(UNSIGNED).with("reason", reason).canonical()
                : ControlText.of(FORMAT).with("note", note).with("reason", reason).canonical();
    }

    public static Checked<HaltNotice> parse(Bytes json) {
        Checked<Json.Members> signed =
                ControlText.parse(json, FORMAT, List.of("comity", "note", "reason"));
        return signed instanceof Checked.Good<Json.Members>(Json.Members members)
                ? read(members, members.text("note").filter(HaltNotice::mayBeNote))
                : ControlText.parse(json, UNSIGNED, List.of("comity", "reason"))
                        .then(it -> read(it, Optional.of("")));
    }

    private static boolean mayBeNote(String note) {
        return !note.isEmpty() && note.length() <= NOTE_LENGTH_MAX;
    }

    private static Checked<HaltNotice> read(Json.Members members, Optional<String> note) {
        Optional<String> reason = ControlText.reason(members);
        if (note.isEmpty()) {
            return Checked.refused("not a note of at most 2000 characters", "/note");
        }
        return reason.isPresent()
                ? Checked.good(new HaltNotice(reason.get(), note.get()))
                : Checked.refused("reason is not a text of at most 1000 characters", "/reason");
    }
}
