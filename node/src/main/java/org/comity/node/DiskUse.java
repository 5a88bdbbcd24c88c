package org.comity.node;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.comity.value.Bytes;

/**
 * Bytes that the store took at the end of each of the last days: lines {@code DAY BYTES}, the
 * oldest first (docs/formats/rows.md).
 */
record DiskUse(TreeMap<Long, Long> byDay) {
    /** What the rate is worked out from. */
    static final int DAYS_KEPT = 8;

    private static final long DAY_SECONDS = 86_400;
    static final DiskUse NONE = new DiskUse(new TreeMap<>());

    DiskUse {
        byDay = new TreeMap<>(byDay);
    }

    /** With what is taken now, in place of what was earlier that day. */
    DiskUse with(long nowSecond, long bytes) {
        var days = new TreeMap<>(byDay);
        days.put(nowSecond / DAY_SECONDS, bytes);
        while (days.size() > DAYS_KEPT) {
            days.pollFirstEntry();
        }
        return new DiskUse(days);
    }

    /** Days until so many bytes are used up at the rate of the last week; none if none is known. */
    OptionalLong daysUntil(long freeBytes) {
        if (byDay.size() < 2) {
            return OptionalLong.empty();
        }
        long days = byDay.lastKey() - byDay.firstKey();
        long grown = byDay.lastEntry().getValue() - byDay.firstEntry().getValue();
        return grown <= 0
                ? OptionalLong.empty()
                : OptionalLong.of((long) ((double) Math.max(0, freeBytes) / grown * days));
    }

    boolean isKnown() {
        return byDay.size() >= 2;
    }

    Bytes bytes() {
        var text = new StringBuilder();
        for (Map.Entry<Long, Long> day : byDay.entrySet()) {
            text.append(text.isEmpty() ? "" : "\n");
            text.append(day.getKey()).append(' ').append(day.getValue());
        }
        return Bytes.utf8(text.toString());
    }

    static Optional<DiskUse> read(Bytes row) {
        var days = new TreeMap<Long, Long>();
        for (String line : row.utf8().split("\n", -1)) {
            if (!line.matches("[0-9]{1,18} [0-9]{1,18}")) {
                return Optional.empty();
            }
            int space = line.indexOf(' ');
            days.put(
                    Long.parseLong(line.substring(0, space)),
                    Long.parseLong(line.substring(space + 1)));
        }
        var read = new DiskUse(days);
        return read.bytes().equals(row) ? Optional.of(read) : Optional.empty();
    }
}
