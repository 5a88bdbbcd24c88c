package org.comity.study;

import java.util.ArrayList;
import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Random draws that stay the same whatever a later Java release draws: SplitMix64 (Steele, Lea and
 * Flood 2014), integers only. What is drawn for one purpose has a stream of its own, so that one
 * more draw here moves nothing there.
 */
final class Draw {
    private static final int ALL = 10_000;

    private long state;

    private Draw(long state) {
        this.state = state;
    }

    /** The stream of a seed for one purpose. */
    static Draw of(long seed, String purpose) {
        return new Draw(
                Hash.digest(Bytes.utf8("comity/draw/v1\0" + seed + "\0" + purpose).array())
                        .first());
    }

    long next() {
        state += 0x9e3779b97f4a7c15L;
        long mixed = state;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** From 0 to bound - 1. */
    int below(int bound) {
        return (int) Math.unsignedMultiplyHigh(next(), bound);
    }

    /** From low to high, both included. */
    int between(int low, int high) {
        return low + below(high - low + 1);
    }

    boolean chance(int inTenThousand) {
        return below(ALL) < inTenThousand;
    }

    <T> T any(List<T> of) {
        return of.get(below(of.size()));
    }

    /** So many different ones, or all when there are fewer; in drawn order. */
    <T> List<T> some(int count, List<T> of) {
        List<T> left = new ArrayList<>(of);
        List<T> drawn = new ArrayList<>();
        while (drawn.size() < count && !left.isEmpty()) {
            int at = below(left.size());
            drawn.add(left.get(at));
            left.set(at, left.getLast());
            left.removeLast();
        }
        return drawn;
    }
}
