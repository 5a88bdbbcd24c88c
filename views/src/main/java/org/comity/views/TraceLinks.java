package org.comity.views;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * What joins one subject with others, while it is gathered: how many members say so, and in how
 * much evidence.
 */
final class TraceLinks {
    private static final int MEMBERS_FAST = Long.SIZE;

    /** More members, or more evidence, than this count as this many for the order. */
    private static final int COUNTED_MAX = (1 << 12) - 1;

    private static final int PLACE_BITS = 16;
    private static final int HASH_BITS = 24;

    /** One member, one piece of evidence. */
    private static final long WEAKEST = (COUNTED_MAX - 1L) << 12 | (COUNTED_MAX - 1L);

    private static final int SPREAD_LEAST = 32;

    private final TraceGraph graph;
    private Tally tally;
    private long[] spread = new long[0];
    private int[] heaps = new int[0];
    // By place in the tally.
    private int[] evidence = new int[64];
    private int[] lastRoots = new int[64];
    private long[] members = new long[64];
    // By place and number of the member, of those beyond the first 64; and how many.
    private final Set<Long> further = new HashSet<>();
    private int[] furtherCounts = new int[0];

    TraceLinks(TraceGraph graph) {
        this.graph = graph;
        this.tally = graph.tally();
    }

    void clear() {
        tally = graph.tally();
        if (!further.isEmpty()) {
            further.clear();
            Arrays.fill(furtherCounts, 0);
        }
    }

    void add(int subject, int root, int member) {
        int before = tally.count();
        int place = tally.place(subject);
        if (place == before) {
            begin(place, root);
        } else if (lastRoots[place] != root) {
            evidence[place]++;
            lastRoots[place] = root;
        }
        if (member < MEMBERS_FAST) {
            members[place] |= 1L << member;
        } else if (further.add((long) place << Integer.SIZE | member)) {
            furtherCounts = Arrays.copyOf(furtherCounts, Math.max(furtherCounts.length, place + 1));
            furtherCounts[place]++;
        }
    }

    private void begin(int place, int root) {
        if (place == evidence.length) {
            evidence = Arrays.copyOf(evidence, 2 * place);
            lastRoots = Arrays.copyOf(lastRoots, 2 * place);
            members = Arrays.copyOf(members, 2 * place);
        }
        evidence[place] = 1;
        lastRoots[place] = root;
        members[place] = 0;
    }

    /** The subjects. */
    int[] strongestFirst() {
        int count = tally.count();
        int[] nodes = new int[count];
        if (count >> PLACE_BITS > 0) {
            return Arrays.stream(places(count))
                    .boxed()
                    .sorted(this::compare)
                    .mapToInt(tally::node)
                    .toArray();
        }
        // One word for each, with the place in its lowest bits: sorted without objects.
        long[] keys = new long[count];
        for (int place = 0; place < count; place++) {
            keys[place] = (strength(place) << PLACE_BITS) | place;
        }
        sort(keys);
        for (int at = 0; at < count; at++) {
            nodes[at] = tally.node((int) keys[at] & (1 << PLACE_BITS) - 1);
        }
        for (int at = 1; at < count; at++) {
            for (int low = at; low > 0 && isUnordered(keys, nodes, low); low--) {
                int node = nodes[low];
                nodes[low] = nodes[low - 1];
                nodes[low - 1] = node;
            }
        }
        return nodes;
    }

    /** Nearly all are joined by one piece of one member, and their hashes are spread evenly. */
    private void sort(long[] keys) {
        int strong = 0;
        for (int at = 0; at < keys.length; at++) {
            long key = keys[at];
            if (key >>> (PLACE_BITS + HASH_BITS) != WEAKEST) {
                keys[at] = keys[strong];
                keys[strong++] = key;
            }
        }
        Arrays.sort(keys, 0, strong);
        if (keys.length - strong < SPREAD_LEAST) {
            Arrays.sort(keys, strong, keys.length);
        } else {
            spread(keys, strong);
        }
    }

    /** Into as many heaps as there are keys, or half of that, and then each to its place. */
    private void spread(long[] keys, int from) {
        int count = keys.length - from;
        int bits = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(count);
        int shift = PLACE_BITS + HASH_BITS - bits;
        int mask = (1 << bits) - 1;
        if (spread.length < count) {
            spread = new long[2 * count];
            heaps = new int[4 * count];
        }
        Arrays.fill(heaps, 0, mask + 2, 0);
        for (int at = from; at < keys.length; at++) {
            heaps[((int) (keys[at] >>> shift) & mask) + 1]++;
        }
        for (int heap = 0; heap < mask; heap++) {
            heaps[heap + 1] += heaps[heap];
        }
        for (int at = from; at < keys.length; at++) {
            spread[heaps[(int) (keys[at] >>> shift) & mask]++] = keys[at];
        }
        for (int at = 0; at < count; at++) {
            long key = spread[at];
            int low = from + at;
            for (; low > from && keys[low - 1] > key; low--) {
                keys[low] = keys[low - 1];
            }
            keys[low] = key;
        }
    }

    private static int[] places(int count) {
        int[] places = new int[count];
        Arrays.setAll(places, at -> at);
        return places;
    }

    /** Equal in all that the key has of them. */
    private boolean isUnordered(long[] keys, int[] nodes, int low) {
        return keys[low] >> PLACE_BITS == keys[low - 1] >> PLACE_BITS
                && graph.compare(nodes[low], nodes[low - 1]) < 0;
    }

    private int compare(int one, int other) {
        int order = Long.compare(strength(one), strength(other));
        return order != 0 ? order : graph.compare(tally.node(one), tally.node(other));
    }

    /** The lower, the more members and then evidence; then by the greater part of the hash. */
    private long strength(int place) {
        int count = Long.bitCount(members[place]);
        count += place < furtherCounts.length ? furtherCounts[place] : 0;
        long weak = COUNTED_MAX - (long) Math.min(count, COUNTED_MAX);
        long rare = COUNTED_MAX - (long) Math.min(evidence[place], COUNTED_MAX);
        long hash = Integer.toUnsignedLong(graph.hash(tally.node(place)) ^ Integer.MIN_VALUE);
        long counted = (weak << 12) | rare;
        return (counted << HASH_BITS) | (hash >>> (Integer.SIZE - HASH_BITS));
    }
}
