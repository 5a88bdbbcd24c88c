package org.comity.statement;

import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * The payload of {@link StatementKind#ANCHOR}: an earlier checkpoint of the same log with the
 * cosignatures it has. Since it stands in the log, every replica bounds the time of the log's
 * statements by the same witnesses' clocks. docs/formats/motion.md.
 *
 * @param checkpoint the signed note, verbatim (C2SP tlog-checkpoint); checked by who reads it
 */
public record AnchorNotice(String checkpoint) {
    /** UTF-16 code units; room for the cosignatures of 500 witnesses. */
    public static final int CHECKPOINT_LENGTH_MAX = 131_072;

    private static final String FORMAT = "anchor/v1";

    public AnchorNotice {
        if (checkpoint.length() > CHECKPOINT_LENGTH_MAX) {
            throw new IllegalArgumentException("a checkpoint has at most 131,072 characters");
        }
    }

    public Bytes json() {
        return ControlText.of(FORMAT).with("checkpoint", checkpoint).canonical();
    }

    public static Checked<AnchorNotice> parse(Bytes json) {
        return ControlText.parse(json, FORMAT, List.of("checkpoint", "comity"))
                .then(members -> {
                    Optional<String> checkpoint =
                            members.text("checkpoint")
                                    .filter(it -> it.length() <= CHECKPOINT_LENGTH_MAX);
                    return checkpoint.isPresent()
                            ? Checked.good(new AnchorNotice(checkpoint.get()))
                            : Checked.refused("not a checkpoint note", "/checkpoint");
                });
    }
}
