package org.comity.views;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Bounds how many claims one question looks at. When there are too many, every log has the same
 * room, and of each that needs more its newest count: who floods pushes out only its own. What is
 * against a subject comes first, since an innocent subject is harmed where it is lost. A long value
 * needs as much room as several short ones.
 *
 * <p>Which claims these are follows from those that the viewer may see.
 */
final class ClaimCut {
    /** Some 200 MB at worst, with all that is worked out of them. */
    static final long ROOM = 1_000_000;

    private static final int BYTES_EACH = 48;
    private static final int NEED_BITS = 14;
    private static final long AGAINST_FIRST = 1L << 48;

    private final ClaimTable table;
    private final Map<String, Long> needs;
    private final long quota;

    /**
     * @param needs of each log, all that it has, in the table or not
     * @param room for all together
     */
    ClaimCut(ClaimTable table, Map<String, Long> needs, long room) {
        this.table = table;
        this.needs = new TreeMap<>(needs);
        this.quota = quota(needs.values(), room);
    }

    /** With no more than what is in the table. */
    static ClaimCut of(ClaimTable table, BitSet taken, long room) {
        long[] byOrigin = new long[table.origins()];
        var names = new String[table.origins()];
        for (int at = taken.nextSetBit(0); at >= 0; at = taken.nextSetBit(at + 1)) {
            byOrigin[table.origin(at)] += need(table, at);
        }
        for (int number = 0; number < table.provenances(); number++) {
            names[table.originOf(number)] = table.provenanceOf(number).origin();
        }
        var needs = new TreeMap<String, Long>();
        for (int origin = 0; origin < names.length; origin++) {
            needs.put(names[origin], byOrigin[origin]);
        }
        return new ClaimCut(table, needs, room);
    }

    static int need(ClaimTable table, int at) {
        int length = table.nodes().keyLength(table.subject(at));
        return Math.min(1 + length / BYTES_EACH, (1 << NEED_BITS) - 1);
    }

    /** The most that each may have, so that all have room. */
    private static long quota(Collection<Long> needs, long room) {
        long[] sorted = needs.stream().mapToLong(Long::longValue).sorted().toArray();
        long left = room;
        for (int at = 0; at < sorted.length; at++) {
            long each = left / (sorted.length - at);
            if (sorted[at] > each) {
                return Math.max(1, each);
            }
            left -= sorted[at];
        }
        return Long.MAX_VALUE;
    }

    /** Logs of which not all claims have room. */
    List<String> logs() {
        return needs.entrySet().stream()
                .filter(it -> it.getValue() > quota)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Takes away what has no room. */
    void apply(BitSet taken) {
        var logs = new TreeSet<String>(logs());
        if (logs.isEmpty()) {
            return;
        }
        long[] least = new long[table.origins()];
        var isDone = new BitSet();
        for (int number = 0; number < table.provenances(); number++) {
            int origin = table.originOf(number);
            if (logs.contains(table.provenanceOf(number).origin()) && !isDone.get(origin)) {
                isDone.set(origin);
                least[origin] = least(origin, taken);
            }
        }
        for (int at = taken.nextSetBit(0); at >= 0; at = taken.nextSetBit(at + 1)) {
            if (order(at) < least[table.origin(at)]) {
                taken.clear(at);
            }
        }
    }

    /** The last of the log for which there is room. */
    private long least(int origin, BitSet taken) {
        long[] orders = new long[taken.cardinality()];
        int count = 0;
        for (int at = taken.nextSetBit(0); at >= 0; at = taken.nextSetBit(at + 1)) {
            if (table.origin(at) == origin) {
                orders[count++] = order(at) << NEED_BITS | need(table, at);
            }
        }
        Arrays.sort(orders, 0, count);
        long used = 0;
        int at = count;
        while (at > 0 && used < quota) {
            used += orders[--at] & (1 << NEED_BITS) - 1;
        }
        return at == count ? Long.MAX_VALUE : orders[at] >>> NEED_BITS;
    }

    private long order(int at) {
        return table.order(at) | (table.isAgainst(at) ? AGAINST_FIRST : 0);
    }
}
