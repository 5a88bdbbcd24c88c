package org.comity.node;

import java.util.List;
import java.util.SplittableRandom;

/** The pace of a process in a simulated world. */
final class WorldPace implements Pace {
    /** What a scheduler takes to let something run. */
    private static final int SOON_MILLIS_MAX = 20;

    private final WorldTime time;
    private final WorldTime.Life life;
    private final SplittableRandom random;
    private final long startMillis;

    WorldPace(WorldTime time, WorldTime.Life life, SplittableRandom random) {
        this.time = time;
        this.life = life;
        this.random = random;
        this.startMillis = time.now();
    }

    @Override
    public long millis() {
        return time.now() - startMillis;
    }

    @Override
    public void start(String name, Runnable work) {
        time.in(random.nextInt(SOON_MILLIS_MAX), life, work);
    }

    @Override
    public void startNative(String name, Runnable work) {
        start(name, work);
    }

    @Override
    public void together(List<Runnable> works) {
        within(works, Long.MAX_VALUE);
    }

    @Override
    public void within(List<Runnable> works, long millisMax) {
        if (works.isEmpty()) {
            return;
        }
        time.await(
                life,
                resume -> {
                    int[] left = {works.size()};
                    var once = new Once(resume);
                    for (Runnable work : works) {
                        start(
                                "one of them",
                                () -> {
                                    work.run();
                                    if (--left[0] == 0) {
                                        once.run();
                                    }
                                });
                    }
                    if (millisMax < Long.MAX_VALUE) {
                        time.in(millisMax, life, once);
                    }
                });
    }

    /** Who waits is woken one time only. */
    private static final class Once implements Runnable {
        private final Runnable what;
        private boolean done;

        Once(Runnable what) {
            this.what = what;
        }

        @Override
        public void run() {
            if (!done) {
                done = true;
                what.run();
            }
        }
    }

    @Override
    public Turns turns(String name, long firstMillis, Turn turn) {
        var turning = new Turning(turn);
        turning.plan(firstMillis);
        return turning;
    }

    private final class Turning implements Turns {
        private final Turn turn;
        private long nextMillis = Long.MAX_VALUE;
        private boolean taking;
        private boolean closed;

        Turning(Turn turn) {
            this.turn = turn;
        }

        private void plan(long at) {
            if (at >= nextMillis || closed) {
                return;
            }
            nextMillis = at;
            if (!taking) {
                long rest = Math.max(random.nextInt(3), at - millis());
                time.in(rest, life, () -> take(at));
            }
        }

        private void take(long planned) {
            if (closed || taking || planned != nextMillis) {
                return;
            }
            nextMillis = Long.MAX_VALUE;
            taking = true;
            long next;
            try {
                next = turn.take();
            } finally {
                taking = false;
            }
            long soonest = Math.min(next, nextMillis);
            nextMillis = Long.MAX_VALUE;
            if (soonest < Long.MAX_VALUE) {
                plan(soonest);
            }
        }

        @Override
        public void wake() {
            plan(millis());
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
