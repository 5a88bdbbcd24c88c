package org.comity.statement;

import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * The payload of {@link StatementKind#COMMUNIQUE}: the node's communique of a day, so that what it
 * said then stands in its log. docs/formats/communique.md.
 *
 * @param note signed by the node key, verbatim; checked by who reads it
 */
public record CommuniqueNotice(String note) {
    /** UTF-16 code units; with its JSON within what a payload may have. */
    public static final int NOTE_LENGTH_MAX = 900_000;

    private static final String FORMAT = "communique/v1";

    public CommuniqueNotice {
        if (note.length() > NOTE_LENGTH_MAX) {
            throw new IllegalArgumentException("a communique has at most 900,000 characters");
        }
    }

    public Bytes json() {
        return ControlText.of(FORMAT).with("note", note).canonical();
    }

    public static Checked<CommuniqueNotice> parse(Bytes json) {
        return ControlText.parse(json, FORMAT, List.of("comity", "note"))
                .then(members -> {
                    Optional<String> note =
                            members.text("note").filter(it -> it.length() <= NOTE_LENGTH_MAX);
                    return note.isPresent()
                            ? Checked.good(new CommuniqueNotice(note.get()))
                            : Checked.refused("not a note", "/note");
                });
    }
}
