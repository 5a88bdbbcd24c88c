package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.comity.statement.MemberId;
import org.comity.store.Change;
import org.comity.store.Store;
import org.comity.store.StoreFigures;
import org.comity.value.Bytes;
import tools.jackson.databind.node.ObjectNode;

/** What of the disk is used by what, what is free, and for how long that is enough. */
final class DiskBudget {
    private static final Bytes USE = RowKeys.single("disk-use");
    private static final long DAY_SECONDS = 86_400;

    private DiskBudget() {}

    /** Once a day: how much it is, to tell the rate from. */
    static void note(Desk desk) throws IOException {
        DiskUse use = use(desk.pending().value(USE));
        long now = desk.nowSecond();
        if (!use.byDay().containsKey(now / DAY_SECONDS)) {
            Bytes row = use.with(now, used(desk.store().figures())).bytes();
            desk.pending().write(List.of(new Change.Put(USE, row)));
        }
    }

    private static DiskUse use(java.util.Optional<Bytes> row) {
        return row.flatMap(DiskUse::read).orElse(DiskUse.NONE);
    }

    static long used(StoreFigures figures) {
        return figures.journalBytes() + figures.rowBytes();
    }

    static ObjectNode json(Desk desk) throws IOException {
        StoreFigures figures = desk.store().figures();
        ObjectNode disk =
                Json.object()
                        .put("free", figures.usableBytes())
                        .put("journal", figures.journalBytes())
                        .put("rows", figures.rowBytes())
                        .put("evidence", evidence(desk.store()))
                        .put("views", desk.store().bytesUnder(RowKeys.VIEWS));
        ObjectNode members = disk.putObject("members");
        byMember(desk).forEach((member, bytes) -> members.put(member.name(), bytes));
        DiskUse use = use(desk.store().value(USE));
        disk.put("rate_known", use.isKnown());
        OptionalLong days = use.daysUntil(figures.usableBytes());
        days.ifPresent(it -> disk.put("days_left", it));
        return disk;
    }

    /** For metrics, which ask one by one. */
    static long evidence(Store store) {
        try {
            return store.bytesUnder(RowKeys.EVIDENCE);
        } catch (IOException broken) {
            throw new UncheckedIOException("asking for the size of evidence", broken);
        }
    }

    /** Leaves and payloads of all logs of each member. */
    static Map<MemberId, Long> byMember(Desk desk) {
        var bytes = new TreeMap<MemberId, Long>();
        try {
            for (Log log : desk.logs().all()) {
                Bytes name = Bytes.utf8(log.origin() + "\0");
                long its =
                        desk.store().bytesUnder(RowKeys.leaves(log.origin()))
                                + desk.store().bytesUnder(Bytes.join(RowKeys.PAYLOADS, name));
                bytes.merge(log.author(), its, Long::sum);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("asking for the size of logs", broken);
        }
        return bytes;
    }
}
