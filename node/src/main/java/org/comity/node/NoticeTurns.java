package org.comity.node;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.comity.store.DiskFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices by the clock: what is queued is mailed, and what was fixed is looked at again. */
final class NoticeTurns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeTurns.class);
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final long LOOK_EVERY = 600;

    /** As long as payloads are kept at least. */
    private static final long KEPT = 180 * NoticeRates.DAY;

    private final Desk desk;
    private final NoticeSender sender;
    private final Noticing noticing;
    private final Consumer<Throwable> onFailure;
    private final Pace.Turns turns;
    // Of the thread that takes the turns.
    private long nextLook;

    private NoticeTurns(Desk desk, Consumer<Throwable> onFailure) throws IOException {
        this.desk = desk;
        this.sender = NoticeSender.open(desk);
        this.noticing = new Noticing(desk);
        this.onFailure = onFailure;
        Pace pace = desk.machine().pace();
        long every = EVERY.toMillis();
        this.turns =
                pace.turns(
                        "notices",
                        pace.millis(),
                        () -> {
                            turn();
                            return pace.millis() + every;
                        });
    }

    static NoticeTurns start(Desk desk, Consumer<Throwable> onFailure) throws IOException {
        return new NoticeTurns(desk, onFailure);
    }

    private void turn() {
        try {
            long now = desk.nowSecond();
            if (now >= nextLook) {
                nextLook = now + LOOK_EVERY;
                noticing.lookAgain();
                noticing.forgetOld(now - KEPT);
                tellOfAlerts();
            }
            sender.run();
        } catch (DiskFullException full) {
            LOG.atWarn().addKeyValue("why", full.getMessage()).log("notices wait for room");
        } catch (IOException failed) {
            onFailure.accept(failed);
        } catch (RuntimeException met) { // what a mail server says must not stop the turns
            LOG.atError().setCause(met).log("a turn of notices failed");
        }
    }

    /** A mail server that is away must not stop notices, and is asked again later. */
    private void tellOfAlerts() {
        try {
            var _ = new AlertMail(desk).run();
        } catch (IOException unusable) {
            LOG.atWarn().addKeyValue("why", Main.reason(unusable)).log("alerts are not mailed");
        }
    }

    @Override
    public void close() {
        sender.close(); // first: closing the turns cuts the dialogue that is under way
        turns.close();
    }
}
