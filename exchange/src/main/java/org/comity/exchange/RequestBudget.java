package org.comity.exchange;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.exchange.RequestBook.Progress;
import org.comity.statement.MemberId;

/**
 * What the charter lets one member ask of another in a day (UTC), of whatever kind: a human reads
 * each. They count in the order of the asker's log, in which time only goes on: one that is dated
 * back behind a later one makes no room, and one that is dated ahead counts for today.
 *
 * @param perDay by the charter
 */
public record RequestBudget(int perDay, long nowSecond) {
    private static final long DAY_SECONDS = 86_400;

    /** So many on the last day on which there were any. */
    private record Day(long number, int count) {
        Day with(long second) {
            long next = Math.max(number, second / DAY_SECONDS);
            return new Day(next, next == number ? count + 1 : 1);
        }
    }

    private record Pair(MemberId from, MemberId to) implements Comparable<Pair> {
        private static final Comparator<Pair> ORDER =
                Comparator.comparing(Pair::from).thenComparing(Pair::to);

        static Pair of(Progress one) {
            return new Pair(one.sent().id().from(), one.sent().id().to());
        }

        @Override
        public int compareTo(Pair other) {
            return ORDER.compare(this, other);
        }
    }

    /** Those that were asked beyond it: they are kept, and alert nobody. */
    public SortedSet<RequestId> beyond(Collection<Progress> requests) {
        var beyond = new TreeSet<RequestId>();
        Map<Pair, Day> days = new TreeMap<>();
        for (Progress one : inOrder(requests)) {
            Day day = after(days, one);
            if (day.count() > perDay) {
                beyond.add(one.sent().id());
            }
        }
        return beyond;
    }

    /** When a member that asked another so often may ask again; empty when it may now. */
    public OptionalLong again(Collection<Progress> requests, MemberId from, MemberId to) {
        Map<Pair, Day> days = new TreeMap<>();
        inOrder(requests).forEach(it -> after(days, it));
        Day next = days.getOrDefault(new Pair(from, to), new Day(0, 0)).with(nowSecond);
        return next.count() > perDay
                ? OptionalLong.of((next.number() + 1) * DAY_SECONDS)
                : OptionalLong.empty();
    }

    private Day after(Map<Pair, Day> days, Progress one) {
        long second = Math.min(one.asked().declaredSecond(), nowSecond);
        Pair pair = Pair.of(one);
        Day day = days.getOrDefault(pair, new Day(0, 0)).with(second);
        days.put(pair, day);
        return day;
    }

    private static List<Progress> inOrder(Collection<Progress> requests) {
        return requests.stream().sorted(Comparator.comparing(it -> it.asked().at())).toList();
    }
}
