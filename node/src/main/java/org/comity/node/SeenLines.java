package org.comity.node;

import org.comity.agreement.StatedClaim;

/**
 * Of which objects versions were seen; sure only where it says that none was. Sixteen bytes for
 * each and no more, since a popular host has thousands.
 */
final class SeenLines {
    private static final int FIRST_SLOTS = 16;
    private static final int SEEN_MAX = 1 << 16;

    // 0 is a free slot; a power of two, at most half of them taken.
    private long[] slots = new long[FIRST_SLOTS];
    private int count;

    /** True when no version of this object was seen before. */
    boolean add(StatedClaim.Line line) {
        if (count == SEEN_MAX) {
            return false;
        }
        if (2 * (count + 1) > slots.length) {
            grow();
        }
        return put(name(line));
    }

    private static long name(StatedClaim.Line line) {
        long rest = 31L * line.member().hashCode() + line.line().hashCode();
        long mixed =
                (((long) line.objectId().hashCode() << Integer.SIZE) ^ rest) * 0x9e3779b97f4a7c15L;
        return mixed == 0 ? 1 : mixed;
    }

    private boolean put(long name) {
        int at = (int) (name >>> 40) & (slots.length - 1);
        while (slots[at] != 0) {
            if (slots[at] == name) {
                return false;
            }
            at = (at + 1) & (slots.length - 1);
        }
        slots[at] = name;
        count++;
        return true;
    }

    private void grow() {
        long[] before = slots;
        slots = new long[2 * before.length];
        count = 0;
        for (long name : before) {
            if (name != 0 && !put(name)) {
                throw new IllegalStateException("each name stands once");
            }
        }
    }
}
