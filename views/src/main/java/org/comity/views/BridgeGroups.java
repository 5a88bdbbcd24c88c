package org.comity.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which groups of evidence have used which signs. Pieces are numbers, ascending by time. */
final class BridgeGroups {
    /** What is gathered of one group; merged ones lead to where they went. */
    static final class Group {
        private @Nullable Group into;
        private int[] pieces = new int[2];
        private int count;
        private int first = Integer.MAX_VALUE;

        Group top() {
            Group at = this;
            while (at.into != null) {
                if (at.into.into != null) {
                    at.into = at.into.into;
                }
                at = at.into;
            }
            return at;
        }

        void add(int piece) {
            room(1);
            pieces[count++] = piece;
            first = Math.min(first, piece);
        }

        private void room(int more) {
            if (count + more > pieces.length) {
                pieces = Arrays.copyOf(pieces, Math.max(count + more, count + count / 2));
            }
        }

        /** All of the other is its own from now on. */
        void take(Group other) {
            if (other.count > count) {
                int[] larger = other.pieces;
                int itsCount = other.count;
                other.pieces = pieces;
                other.count = count;
                pieces = larger;
                count = itsCount;
            }
            room(other.count);
            System.arraycopy(other.pieces, 0, pieces, count, other.count);
            count += other.count;
            first = Math.min(first, other.first);
            other.into = this;
            other.pieces = new int[0];
        }

        int count() {
            return count;
        }

        int first() {
            return first;
        }

        /** In no order. */
        int piece(int at) {
            return pieces[at];
        }

        int[] ordered() {
            int[] ordered = Arrays.copyOf(pieces, count);
            Arrays.sort(ordered);
            return ordered;
        }
    }

    /** That a group used a sign. */
    static final class Use {
        private Group group;
        private int count;
        private int first;

        private Use(Group group, int first) {
            this.group = group;
            this.first = first;
        }

        Group group() {
            return group;
        }

        /** In so many pieces. */
        int count() {
            return count;
        }

        /** The first of these. */
        int first() {
            return first;
        }
    }

    // By node of a sign.
    private final Map<Integer, List<Use>> uses = new TreeMap<>();
    private long steps;

    /** Uses that were looked at. */
    long steps() {
        return steps;
    }

    void use(int sign, Group group, int piece) {
        Use its = user(sign, group).orElseGet(() -> begin(sign, group, piece));
        its.count++;
    }

    private Use begin(int sign, Group group, int piece) {
        var use = new Use(group, piece);
        uses.computeIfAbsent(sign, _ -> new ArrayList<>(1)).add(use);
        return use;
    }

    Optional<Use> user(int sign, Group group) {
        return users(sign).stream().filter(it -> it.group == group).findFirst();
    }

    /** Who used it, by the groups as they are now. */
    List<Use> users(int sign) {
        List<Use> all = uses.getOrDefault(sign, List.of());
        steps += all.size();
        if (all.stream().anyMatch(it -> it.group.into != null)) {
            merge(all);
        }
        return all;
    }

    private static void merge(List<Use> all) {
        var now = new TreeMap<Integer, Use>(); // no two groups have one first piece
        int left = 0;
        for (Use use : List.copyOf(all)) {
            use.group = use.group.top();
            Use same = now.putIfAbsent(use.group.first, use);
            if (same == null) {
                all.set(left++, use);
            } else {
                same.count += use.count;
                same.first = Math.min(same.first, use.first);
            }
        }
        all.subList(left, all.size()).clear();
    }
}
