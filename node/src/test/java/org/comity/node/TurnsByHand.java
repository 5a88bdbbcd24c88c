package org.comity.node;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A real pace, but for the turns of one name, which a test takes, and the time, if it will. */
final class TurnsByHand implements Pace {
    private final Pace real = new Threads();
    private final String name;
    private final Map<String, Turn> taken = new ConcurrentHashMap<>();
    private final AtomicLong ahead = new AtomicLong();
    private volatile long eachLook;

    TurnsByHand(String name) {
        this.name = name;
    }

    /** From now on so many milliseconds go by each time that somebody looks. */
    void hurry(long millis) {
        eachLook = millis;
    }

    /** Takes a turn; in how many milliseconds the next one is due. */
    long take() {
        return Objects.requireNonNull(taken.get(name)).take() - millis();
    }

    @Override
    public long millis() {
        return real.millis() + ahead.addAndGet(eachLook);
    }

    @Override
    public void start(String work, Runnable runnable) {
        real.start(work, runnable);
    }

    @Override
    public void startNative(String work, Runnable runnable) {
        real.startNative(work, runnable);
    }

    @Override
    public void together(List<Runnable> works) {
        real.together(works);
    }

    @Override
    public void within(List<Runnable> works, long millisMax) {
        real.within(works, millisMax);
    }

    @Override
    public Turns turns(String of, long firstMillis, Turn turn) {
        if (!of.equals(name)) {
            return real.turns(of, firstMillis, turn);
        }
        taken.put(of, turn);
        return new Turns() {
            @Override
            public void wake() {
                // the test does
            }

            @Override
            public void close() {
                taken.remove(of);
            }
        };
    }
}
