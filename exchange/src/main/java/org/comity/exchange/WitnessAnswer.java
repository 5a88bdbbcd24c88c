package org.comity.exchange;

import java.util.List;
import java.util.OptionalLong;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/** What a witness answered to a {@link WitnessRequest}. */
public sealed interface WitnessAnswer {
    /** A longer answer is not read to its end. */
    int BYTES_MAX = 1 << 14;

    /** Status 200; what the lines are worth is not looked at here. */
    record Cosigned(List<Note.Signature> lines) implements WitnessAnswer {
        public Cosigned {
            lines = List.copyOf(lines);
        }
    }

    /** Status 409: the size that it cosigned last. */
    record Conflict(long latestSize) implements WitnessAnswer {}

    /** Any other status. */
    record Refused(int status, String words) implements WitnessAnswer {}

    /** No answer that means anything. */
    record Failed(String why) implements WitnessAnswer {}

    /**
     * Reads an answer to a request with this checkpoint. Some witnesses answer 409 without a size
     * when the root is another; that is a refusal.
     */
    static WitnessAnswer read(Note checkpoint, int status, Bytes body) {
        if (body.length() > BYTES_MAX) {
            return new Failed("the answer is too long");
        }
        String text = body.utf8();
        if (status == 200) {
            // tlog-witness: put behind the checkpoint, the lines are a note.
            return switch (Note.parse(Bytes.utf8(checkpoint.text() + "\n" + text))) {
                case Checked.Good<Note>(Note note) ->
                        note.text().equals(checkpoint.text())
                                ? new Cosigned(note.signatures())
                                : new Failed("more than signature lines");
                case Checked.Refused<Note> refused -> new Failed(refused.toString());
            };
        }
        OptionalLong latest =
                status == 409 && text.endsWith("\n")
                        ? WitnessRequest.decimal(text.substring(0, text.length() - 1))
                        : OptionalLong.empty();
        return latest.isPresent()
                ? new Conflict(latest.getAsLong())
                : new Refused(status, plain(text));
    }

    /** One line for people, of a stranger's making. */
    private static String plain(String text) {
        String line = text.strip().replaceAll("[^\\x20-\\x7e]+", " ");
        return line.substring(0, Math.min(line.length(), 100));
    }
}
