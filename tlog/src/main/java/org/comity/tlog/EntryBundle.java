package org.comity.tlog;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/** C2SP tlog-tiles entry bundle: u16 big-endian length and entry, at most 256 times. */
public final class EntryBundle {
    public static final int ENTRY_BYTES_MAX = 0xFFFF;

    /** A full bundle of the longest entries; who fetches one needs to read no further. */
    public static final int BYTES_MAX = TileId.FULL * (Short.BYTES + ENTRY_BYTES_MAX);

    private EntryBundle() {}

    public static Bytes bytes(List<Bytes> entries) {
        requireCount(entries.size());
        int length = entries.stream().mapToInt(entry -> Short.BYTES + entry.length()).sum();
        ByteBuffer out = ByteBuffer.allocate(length);
        for (Bytes entry : entries) {
            if (entry.length() > ENTRY_BYTES_MAX) {
                throw new IllegalArgumentException("entry too long for a bundle");
            }
            out.putShort((short) entry.length()).put(entry.buffer());
        }
        return Bytes.of(out.array());
    }

    /** Exactly count entries. */
    public static Checked<List<Bytes>> parse(Bytes bundle, int count) {
        requireCount(count);
        ByteBuffer from = bundle.buffer();
        List<Bytes> entries = new ArrayList<>();
        while (entries.size() < count) {
            if (from.remaining() < Short.BYTES) {
                return Checked.refused(
                        "bundle ends before its last entry", "byte " + from.position());
            }
            int length = Short.toUnsignedInt(from.getShort());
            if (from.remaining() < length) {
                return Checked.refused("bundle ends inside an entry", "byte " + from.position());
            }
            entries.add(bundle.slice(from.position(), from.position() + length));
            from.position(from.position() + length);
        }
        return from.hasRemaining()
                ? Checked.refused("bundle goes on after its last entry", "byte " + from.position())
                : Checked.good(List.copyOf(entries));
    }

    private static void requireCount(int count) {
        if (count < 1 || count > TileId.FULL) {
            throw new IllegalArgumentException("a bundle has 1 to 256 entries");
        }
    }
}
