package org.comity.agreement;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.comity.charter.Receipt;
import org.comity.statement.GuardSet;
import org.comity.statement.Tlp;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * A verdict with all that a stranger needs to work it out anew, offline: a signed note and, after
 * it, the charter and the receipts that it names (docs/formats/explanation.md).
 *
 * <p>The note is signed by the node key of the member that explains: what a reader cannot check,
 * that nothing was left out and who was in standing, is then at least somebody's word.
 */
public record ExplanationFile(ExplanationHead head, Note note, List<Bytes> attached) {
    /** As much as one answer on the control socket may hold. */
    public static final int BYTES_MAX = 24 << 20;

    /** The charter, a claim or two of each member, and votes. */
    public static final int ATTACHED_MAX = 2_048;

    private static final String ATTACHMENT = "attachment ";
    private static final Bytes BEGINNING = Bytes.utf8(ExplanationHead.FIRST_LINE + "\n");

    /** A new file, what was answered in it, and how it is to be handled. */
    public record Made(ExplanationFile file, Question question, Tlp marking) {}

    public ExplanationFile {
        attached = List.copyOf(attached);
    }

    /** Whether the bytes mean to be one. */
    public static boolean isMeant(Bytes bytes) {
        return bytes.startsWith(BEGINNING);
    }

    /**
     * Answers by what is enclosed, and by nothing else.
     *
     * @param asked all but the answer
     * @param receipts of the statements that it rests on or that stand against it
     */
    public static Checked<Made> make(
            ExplanationHead asked, Note charter, List<Receipt> receipts, SigningKey key) {
        List<Bytes> attached = new ArrayList<>();
        attached.add(charter.bytes());
        receipts.forEach(it -> attached.add(it.bytes()));
        long length = attached.stream().mapToLong(Bytes::length).sum();
        if (attached.size() > ATTACHED_MAX || length > BYTES_MAX - Note.BYTES_MAX) {
            return Checked.refused("too many statements for one file", "");
        }
        ExplanationHead open = asked.answering(hashes(attached), List.of());
        Enclosed enclosed = Enclosed.read(open, attached);
        if (!enclosed.wrong().isEmpty()) {
            return Checked.refused("cannot be proved", String.join("; ", enclosed.wrong()));
        }
        GuardSet guards = GuardSet.shipped();
        ExplanationHead head =
                asked.answering(hashes(attached), enclosed.answer(guards).orElseThrow());
        Note note = Note.of(head.text()).signedBy(key);
        if (note.bytes().length() > Note.BYTES_MAX) {
            return Checked.refused("too many statements for one file", "");
        }
        return Checked.good(
                new Made(
                        new ExplanationFile(head, note, attached),
                        enclosed.question(guards).orElseThrow(),
                        enclosed.strictest()));
    }

    static List<Hash> hashes(List<Bytes> attached) {
        return attached.stream().map(it -> Hash.digest(it.array())).toList();
    }

    public Bytes bytes() {
        List<Bytes> parts = new ArrayList<>();
        parts.add(note.bytes());
        for (Bytes one : attached) {
            parts.add(Bytes.utf8(ATTACHMENT + one.length() + "\n"));
            parts.add(one);
        }
        return Bytes.join(parts.toArray(Bytes[]::new));
    }

    /**
     * Takes the form only, in its one spelling; {@link ExplanationCheck} tells what it is worth.
     */
    public static Checked<ExplanationFile> parse(Bytes bytes) {
        if (bytes.length() > BYTES_MAX) {
            return Checked.refused("explanation too long", "");
        }
        // One character for each byte, so that places in the text are places in the bytes.
        String text = new String(bytes.array(), StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\n" + ATTACHMENT);
        if (!isMeant(bytes) || end < 0) {
            return Checked.refused("not an explanation with its attachments", "");
        }
        return Note.parse(bytes.slice(0, end + 1))
                .then(note ->
                        ExplanationHead.parse(note.text())
                                .then(head ->
                                        attached(bytes, text, end + 1)
                                                .map(all -> new ExplanationFile(head, note, all))))
                .then(file ->
                        file.bytes().equals(bytes)
                                ? Checked.good(file)
                                : Checked.refused("not in its one spelling", ""));
    }

    private static Checked<List<Bytes>> attached(Bytes bytes, String text, int from) {
        List<Bytes> all = new ArrayList<>();
        int at = from;
        while (at < text.length()) {
            int lineEnd = text.indexOf('\n', at);
            String line = lineEnd < 0 ? "" : text.substring(at, lineEnd);
            String digits = line.startsWith(ATTACHMENT) ? line.substring(ATTACHMENT.length()) : "";
            if (!digits.matches("[1-9][0-9]{0,8}") || all.size() == ATTACHED_MAX) {
                return Checked.refused("not an attachment, or one too many", "byte " + at);
            }
            int length = Integer.parseInt(digits);
            if (length > text.length() - lineEnd - 1) {
                return Checked.refused("an attachment runs past the end", "byte " + at);
            }
            all.add(bytes.slice(lineEnd + 1, lineEnd + 1 + length));
            at = lineEnd + 1 + length;
        }
        return Checked.good(all);
    }
}
