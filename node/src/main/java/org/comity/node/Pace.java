package org.comity.node;

import java.util.List;

/**
 * What a node waits by, and what it does beside its other work. A simulated world has time of its
 * own, and does one thing at a time.
 */
interface Pace {
    /** Since some moment; never backwards, whatever is done to the clock. */
    long millis();

    /** Does it soon; it may block. */
    void start(String name, Runnable work);

    /** The same for work in native code, which would hold up all else while it takes. */
    void startNative(String name, Runnable work);

    /** Does all of these at once; returns when they are done. */
    void together(List<Runnable> works);

    /**
     * Does all of these beside one another; returns when they are done or the time is over, and
     * lets those go on that are not. So nobody waits for a peer that answers byte by byte.
     */
    void within(List<Runnable> works, long millisMax);

    /**
     * Takes turns one after another, from a millisecond on until it is closed.
     *
     * @param turn does what is due, and says when more will be
     */
    Turns turns(String name, long firstMillis, Turn turn);

    /** What is done again and again. */
    @FunctionalInterface
    interface Turn {
        /** The millisecond of the next one. */
        long take();
    }

    /** Something that takes turns. */
    interface Turns extends AutoCloseable {
        /** The next turn comes at once. */
        void wake();

        /** None comes any more; one that is being taken is interrupted. */
        @Override
        void close();
    }
}
