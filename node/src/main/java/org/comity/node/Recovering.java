package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.comity.charter.Member;
import org.comity.exchange.LogName;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.comity.views.Entry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code comity recover}: fetches from the other members what this directory lacks of its own logs,
 * leaves and payloads, checked as any member's are. Raw evidence, wants and what else was never
 * shared stay as they are here.
 */
final class Recovering {
    private final Desk desk;
    private final HistoryCheck check;
    private final Fetching fetching;

    Recovering(Desk desk, HistoryCheck check, Fetching fetching) {
        this.desk = desk;
        this.check = check;
        this.fetching = fetching;
    }

    /**
     * @param anyway though not all members answer, and one that does not may hold more
     */
    JsonNode run(boolean anyway) throws IOException {
        List<MemberId> silent = check.askAll();
        OwnHistory history = desk.ledger().heads().history();
        if (history.known() instanceof OwnHistory.Known.Forked) {
            history.requireNewest();
        }
        if (!silent.isEmpty() && !anyway && !history.isNewest()) {
            throw new Refusal(
                    "not all members answer, and one that does not may hold more of the own log;"
                            + " repeat later, or with --anyway",
                    silent.toString());
        }
        Map<String, Long> before = sizes();
        for (Member other : desk.charters().others()) {
            if (!other.url().isEmpty()) {
                for (LogName name : check.ownLogs(other)) {
                    fetching.pull(other.url(), name);
                }
            }
        }
        var heardAgain = check.askAll();
        if (history.known() instanceof OwnHistory.Known.Older(String origin, _, long size, _)
                && sizes().getOrDefault(origin, 0L) < size) {
            history.requireNewest();
        }
        List<StatementId> lacking = lacking();
        desk.writer().callLong(() -> takeUp(before));
        ObjectNode answer =
                Json.object()
                        .put("fetched", total(sizes()) - total(before))
                        .put("size", desk.logs().own().tree().size());
        answer.set("not_heard", Json.array(heardAgain));
        answer.set("payloads_missing", Json.array(lacking));
        return answer;
    }

    /** How many leaves of each own log are here. */
    private Map<String, Long> sizes() {
        var sizes = new TreeMap<String, Long>();
        for (Log log : desk.logs().all()) {
            if (desk.ledger().heads().isOwn(log.origin())) {
                sizes.put(log.origin(), log.tree().size());
            }
        }
        return sizes;
    }

    private static long total(Map<String, Long> sizes) {
        return sizes.values().stream().mapToLong(it -> it).sum();
    }

    /** The own logs go on from what was fetched. */
    private boolean takeUp(Map<String, Long> before) throws IOException {
        var rows = new ArrayList<Change>();
        rows.add(new Change.Delete(HistoryCheck.RESTORED));
        for (Map.Entry<String, Long> own : sizes().entrySet()) {
            long from = before.getOrDefault(own.getKey(), 0L);
            for (long at = from; at < own.getValue(); at++) {
                roots(new StatementId(own.getKey(), at), rows);
            }
        }
        desk.ledger().write(rows);
        desk.ledger().heads().history().recovered();
        desk.ledger().heads().resume();
        Restating.runIfDue(desk);
        return true;
    }

    /** What was reported once is not reported again. */
    private void roots(StatementId id, List<Change> rows) throws IOException {
        for (Entry entry : desk.pendingIndex().entriesOf(id)) {
            for (Hash root : entry.claim().grounds().roots()) {
                Bytes key = RowKeys.root(root);
                if (desk.pending().value(key).isEmpty()) {
                    rows.add(new Change.Put(key, Bytes.utf8(id.toString())));
                }
            }
        }
    }

    private List<StatementId> lacking() throws IOException {
        var lacking = new ArrayList<StatementId>();
        for (Log log : desk.logs().all()) {
            if (desk.ledger().heads().isOwn(log.origin())) {
                Bytes prefix = Bytes.join(RowKeys.MISSING, Bytes.utf8(log.origin() + "\0"));
                desk.store()
                        .scan(
                                prefix,
                                (key, _) ->
                                        lacking.add(
                                                RowKeys.statementAt(
                                                        key.slice(
                                                                RowKeys.MISSING.length(),
                                                                key.length()))));
            }
        }
        return lacking;
    }
}
