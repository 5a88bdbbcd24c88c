package org.comity.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How many notices went out in the last hour and day, to each contact and to all. */
final class NoticeRates {
    static final long HOUR = 3_600;
    static final long DAY = 86_400;

    private final Config.NoticeLimits limits;
    // Seconds, rising.
    private final List<Long> all = new ArrayList<>();
    private final Map<String, List<Long>> byContact = new HashMap<>();

    NoticeRates(Config.NoticeLimits limits) {
        this.limits = limits;
    }

    void add(long second, String contact) {
        all.add(second);
        byContact.computeIfAbsent(key(contact), _ -> new ArrayList<>()).add(second);
    }

    /** Nothing reached anybody. */
    void takeBack(long second, String contact) {
        all.remove(Long.valueOf(second));
        byContact.getOrDefault(key(contact), new ArrayList<>()).remove(Long.valueOf(second));
    }

    /** From when on one more may go to anybody; at most {@code now} when one may now. */
    long freeAt(long now) {
        forget(all, now);
        return Math.max(
                after(all, limits.perHour(), HOUR, now), after(all, limits.perDay(), DAY, now));
    }

    /** From when on one more may go to the contact. */
    long freeAt(String contact, long now) {
        List<Long> its = byContact.getOrDefault(key(contact), List.of());
        if (!its.isEmpty()) {
            forget(its, now);
        }
        return Math.max(
                after(its, limits.contactPerHour(), HOUR, now),
                after(its, limits.contactPerDay(), DAY, now));
    }

    private static long after(List<Long> times, int most, long window, long now) {
        return times.size() < most ? now : Math.max(now, times.get(times.size() - most) + window);
    }

    private static void forget(List<Long> times, long now) {
        int old = 0;
        while (old < times.size() && times.get(old) <= now - DAY) {
            old++;
        }
        times.subList(0, old).clear();
    }

    private static String key(String contact) {
        return contact.toLowerCase(Locale.ROOT);
    }
}
