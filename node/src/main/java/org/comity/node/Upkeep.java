package org.comity.node;

import java.io.IOException;
import java.util.List;
import org.comity.store.Change;

/** What is done on a desk by the clock alone. */
final class Upkeep {
    private final Desk desk;
    private final List<Dawn> dawns;

    Upkeep(Desk desk) {
        this.desk = desk;
        this.dawns = desk.listBook().scopes().stream().map(it -> new Dawn(desk, it)).toList();
    }

    /** What has expired leaves the lists; anchors and communiques; old raw evidence goes. */
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
                        desk.logs().communiques().logIfDue(desk);
                        DiskBudget.note(desk);
                    }
                    lists.changes().forgetOld(desk.nowSecond());
                    forgetRaw();
                    return true;
                });
    }

    private void forgetRaw() throws IOException {
        long before = desk.nowSecond() - desk.config().intake().keepRaw().toSeconds();
        var gone = Evidence.olderThan(desk.store(), before);
        if (!gone.isEmpty()) {
            desk.pending().write(gone.stream().<Change>map(Change.Delete::new).toList());
        }
    }
}
