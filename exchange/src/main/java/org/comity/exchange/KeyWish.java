package org.comity.exchange;

import org.comity.tlog.Note;
import org.comity.value.Checked;

/**
 * The line by which a member hands its wish for new keys to another, who proposes it: for whoever
 * cannot propose by itself.
 */
public final class KeyWish {
    private static final String PREFIX = "comity-rotate1:";

    private KeyWish() {}

    public static String line(Note wish) {
        return InvitationText.line(PREFIX, wish.bytes());
    }

    public static Checked<Note> note(String line) {
        return InvitationText.content(PREFIX, line).then(Note::parse);
    }
}
