package org.comity.agreement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.comity.statement.MemberId;
import org.comity.value.Hash;

/**
 * Members and pieces of evidence that together touch every link between a member and its evidence,
 * as few as can be. No matching can have more pairs than it has parts (Koenig 1931): so a reader
 * sees at a glance that a side has no more weight than it is said to have.
 *
 * @param members whose evidence is covered by them, whatever it is
 * @param feeds all that is relayed, as one
 * @param roots evidence, with how often it counts: twice where several analysed it
 */
record Cover(SortedSet<MemberId> members, boolean feeds, SortedMap<Hash, Integer> roots) {
    private static final int NAMED_MAX = 8;

    Cover {
        members = Collections.unmodifiableSortedSet(members);
        roots = Collections.unmodifiableSortedMap(roots);
    }

    /** Of a side: as large as its K. */
    static Cover of(Side side) {
        List<Voice> counted = side.counted();
        Matching.Covered covered = Matching.cover(counted);
        var members = new TreeSet<MemberId>();
        boolean feeds = false;
        for (int voice : covered.voices()) {
            boolean isFeeds = voice >= side.voices().size();
            feeds |= isFeeds;
            if (!isFeeds) {
                members.add(counted.get(voice).name());
            }
        }
        var roots = new TreeMap<Hash, Integer>();
        covered.roots().forEach(it -> roots.merge(it, 1, Integer::sum));
        return new Cover(members, feeds, roots);
    }

    int size() {
        return members.size()
                + (feeds ? 1 : 0)
                + roots.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * Its parts by name, for one reader; of what marking hides from him, and beyond {@value
     * #NAMED_MAX}, only how many.
     */
    String words(Side side, Predicate<StatedClaim> maySee) {
        List<StatedClaim> seen = side.claims().stream().filter(maySee).toList();
        List<String> parts = new ArrayList<>();
        members.stream()
                .filter(member -> seen.stream().anyMatch(it -> it.member().equals(member)))
                .forEach(it -> parts.add(it.name()));
        if (feeds) {
            parts.add("all feeds as one");
        }
        roots.forEach((root, times) -> {
            if (seen.stream().anyMatch(it -> it.claim().grounds().roots().contains(root))) {
                parts.add("evidence " + root + (times > 1 ? " twice, as several analysed it" : ""));
            }
        });
        int named = members.size() + (feeds ? 1 : 0) + roots.size();
        int hidden = named - parts.size();
        if (parts.size() > NAMED_MAX) {
            int more = parts.size() - NAMED_MAX;
            parts.subList(NAMED_MAX, parts.size()).clear();
            parts.add(more + " more");
        }
        if (hidden > 0) {
            parts.add(hidden + " not for you to see");
        }
        return String.join(", ", parts);
    }

    /** As a line of a file: who and what, in their order. */
    String line() {
        var line = new StringBuilder();
        members.forEach(it -> line.append(" member:").append(it.name()));
        line.append(feeds ? " feeds" : "");
        for (Map.Entry<Hash, Integer> root : roots.entrySet()) {
            line.append(" root:").append(root.getKey().hex()).append('*').append(root.getValue());
        }
        return line.toString();
    }

    static String plural(int count, String what) {
        return count == 1 ? "1 " + what : count + " " + what + "s";
    }
}
