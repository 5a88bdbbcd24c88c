package org.comity.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Places for envelopes that are read, shared among users: one that is free goes to whoever holds
 * the fewest, and the last one never to a user who holds all others. So whoever sends slowly, and
 * much at once, keeps back mostly himself.
 */
final class TaxiiPlaces {
    private final int all;
    private final int ofOneMax;
    // All guarded by this; as many as there are users.
    private final Map<String, Integer> held = new HashMap<>();
    private final Map<String, Long> lastTurns = new HashMap<>();
    private long turns;
    private final List<Place> waiting = new ArrayList<>();

    TaxiiPlaces(int all) {
        this.all = all;
        this.ofOneMax = Math.max(1, all - 1);
    }

    /** One place, once it is given; closed, it goes to the next, or is waited for no more. */
    final class Place implements AutoCloseable {
        private final String user;
        private final CountDownLatch given = new CountDownLatch(1);

        private Place(String user) {
            this.user = user;
        }

        boolean isGiven() {
            return given.getCount() == 0;
        }

        /** False when it was not given within that time. */
        boolean await(Duration atMost) throws InterruptedException {
            return given.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        }

        /** Whether another user has none because of this one. */
        boolean isWaitedFor() {
            synchronized (TaxiiPlaces.this) {
                return waiting.stream().anyMatch(it -> !it.user.equals(user));
            }
        }

        @Override
        public void close() {
            synchronized (TaxiiPlaces.this) {
                if (isGiven()) {
                    held.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
                }
                waiting.remove(this);
                giveOut();
            }
        }
    }

    /** Whoever gets it closes it, given or not. */
    synchronized Place ask(String user) {
        var place = new Place(user);
        waiting.add(place);
        giveOut();
        return place;
    }

    /** Of those who hold the same number it is the turn of whoever had his longest ago. */
    private void giveOut() {
        while (held.values().stream().mapToInt(it -> it).sum() < all) {
            Optional<Place> next =
                    waiting.stream()
                            .filter(it -> heldBy(it) < ofOneMax)
                            .min(
                                    Comparator.comparingInt(this::heldBy)
                                            .thenComparing(
                                                    it -> lastTurns.getOrDefault(it.user, 0L)));
            if (next.isEmpty()) {
                return;
            }
            waiting.remove(next.get());
            held.merge(next.get().user, 1, Integer::sum);
            lastTurns.put(next.get().user, ++turns);
            next.get().given.countDown();
        }
    }

    private int heldBy(Place place) {
        return held.getOrDefault(place.user, 0);
    }
}
