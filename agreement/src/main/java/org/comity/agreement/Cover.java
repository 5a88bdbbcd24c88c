package org.comity.agreement;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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

    /** In counts only: it is said of evidence that marking may hide. */
    String words() {
        int pieces = size() - members.size() - (feeds ? 1 : 0);
        return plural(members.size(), "member")
                + (feeds ? ", all feeds as one" : "")
                + " and "
                + plural(pieces, "piece")
                + " of evidence";
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
