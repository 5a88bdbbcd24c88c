package org.comity.exchange;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.comity.statement.MemberId;

/** Who else serves more of a log than is held here, as far as they say; few are remembered. */
final class Mirrors {
    private static final int MIRRORS_MAX = 4;

    private final Surroundings around;
    private final Map<MemberId, Long> sizes = new TreeMap<>();
    private long dueAt = Long.MAX_VALUE;

    Mirrors(Surroundings around) {
        this.around = around;
    }

    /**
     * One says that it has so much.
     *
     * @param fromMillis when it is asked, unless the log came otherwise before
     */
    void offered(MemberId by, long size, long fromMillis) {
        if (sizes.isEmpty()) {
            dueAt = fromMillis;
        }
        if (sizes.containsKey(by) || sizes.size() < MIRRORS_MAX) {
            sizes.put(by, size);
        }
    }

    void remove(MemberId mirror) {
        sizes.remove(mirror);
    }

    /** So much is held here: whoever has no more is none, and who is no member any more. */
    void reached(long size) {
        sizes.values().removeIf(it -> it <= size);
        sizes.keySet().retainAll(around.peers().keySet());
    }

    boolean isEmpty() {
        return sizes.isEmpty();
    }

    boolean isDue(long now) {
        return now >= dueAt;
    }

    /** How much it says it has; its owner has all of it. */
    long has(PeerState peer, LogName log) {
        boolean owns = peer.id().equals(log.owner());
        return owns ? Long.MAX_VALUE : sizes.getOrDefault(peer.id(), 0L);
    }

    /** The one with the most that is fit to be asked, and has at least so much. */
    Optional<PeerState> best(long least, Predicate<PeerState> isFit) {
        return sizes.entrySet().stream()
                .filter(it -> it.getValue() >= least)
                .sorted(Comparator.comparingLong(it -> -it.getValue()))
                .flatMap(it -> around.peer(it.getKey()).stream())
                .filter(isFit)
                .findFirst();
    }
}
