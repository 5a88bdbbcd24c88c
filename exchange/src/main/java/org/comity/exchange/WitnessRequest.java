package org.comity.exchange;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * Body of {@code POST /witness/add-checkpoint} (C2SP tlog-witness): the size that the witness
 * cosigned last, the proof from there, the checkpoint. What its signatures are worth is not looked
 * at here.
 *
 * @param head what the checkpoint says; of size 0 it may have a wrong root, which the witness
 *     answers in its own way
 */
public record WitnessRequest(
        long oldSize, ConsistencyProof proof, Note checkpoint, String origin, TreeHead head) {
    /** Room for a log's own signatures of every kind, not for those of hundreds of members. */
    public static final int BYTES_MAX = 1 << 16;

    private static final String OLD = "old ";
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,18}");
    private static final int OLD_LINE_BYTES_MAX = OLD.length() + 20;

    /** Of a checkpoint that is known to be one. */
    public static WitnessRequest of(long oldSize, ConsistencyProof proof, Note checkpoint) {
        Checkpoint parsed = Checkpoint.parse(checkpoint.text()).orThrow();
        return new WitnessRequest(oldSize, proof, checkpoint, parsed.origin(), parsed.head());
    }

    public Bytes bytes() {
        return Bytes.join(
                Bytes.utf8(OLD + oldSize + "\n"),
                ConsistencyLines.bytes(proof),
                Bytes.utf8("\n"),
                checkpoint.bytes());
    }

    public static Checked<WitnessRequest> parse(Bytes body) {
        if (body.length() > BYTES_MAX) {
            return Checked.refused("request too long", "");
        }
        int oldEnd = lineEnd(body, 0, OLD_LINE_BYTES_MAX);
        if (oldEnd < 0) {
            return Checked.refused("no line with the old size", "line 1");
        }
        String line = body.slice(0, oldEnd).utf8();
        OptionalLong old =
                line.startsWith(OLD) ? decimal(line.substring(OLD.length())) : OptionalLong.empty();
        if (old.isEmpty()) {
            return Checked.refused("not \"old\" and a plain decimal", "line 1");
        }
        int proofStart = oldEnd + 1;
        int proofEnd = proofEnd(body, proofStart);
        if (proofEnd < 0) {
            return Checked.refused("no empty line after at most 63 lines of proof", "");
        }
        return ConsistencyLines.parse(body.slice(proofStart, proofEnd))
                .then(proof ->
                        Note.parse(body.slice(proofEnd + 1, body.length()))
                                .then(note -> of(old.getAsLong(), proof, note, note.text())));
    }

    private static Checked<WitnessRequest> of(
            long old, ConsistencyProof proof, Note note, String text) {
        String[] lines = text.split("\n", 4);
        boolean empty = lines.length == 4 && lines[1].equals("0");
        Checked<Hash> root = empty ? Hash.parseBase64(lines[2]) : Checked.good(Hash.ZERO);
        String read =
                empty && root instanceof Checked.Good
                        ? lines[0] + "\n0\n" + TreeHead.EMPTY.root().base64() + "\n" + lines[3]
                        : text;
        return Checkpoint.parse(read)
                .map(it ->
                        new WitnessRequest(
                                old,
                                proof,
                                note,
                                it.origin(),
                                empty ? new TreeHead(0, root.orThrow()) : it.head()));
    }

    /** Where the lines of hashes end; each has the same length, so nothing is searched for. */
    private static int proofEnd(Bytes body, int start) {
        int at = start;
        for (int line = 0; line <= ConsistencyLines.LINES_MAX && at < body.length(); line++) {
            if (body.at(at) == '\n') {
                return at;
            }
            at += ConsistencyLines.LINE_BYTES;
        }
        return -1;
    }

    private static int lineEnd(Bytes body, int from, int bytesMax) {
        for (int at = from; at < Math.min(body.length(), from + bytesMax + 1); at++) {
            if (body.at(at) == '\n') {
                return at;
            }
        }
        return -1;
    }

    /** ASCII decimal without leading zeroes, 0 to 2^63 - 1. */
    static OptionalLong decimal(String text) {
        Matcher matcher = DECIMAL.matcher(text);
        // Nineteen digits fit an unsigned 64-bit number; above 2^63 - 1 it reads as negative.
        long value = matcher.matches() ? Long.parseUnsignedLong(text) : -1;
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
