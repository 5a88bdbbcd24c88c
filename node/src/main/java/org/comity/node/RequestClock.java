package org.comity.node;

import java.io.IOException;
import org.comity.exchange.RequestBook;
import org.comity.exchange.RequestStep;

/**
 * Says of own requests that they expired, once their deadline is over without an answer; an answer
 * that comes later still counts, as a late one.
 */
final class RequestClock {
    private final Desk desk;
    private final Requesting requesting;
    // Of the logs for named members when they were read last, and when the next request can expire.
    private long sizes = -1;
    private long nextSecond;

    RequestClock(Desk desk) {
        this.desk = desk;
        this.requesting = new Requesting(desk);
    }

    /** Reads the requests only when there are new steps or a deadline is over. */
    void tick() throws IOException {
        long now = desk.nowSecond();
        long size = size();
        if (!desk.ledger().heads().history().isNewest()
                || desk.logs().own().isEnded()
                || (size == sizes && now < nextSecond)) {
            return;
        }
        sizes = size;
        nextSecond = Long.MAX_VALUE;
        for (RequestBook.Progress one :
                RequestBook.of(RequestSteps.of(desk).steps()).requests().values()) {
            boolean open =
                    one.sent().id().from().equals(desk.self())
                            && one.missing(now) != RequestBook.Missing.NOTHING;
            if (open && RequestBook.mayExpire(one.sent(), now)) {
                requesting.reply(
                        one.sent().id().id().toString(),
                        RequestStep.Stage.EXPIRED,
                        Requesting.Words.NONE);
            } else if (open) {
                nextSecond = Math.min(nextSecond, RequestBook.expiresAt(one.sent()));
            }
        }
    }

    private long size() {
        return desk.logs().all().stream()
                .filter(it -> !it.isMain())
                .mapToLong(it -> it.tree().size())
                .sum();
    }
}
