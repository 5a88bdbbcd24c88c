package org.comity.tlog;

import org.comity.value.Checked;

/** C2SP tlog-checkpoint: origin, tree head; extension lines are refused (signatures of other types would not cover them). */
public record Checkpoint(String origin, TreeHead head) {
    /** The body, which is the note's text. */
    public String text() {
        throw new UnsupportedOperationException();
    }

    public static Checked<Checkpoint> parse(String text) {
        throw new UnsupportedOperationException();
    }

    /** Parses the note's body and requires the log's own good signature. */
    public static Checked<Checkpoint> open(Note note, VerifierKey logKey) {
        throw new UnsupportedOperationException();
    }
}
