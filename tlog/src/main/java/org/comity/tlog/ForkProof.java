package org.comity.tlog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * Two checkpoints that one key signed for one log and that cannot stand beside one another: the log
 * was shown in two forms. Self-contained: whoever has the log's key can check it.
 *
 * <p>Idea: of equal size, another root says it all. Of different sizes, the path of a consistency
 * proof in the newer tree, walked up from a hash that the accuser supplies (also where the older
 * tree is complete and a prover would leave it out), must lead to the newer root. Then the accuser
 * showed hashes of the newer tree, for nobody finds others; and then the same path gives the root
 * that this tree had at the older size. If the older checkpoint has another, they contradict.
 *
 * <p>Attack considered: an accuser who makes up hashes against an honest log. To reach the newer
 * root they must be the true ones, up to a collision of SHA-256, and the true ones give the older
 * root. docs/formats/fault.md.
 *
 * @param older the smaller, or of equal sizes that with the smaller root
 * @param path empty for equal sizes; else the shared hash, then the siblings from below
 */
public record ForkProof(Note older, Note newer, List<Hash> path) {
    /** The shared hash, and a path in a tree of at most 2^63 - 1 leaves. */
    public static final int PATH_MAX = 64;

    /** Each note; room for the cosignatures of 500 witnesses. */
    public static final int NOTE_BYTES_MAX = 1 << 17;

    private static final String HEADER = "comity/fork/v1";
    private static final String OLDER = "older ";
    private static final String NEWER = "newer ";

    /** Header, two lines of at most 13 bytes, hashes, the empty line, the notes. */
    public static final int BYTES_MAX =
            HEADER.length() + 28 + 45 * PATH_MAX + 1 + 2 * NOTE_BYTES_MAX;

    private static final Comparator<TreeHead> ORDER =
            Comparator.comparingLong(TreeHead::size).thenComparing(TreeHead::root);

    public ForkProof {
        path = List.copyOf(path);
        if (problem(older, newer, path) instanceof Checked.Refused<TreeHead> refused) {
            throw new IllegalArgumentException(refused.toString());
        }
    }

    /** What two notes prove by themselves: other roots of one size. */
    public static Checked<ForkProof> of(Note one, Note other) {
        return made(one, other, List.of());
    }

    /**
     * What a consistency proof shows that was made in the newer tree.
     *
     * @param shared root of the smallest complete subtree at the right edge of the newer tree's
     *     first leaves, as many as the older has: the first hash of the path where the prover does
     *     not leave it out
     */
    public static Checked<ForkProof> of(Note older, Note newer, Hash shared, List<Hash> siblings) {
        var path = new ArrayList<Hash>();
        path.add(shared);
        path.addAll(siblings);
        return made(older, newer, path);
    }

    /** The same by whoever has the newer tree. */
    public static Checked<ForkProof> of(Note older, Note newer, MerkleTree tree) {
        return head(older)
                .then(one ->
                        head(newer)
                                .then(two -> {
                                    boolean covers =
                                            one.size() > 0
                                                    && one.size() < two.size()
                                                    && two.size() <= tree.size();
                                    return covers ? within(older, newer, tree) : of(older, newer);
                                }));
    }

    private static Checked<ForkProof> within(Note older, Note newer, MerkleTree tree) {
        long size = head(older).orThrow().size();
        List<Hash> proof = tree.proveConsistency(size, head(newer).orThrow().size()).path();
        return Merkle.isComplete(size)
                ? of(older, newer, tree.headAt(size).root(), proof)
                : of(older, newer, proof.getFirst(), proof.subList(1, proof.size()));
    }

    private static Checked<ForkProof> made(Note one, Note other, List<Hash> path) {
        boolean swap =
                head(one)
                        .then(a -> head(other).map(b -> ORDER.compare(a, b) > 0))
                        .optional()
                        .orElse(false);
        Note older = swap ? other : one;
        Note newer = swap ? one : other;
        return problem(older, newer, path).map(_ -> new ForkProof(older, newer, path));
    }

    /** That the two contradict one another; not yet who signed them. Good is the older head. */
    private static Checked<TreeHead> problem(Note older, Note newer, List<Hash> path) {
        if (path.size() > PATH_MAX || isLong(older) || isLong(newer)) {
            return Checked.refused("proof of a fork too long", "");
        }
        Checked<Checkpoint> one = Checkpoint.parse(older.text()).in("older");
        return one.then(a ->
                Checkpoint.parse(newer.text())
                        .in("newer")
                        .then(b ->
                                a.origin().equals(b.origin())
                                        ? contradicts(a.head(), b.head(), path)
                                        : Checked.refused("checkpoints of two logs", "")));
    }

    private static boolean isLong(Note note) {
        return note.signatures().isEmpty() || note.bytes().length() > NOTE_BYTES_MAX;
    }

    private static Checked<TreeHead> contradicts(TreeHead older, TreeHead newer, List<Hash> path) {
        if (ORDER.compare(older, newer) >= 0) {
            return Checked.refused("checkpoints out of order, or the same", "");
        }
        if (older.size() == newer.size()) {
            return path.isEmpty()
                    ? Checked.good(older)
                    : Checked.refused("two roots of one size need no hashes", "");
        }
        if (older.size() == 0 || path.isEmpty()) {
            return Checked.refused("nothing shows that the two contradict one another", "");
        }
        var sizes = new Merkle.Sizes(older.size(), newer.size());
        return switch (Merkle.roots(sizes, path.getFirst(), path.subList(1, path.size()))) {
            case Merkle.Walked.Broken _ ->
                    Checked.refused("another number of hashes than the sizes need", "");
            case Merkle.Walked.Roots(Hash olderRoot, Hash newerRoot) -> {
                if (!newerRoot.equals(newer.root())) {
                    yield Checked.refused("the hashes are not of the newer tree", "");
                }
                yield olderRoot.equals(older.root())
                        ? Checked.refused("the newer tree goes on from the older", "")
                        : Checked.good(older);
            }
        };
    }

    private static Checked<TreeHead> head(Note note) {
        return Checkpoint.parse(note.text()).map(Checkpoint::head);
    }

    /** Of the log that was forked, as the checkpoints say. */
    public String origin() {
        return Checkpoint.parse(older.text()).orThrow().origin();
    }

    public TreeHead olderHead() {
        return head(older).orThrow();
    }

    public TreeHead newerHead() {
        return head(newer).orThrow();
    }

    /** What the proof is about, whatever signatures the notes bear and by whatever hashes. */
    public Hash pair() {
        return Hash.digest(Bytes.utf8(older.text() + "\n" + newer.text()).array());
    }

    /**
     * The key that signed both, of those that the log has or had. Two keys are no fork: after a
     * rotation the former one may be in anybody's hands.
     */
    public Checked<VerifierKey> signedBy(List<VerifierKey> keys) {
        for (VerifierKey key : keys) {
            if (Checkpoint.open(older, key) instanceof Checked.Good<Checkpoint>
                    && Checkpoint.open(newer, key) instanceof Checked.Good<Checkpoint>) {
                return Checked.good(key);
            }
        }
        return Checked.refused("not both signed by one key of the log", "");
    }

    /** Takes exactly what {@link #bytes} writes; who signed is yet to be checked. */
    public static Checked<ForkProof> parse(Bytes bytes) {
        return bytes.length() > BYTES_MAX
                ? Checked.refused("proof of a fork too long", "")
                : Text.utf8(bytes).then(text -> parse(text, bytes));
    }

    private static Checked<ForkProof> parse(String text, Bytes bytes) {
        int end = text.indexOf("\n\n");
        // Header, two lengths and the path; one more than is taken, so that it is seen.
        String[] lines = text.substring(0, Math.max(end, 0)).split("\n", PATH_MAX + 4);
        if (!lines[0].equals(HEADER)) {
            return Checked.refused("not a proof of a fork", "line 1");
        }
        OptionalLong older = length(lines, 1, OLDER);
        OptionalLong newer = length(lines, 2, NEWER);
        // All before the notes is ASCII, or it is not canonical.
        int start = end + 2;
        if (older.isEmpty()
                || newer.isEmpty()
                || start + older.getAsLong() + newer.getAsLong() != bytes.length()) {
            return Checked.refused("the lengths are not those of the notes", "line 2");
        }
        int middle = start + (int) older.getAsLong();
        Checked<List<Hash>> path = hashes(lines);
        Checked<Note> first = Note.parse(bytes.slice(start, middle)).in("older");
        Checked<Note> second = Note.parse(bytes.slice(middle, bytes.length())).in("newer");
        return path.then(hashes -> first.then(a -> second.then(b -> inOrder(a, b, hashes))))
                .then(proof ->
                        proof.bytes().equals(bytes)
                                ? Checked.good(proof)
                                : Checked.refused("not in its one spelling", ""));
    }

    private static Checked<ForkProof> inOrder(Note older, Note newer, List<Hash> path) {
        return problem(older, newer, path).map(_ -> new ForkProof(older, newer, path));
    }

    private static OptionalLong length(String[] lines, int at, String word) {
        OptionalLong length =
                lines.length > at && lines[at].startsWith(word)
                        ? Text.decimal(lines[at].substring(word.length()))
                        : OptionalLong.empty();
        return length.isPresent() && length.getAsLong() <= NOTE_BYTES_MAX
                ? length
                : OptionalLong.empty();
    }

    private static Checked<List<Hash>> hashes(String[] lines) {
        if (lines.length - 3 > PATH_MAX) {
            return Checked.refused("proof of a fork too long", "");
        }
        var hashes = new ArrayList<Hash>();
        for (int at = 3; at < lines.length; at++) {
            Checked<Hash> hash = Hash.parseBase64(lines[at]).in("line " + (at + 1));
            if (hash instanceof Checked.Refused<Hash> refused) {
                return refused.as();
            }
            hashes.add(hash.orThrow());
        }
        return Checked.good(hashes);
    }

    public Bytes bytes() {
        Bytes first = older.bytes();
        Bytes second = newer.bytes();
        var text = new StringBuilder(HEADER).append('\n');
        text.append(OLDER).append(first.length()).append('\n');
        text.append(NEWER).append(second.length()).append('\n');
        path.forEach(hash -> text.append(hash.base64()).append('\n'));
        return Bytes.join(Bytes.utf8(text.append('\n').toString()), first, second);
    }
}
