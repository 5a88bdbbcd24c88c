package org.comity.tlog;

import java.util.OptionalLong;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * C2SP tlog-checkpoint: origin, tree head; extension lines are refused (signatures of other types
 * would not cover them).
 */
public record Checkpoint(String origin, TreeHead head) {
    /** As tlog-cosignature bounds a log's origin. */
    public static final int ORIGIN_BYTES_MAX = 255;

    /** Longest body: origin, 19 digits, 44 characters of base64, three newlines. */
    private static final int TEXT_CHARS_MAX = ORIGIN_BYTES_MAX + 19 + 44 + 3;

    public Checkpoint {
        if (!isOrigin(origin)) {
            throw new IllegalArgumentException("origin not allowed");
        }
        if (head.size() == 0 && !head.equals(TreeHead.EMPTY)) {
            throw new IllegalArgumentException("an empty tree has one root");
        }
    }

    /** The body, which is the note's text. */
    public String text() {
        return origin + "\n" + head.size() + "\n" + head.root().base64() + "\n";
    }

    public static Checked<Checkpoint> parse(String text) {
        if (text.length() > TEXT_CHARS_MAX) {
            return Checked.refused("checkpoint too long", "");
        }
        // Three lines and the nothing after the last newline.
        String[] lines = text.split("\n", -1);
        if (lines.length != 4 || !lines[3].isEmpty()) {
            return Checked.refused("not exactly three lines", "");
        }
        if (!isOrigin(lines[0])) {
            return Checked.refused("origin not allowed", "line 1");
        }
        OptionalLong size = Text.decimal(lines[1]);
        if (size.isEmpty()) {
            return Checked.refused("size is not a plain decimal", "line 2");
        }
        return Hash.parseBase64(lines[2])
                .map(root -> new TreeHead(size.getAsLong(), root))
                .then(Checkpoint::checked)
                .in("line 3")
                .map(head -> new Checkpoint(lines[0], head));
    }

    private static Checked<TreeHead> checked(TreeHead head) {
        return head.size() == 0 && !head.equals(TreeHead.EMPTY)
                ? Checked.refused("an empty tree has another root", "")
                : Checked.good(head);
    }

    /**
     * Parses the note's body and requires the log's own good signature. The key's name must be the
     * origin: otherwise what one log of a member signed could be passed off as another's.
     */
    public static Checked<Checkpoint> open(Note note, VerifierKey logKey) {
        if (note.hasBadSignatureOf(logKey)) {
            return Checked.refused("bad signature of the log", "");
        }
        if (!note.isSignedBy(logKey)) {
            return Checked.refused("not signed by the log", "");
        }
        return parse(note.text())
                .then(checkpoint ->
                        checkpoint.origin.equals(logKey.name())
                                ? Checked.good(checkpoint)
                                : Checked.refused("origin is not the log's", "line 1"));
    }

    private static boolean isOrigin(String origin) {
        return !origin.isEmpty()
                && !origin.contains("\n")
                && Text.isPlain(origin)
                && Bytes.utf8(origin).length() <= ORIGIN_BYTES_MAX;
    }
}
