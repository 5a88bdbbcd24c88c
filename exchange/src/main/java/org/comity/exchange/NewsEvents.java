package org.comity.exchange;

import java.util.Optional;
import org.comity.tlog.Note;
import org.comity.value.Bytes;

/**
 * Checkpoints as server-sent events (WHATWG HTML, section 9.2), in one spelling:
 * docs/formats/exchange.md. The reader takes a line at a time and is bounded.
 */
public final class NewsEvents {
    /** A comment: somebody is still there. */
    public static final Bytes ALIVE = Bytes.utf8(":\n\n");

    /** A line of a note with its field's name. */
    public static final int LINE_BYTES_MAX = 4_096;

    private static final int ID_LENGTH_MAX = 64;
    private static final int EVENT_CHARS_MAX = Note.BYTES_MAX;

    private final StringBuilder content = new StringBuilder();
    private Optional<String> id = Optional.empty();

    /** Made for each connection; the id goes on from one to the next. */
    public NewsEvents(Optional<String> lastId) {
        this.id = lastId;
    }

    /** What an event is written as. */
    public static Bytes event(String id, Note checkpoint) {
        var out = new StringBuilder("event: checkpoint\nid: ").append(id).append('\n');
        // The note ends in a line end, which the last line of the event stands for.
        String note = checkpoint.bytes().utf8();
        for (String line : note.substring(0, note.length() - 1).split("\n", -1)) {
            out.append("data: ").append(line).append('\n');
        }
        return Bytes.utf8(out.append('\n').toString());
    }

    /** The id of the last event, to go on from. */
    public Optional<String> lastId() {
        return id;
    }

    /** Takes a line without its end; the bytes of a note where an event is whole. */
    public Optional<Bytes> line(String line) {
        if (line.isEmpty()) {
            String whole = content.toString();
            content.setLength(0);
            return whole.isEmpty() ? Optional.empty() : Optional.of(Bytes.utf8(whole));
        }
        if (line.startsWith("data: ") && content.length() + line.length() <= EVENT_CHARS_MAX) {
            content.append(line, "data: ".length(), line.length()).append('\n');
        }
        if (line.startsWith("id: ") && line.length() <= ID_LENGTH_MAX) {
            id = Optional.of(line.substring("id: ".length()));
        }
        return Optional.empty();
    }
}
