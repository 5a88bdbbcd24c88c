package org.comity.tlog;

import java.util.ArrayList;
import java.util.List;
import org.comity.value.Checked;

/**
 * Name of a tile (C2SP tlog-tiles): level 0 to 63, or {@link #ENTRIES} for an entry bundle; index
 * from 0; width 1 to 256, where 256 is a full tile.
 */
public record TileId(int level, long index, int width) {
    public static final int ENTRIES = -1;
    public static final int FULL = 256;

    /** No tree of up to 2^63 - 1 leaves has a tile beyond. */
    public static final long INDEX_MAX = Long.MAX_VALUE >> 8;

    /** Most tiles that {@link #between} names at once: 16,777,216 leaves. */
    public static final int BETWEEN_MAX = 65_536;

    /** Longer than the path of the last tile; what is longer is not looked at. */
    public static final int PATH_CHARS_MAX = 64;

    /** A tile covers 8 levels of the tree. */
    public static final int LEVEL_BITS = 8;

    private static final int LEVEL_MAX = 63;
    private static final int GROUP = 1_000;
    private static final String NOT_A_PATH = "not a tile path";

    public TileId {
        if (level < ENTRIES
                || level > LEVEL_MAX
                || index < 0
                || index > INDEX_MAX
                || width < 1
                || width > FULL) {
            throw new IllegalArgumentException("tile out of bounds");
        }
    }

    /** As in a URL: {@code tile/0/x001/x234/067}, {@code tile/entries/000.p/17}. */
    public String path() {
        StringBuilder groups = new StringBuilder(threeDigits(index % GROUP));
        for (long rest = index / GROUP; rest != 0; rest /= GROUP) {
            groups.insert(0, "x" + threeDigits(rest % GROUP) + "/");
        }
        String name = level == ENTRIES ? "entries" : Integer.toString(level);
        return "tile/" + name + "/" + groups + (width == FULL ? "" : ".p/" + width);
    }

    /** Takes exactly what {@link #path} writes; one tile has one name. */
    public static Checked<TileId> parse(String path) {
        if (path.length() > PATH_CHARS_MAX) {
            return Checked.refused("tile path too long", "");
        }
        List<String> parts = List.of(path.split("/", -1));
        if (parts.size() < 3 || !parts.getFirst().equals("tile")) {
            return Checked.refused(NOT_A_PATH, "");
        }
        int level = parts.get(1).equals("entries") ? ENTRIES : decimal(parts.get(1), LEVEL_MAX);
        boolean partial = parts.get(parts.size() - 2).endsWith(".p");
        int width = partial ? decimal(parts.getLast(), FULL - 1) : FULL;
        long index = index(parts.subList(2, parts.size() - (partial ? 1 : 0)));
        if (level < ENTRIES || index < 0 || index > INDEX_MAX || width < 1) {
            return Checked.refused(NOT_A_PATH, "");
        }
        TileId id = new TileId(level, index, width);
        return id.path().equals(path) ? Checked.good(id) : Checked.refused(NOT_A_PATH, "");
    }

    /**
     * The tiles of this level that a client of a tree of newSize lacks when it has those of
     * oldSize, lowest first. At most {@link #BETWEEN_MAX}, because newSize is what a stranger
     * claims: who has taken them asks again from the size that they reach.
     */
    public static List<TileId> between(int level, long oldSize, long newSize) {
        if (oldSize < 0 || oldSize > newSize) {
            throw new IllegalArgumentException("sizes out of order");
        }
        long has = hashesAt(level, oldSize);
        long wants = hashesAt(level, newSize);
        if (has == wants) {
            return List.of();
        }
        long first = has / FULL;
        long last = Math.min((wants - 1) / FULL, first + BETWEEN_MAX - 1);
        List<TileId> lacking = new ArrayList<>();
        for (long index = first; index <= last; index++) {
            lacking.add(new TileId(level, index, (int) Math.min(FULL, wants - index * FULL)));
        }
        return List.copyOf(lacking);
    }

    /** How many hashes of this level (or entries) a tree of size leaves has; 0 above its top. */
    static long hashesAt(int level, long size) {
        int bits = level == ENTRIES ? 0 : level * LEVEL_BITS;
        return bits < Long.SIZE ? size >> bits : 0;
    }

    /** Whether the groups are well written is checked by writing them again. -2: not an index. */
    private static long index(List<String> groups) {
        long index = 0;
        for (int i = 0; i < groups.size(); i++) {
            String group = groups.get(i);
            boolean last = i == groups.size() - 1;
            int from = last ? 0 : 1;
            int to = Math.min(group.length(), from + 3);
            int part = from < to ? decimal(group.substring(from, to), GROUP - 1) : -2;
            if (part < 0 || index > INDEX_MAX / GROUP) {
                return -2;
            }
            index = index * GROUP + part;
        }
        return index;
    }

    /** ASCII digits, value at most max; -2 for anything else. */
    private static int decimal(String text, int max) {
        if (text.isEmpty() || text.length() > 3) {
            return -2;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -2;
            }
            value = value * 10 + (digit - '0');
        }
        return value <= max ? value : -2;
    }

    private static String threeDigits(long group) {
        return Long.toString(GROUP + group).substring(1);
    }
}
