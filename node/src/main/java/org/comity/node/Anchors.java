package org.comity.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.comity.agreement.Interval;
import org.comity.charter.Charter;
import org.comity.charter.WitnessQuorum;
import org.comity.statement.MemberId;
import org.comity.value.Hash;

/**
 * The anchors of one log: own earlier checkpoints that stand in it with their cosignatures. They
 * bound when each statement entered, the same on every node that holds the log. Changed by the
 * writer; anybody reads.
 */
final class Anchors {
    /**
     * @param index of the anchor itself
     * @param size of the checkpoint that it holds
     * @param times when members cosigned that checkpoint; verified
     */
    record Anchor(long index, long size, SortedMap<MemberId, Long> times) {}

    /** By this second the quorum had cosigned the log at this size. */
    private record Bound(long size, long second) {}

    private record Bounds(Charter under, Hash charter, int anchors, List<Bound> all) {}

    private final MemberId owner;
    // Written by the writer only; ascending by index.
    private volatile List<Anchor> all = List.of();
    private volatile Optional<Bounds> bounds = Optional.empty();

    Anchors(MemberId owner) {
        this.owner = owner;
    }

    void add(Anchor anchor) {
        if (all.contains(anchor)) {
            return;
        }
        var more = new ArrayList<>(all);
        more.add(anchor);
        more.sort(Comparator.comparingLong(Anchor::index).thenComparingLong(Anchor::size));
        all = List.copyOf(more);
    }

    /** Those from that index on are of another form of the log. */
    void cut(long fromIndex) {
        all = all.stream().filter(it -> it.index() < fromIndex).toList();
        bounds = Optional.empty();
    }

    /** Those with a checkpoint of more than that size, the largest first. */
    List<Anchor> above(long size) {
        return all.stream()
                .filter(it -> it.size() > size)
                .sorted(Comparator.comparingLong(Anchor::size).reversed())
                .toList();
    }

    /** They were worked out anew. */
    void replace(List<Anchor> anew) {
        all = List.of();
        anew.forEach(this::add);
        bounds = Optional.empty();
    }

    int count() {
        return all.size();
    }

    /** Size of the checkpoint in the newest anchor; 0 without one. */
    long size() {
        return all.isEmpty() ? 0 : all.getLast().size();
    }

    /** When the quorum had cosigned what the newest anchor holds; 0 without one. */
    long lastSecond(Charter charter) {
        return all.isEmpty()
                ? 0
                : WitnessQuorum.metAt(charter, owner, all.getLast().times()).orElse(0);
    }

    /** When the statement entered; none as long as no anchor covers it. */
    Optional<Interval> entered(long index, Charter charter) {
        List<Bound> bounded = bounds(charter);
        int at = firstAbove(bounded, index);
        if (at == bounded.size()) {
            return Optional.empty();
        }
        long after = at == 0 ? 0 : bounded.get(at - 1).second();
        return Optional.of(new Interval(after, bounded.get(at).second()));
    }

    /** When the quorum first cosigned anything of the log. */
    OptionalLong firstSecond(Charter charter) {
        List<Bound> bounded = bounds(charter);
        return bounded.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(bounded.getFirst().second());
    }

    /** How many leaves had entered before that second. */
    long sizeBefore(long second, Charter charter) {
        List<Bound> bounded = bounds(charter);
        int low = 0;
        int high = bounded.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bounded.get(middle).second() >= second) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low == 0 ? 0 : bounded.get(low - 1).size();
    }

    private static int firstAbove(List<Bound> bounded, long index) {
        int low = 0;
        int high = bounded.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bounded.get(middle).size() > index) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    @SuppressWarnings("ReferenceEquality") // the same charter object need not be hashed again
    private List<Bound> bounds(Charter charter) {
        List<Anchor> known = all;
        Optional<Bounds> held = bounds.filter(it -> it.anchors() == known.size());
        if (held.isPresent() && held.get().under() == charter) {
            return held.get().all();
        }
        Hash hash = charter.hash();
        if (held.isPresent() && held.get().charter().equals(hash)) {
            return held.get().all();
        }
        List<Bound> made = new ArrayList<>();
        for (Anchor anchor : known) {
            OptionalLong met = WitnessQuorum.metAt(charter, owner, anchor.times());
            Bound last = made.isEmpty() ? new Bound(0, 0) : made.getLast();
            // What is smaller or older than what stands before it bounds nothing more.
            if (met.isPresent()
                    && anchor.size() > last.size()
                    && met.getAsLong() >= last.second()) {
                made.add(new Bound(anchor.size(), met.getAsLong()));
            }
        }
        bounds = Optional.of(new Bounds(charter, hash, known.size(), List.copyOf(made)));
        return made;
    }
}
