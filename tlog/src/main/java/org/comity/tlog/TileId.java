package org.comity.tlog;

import java.util.List;
import org.comity.value.Checked;

/**
 * Name of a tile (C2SP tlog-tiles): level 0 to 63, or {@link #ENTRIES} for an entry bundle; index from 0;
 * width 1 to 256, where 256 is a full tile.
 */
public record TileId(int level, long index, int width) {
    public static final int ENTRIES = -1;
    public static final int FULL = 256;

    public TileId {
        if (level < ENTRIES || level > 63 || index < 0 || width < 1 || width > FULL) {
            throw new IllegalArgumentException("tile out of bounds");
        }
    }

    /** As in a URL: {@code tile/0/x001/x234/067}, {@code tile/entries/000.p/17}. */
    public String path() {
        throw new UnsupportedOperationException();
    }

    public static Checked<TileId> parse(String path) {
        throw new UnsupportedOperationException();
    }

    /** The tiles of this level that a client of a tree of newSize lacks when it has those of oldSize. */
    public static List<TileId> between(int level, long oldSize, long newSize) {
        throw new UnsupportedOperationException();
    }
}
