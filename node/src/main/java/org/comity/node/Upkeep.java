package org.comity.node;

import java.io.IOException;
import java.util.List;

/** What is done on a desk by the clock alone. */
final class Upkeep {
    private final Desk desk;
    private final List<Dawn> dawns;
    private final Retention retention;
    private final RequestClock requests;
    private final RequestCounting counting;

    Upkeep(Desk desk) {
        this.desk = desk;
        this.retention = new Retention(desk);
        this.requests = new RequestClock(desk);
        this.counting = new RequestCounting(desk);
        this.dawns = desk.listBook().scopes().stream().map(it -> new Dawn(desk, it)).toList();
    }

    /**
     * What has expired leaves the lists; anchors, communiques and requests; old raw evidence goes.
     */
    void tick() throws IOException {
        ListBook lists = desk.listBook();
        desk.writer()
                .callLong(() -> {
                    lists.refresh(desk.nowSecond());
                    return true;
                });
        for (Dawn dawn : dawns) {
            dawn.begin(desk.nowSecond());
        }
        desk.writer()
                .callLong(() -> {
                    lists.tick(desk.nowSecond());
                    if (DiskRoom.isLeft(desk.pending())) {
                        Anchoring.runIfDue(desk);
                        Faulting.review(desk);
                        desk.logs().communiques().logIfDue(desk);
                        DiskBudget.note(desk);
                    }
                    lists.changes().forgetOld(desk.nowSecond());
                    return retention.sweep();
                });
        requests.tick();
        counting.tick();
    }
}
