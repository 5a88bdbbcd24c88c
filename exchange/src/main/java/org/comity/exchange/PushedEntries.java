package org.comity.exchange;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.EntryBundle;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.TileId;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * Entries that a member hands over because nobody can ask it for them; docs/formats/exchange.md.
 * The receiver lets a {@link LogFollower} ask for them, as if it had asked the member.
 *
 * @param proof from where the entries end to the checkpoint; empty when they reach it
 * @param from index of the first entry
 */
public record PushedEntries(
        Note checkpoint, ConsistencyProof proof, long from, List<Bytes> entries) {
    public static final int BYTES_MAX =
            Note.BYTES_MAX
                    + ConsistencyLines.BYTES_MAX
                    + 16
                    + LogFollower.ENTRIES_PER_ROUND_MAX
                            / TileId.FULL
                            * LogFollower.BUNDLE_BYTES_MAX;

    public PushedEntries {
        entries = List.copyOf(entries);
    }

    /** Reads leaves of the log from one index on and below another. */
    public interface Leaves<E extends Exception> {
        List<Bytes> read(long from, long to) throws E;
    }

    /**
     * The next that somebody needs who holds so many.
     *
     * @param tree of which the checkpoint is a head
     */
    public static <E extends Exception> PushedEntries next(
            MerkleTree tree, Note checkpoint, long from, Leaves<E> leaves) throws E {
        long signed = Checkpoint.parse(checkpoint.text()).orThrow().head().size();
        long goal = LogFollower.goal(from, signed);
        var proof =
                goal == signed
                        ? new ConsistencyProof(List.of())
                        : tree.proveConsistency(goal, signed);
        return new PushedEntries(checkpoint, proof, from, leaves.read(from, goal));
    }

    public Bytes bytes() {
        Bytes note = checkpoint.bytes();
        Bytes lines = ConsistencyLines.bytes(proof);
        ByteBuffer head = ByteBuffer.allocate(Integer.BYTES + Short.BYTES + Long.BYTES);
        head.putInt(note.length()).putShort((short) lines.length()).putLong(from);
        var parts = new ArrayList<>(List.of(Bytes.of(head.array()), note, lines));
        for (int at = 0; at < entries.size(); at += TileId.FULL) {
            int end = Math.min(entries.size(), at + TileId.FULL);
            parts.add(EntryBundle.bytes(entries.subList(at, end)));
        }
        return Bytes.join(parts.toArray(Bytes[]::new));
    }

    public static Checked<PushedEntries> parse(Bytes bytes) {
        if (bytes.length() > BYTES_MAX || bytes.length() < 14) {
            return Checked.refused("too long or too short", "");
        }
        ByteBuffer in = bytes.buffer();
        int note = in.getInt();
        int proof = in.getShort();
        long from = in.getLong();
        int at = in.position();
        if (note < 0 || proof < 0 || from < 0 || (long) note + proof > in.remaining()) {
            return Checked.refused("a length is out of bounds", "");
        }
        Bytes rest = bytes.slice(at + note + proof, bytes.length());
        return Note.parse(bytes.slice(at, at + note))
                .then(checkpoint ->
                        ConsistencyLines.parse(bytes.slice(at + note, at + note + proof))
                                .then(path ->
                                        entries(rest)
                                                .map(it ->
                                                        new PushedEntries(
                                                                checkpoint, path, from, it))));
    }

    private static Checked<List<Bytes>> entries(Bytes rest) {
        var entries = new ArrayList<Bytes>();
        int at = 0;
        while (at < rest.length()) {
            int end = at + Short.BYTES;
            int length = end > rest.length() ? -1 : rest.slice(at, end).buffer().getShort();
            if (length < 0 || end + length > rest.length()) {
                return Checked.refused("an entry ends outside", "entry " + entries.size());
            }
            entries.add(rest.slice(end, end + length));
            at = end + length;
            if (entries.size() > LogFollower.ENTRIES_PER_ROUND_MAX) {
                return Checked.refused("more than 8,192 entries", "");
            }
        }
        return Checked.good(entries);
    }

    /**
     * What a follower makes of it.
     *
     * @param before the leaves that are held in the bundle in which the first entry stands
     */
    public Step follow(LogFollower.Held held, List<Bytes> before) {
        var known = new ArrayList<>(before);
        known.addAll(entries);
        long first = from - before.size();
        return LogFollower.follow(
                held,
                ask ->
                        switch (ask) {
                            case Ask.Checkpoint() -> new Answer.Got(checkpoint.bytes());
                            case Ask.Consistency _ -> new Answer.Got(ConsistencyLines.bytes(proof));
                            case Ask.Entries(TileId tile) -> bundle(known, first, tile);
                            case Ask.Payloads _, Ask.News _, Ask.Hashes _ -> new Answer.Missing();
                        });
    }

    private static Answer bundle(List<Bytes> known, long first, TileId tile) {
        long begin = tile.index() * TileId.FULL - first;
        long end = begin + tile.width();
        return begin < 0 || end > known.size()
                ? new Answer.Missing()
                : new Answer.Got(EntryBundle.bytes(known.subList((int) begin, (int) end)));
    }
}
