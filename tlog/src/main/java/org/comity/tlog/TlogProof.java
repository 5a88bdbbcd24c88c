package org.comity.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * C2SP tlog-proof: index, path and the checkpoint with its signatures; extra is unauthenticated by
 * itself. A Comity receipt is one whose extra holds leaf and payload (docs/formats/receipt.md).
 */
public record TlogProof(Bytes extra, InclusionProof inclusion, Note checkpoint) {
    /** Room for the largest payload, its salt and leaf. */
    public static final int EXTRA_BYTES_MAX = 1 << 21;

    /** A path of a tree of at most 2^63 - 1 leaves. */
    public static final int PATH_MAX = 63;

    /** Four characters for three bytes of extra, the other lines, the note. */
    public static final int BYTES_MAX = EXTRA_BYTES_MAX / 3 * 4 + 8 + (1 << 13) + Note.BYTES_MAX;

    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    public TlogProof {
        if (extra.length() > EXTRA_BYTES_MAX || inclusion.path().size() > PATH_MAX) {
            throw new IllegalArgumentException("proof too long");
        }
        if (inclusion.index() < 0) {
            throw new IllegalArgumentException("negative index");
        }
        if (Checkpoint.parse(checkpoint.text()) instanceof Checked.Refused) {
            throw new IllegalArgumentException("a proof leads to a checkpoint");
        }
    }

    /**
     * Checks the form only; {@link Merkle} checks the path, {@link Checkpoint#open} the signature.
     */
    public static Checked<TlogProof> parse(Bytes bytes) {
        return bytes.length() > BYTES_MAX
                ? Checked.refused("proof too long", "")
                : Text.utf8(bytes).then(TlogProof::parse);
    }

    private static Checked<TlogProof> parse(String text) {
        int end = text.indexOf("\n\n");
        if (end < 0) {
            return Checked.refused("no empty line before the checkpoint", "");
        }
        // Header, extra, index and path; one more than is taken, so that it is seen.
        String[] split = text.substring(0, end).split("\n", PATH_MAX + 4);
        List<String> lines = List.of(split);
        if (!lines.getFirst().equals(HEADER)) {
            return Checked.refused("not a tlog-proof, the form of receipts", "line 1");
        }
        boolean hasExtra = lines.size() > 1 && lines.get(1).startsWith(EXTRA);
        int indexAt = hasExtra ? 2 : 1;
        Checked<Bytes> extra =
                hasExtra ? extra(lines.get(1)).in("line 2") : Checked.good(Bytes.EMPTY);
        Checked<InclusionProof> inclusion = inclusion(lines, indexAt);
        Checked<Note> note = checkpoint(text.substring(end + 2)).in("checkpoint");
        return extra.then(
                bytes -> inclusion.then(proof -> note.map(it -> new TlogProof(bytes, proof, it))));
    }

    private static Checked<Note> checkpoint(String text) {
        return Note.parse(Bytes.utf8(text))
                .then(note -> Checkpoint.parse(note.text()).map(_ -> note));
    }

    private static Checked<Bytes> extra(String line) {
        return Bytes.parseBase64(line.substring(EXTRA.length()))
                .then(extra ->
                        extra.length() == 0 || extra.length() > EXTRA_BYTES_MAX
                                ? Checked.refused("extra empty or too long", "")
                                : Checked.good(extra));
    }

    private static Checked<InclusionProof> inclusion(List<String> lines, int indexAt) {
        String line = indexAt < lines.size() ? lines.get(indexAt) : "";
        OptionalLong index =
                line.startsWith(INDEX)
                        ? Text.decimal(line.substring(INDEX.length()))
                        : OptionalLong.empty();
        if (index.isEmpty()) {
            return Checked.refused("index missing or not a plain decimal", "line " + (indexAt + 1));
        }
        List<String> path = lines.subList(indexAt + 1, lines.size());
        if (path.size() > PATH_MAX) {
            return Checked.refused("path too long", "");
        }
        return hashes(path, indexAt + 2).map(it -> new InclusionProof(index.getAsLong(), it));
    }

    private static Checked<List<Hash>> hashes(List<String> path, int firstLine) {
        List<Hash> hashes = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            switch (Hash.parseBase64(path.get(i))) {
                case Checked.Good<Hash>(Hash hash) -> hashes.add(hash);
                case Checked.Refused<Hash>(String why, String _) -> {
                    return Checked.refused(why, "line " + (firstLine + i));
                }
            }
        }
        return Checked.good(hashes);
    }

    public Bytes bytes() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        if (extra.length() > 0) {
            text.append(EXTRA).append(extra.base64()).append('\n');
        }
        text.append(INDEX).append(inclusion.index()).append('\n');
        inclusion.path().forEach(hash -> text.append(hash.base64()).append('\n'));
        return Bytes.join(Bytes.utf8(text.append('\n').toString()), checkpoint.bytes());
    }
}
