package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.charter.WitnessQuorum;
import org.comity.exchange.LogName;
import org.comity.statement.Audience;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.store.Change;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
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
    private final OwnHistory history;
    private final UnheardLogs unheard;

    Recovering(Desk desk, HistoryCheck check, Fetching fetching) {
        this.desk = desk;
        this.check = check;
        this.fetching = fetching;
        this.history = desk.ledger().heads().history();
        this.unheard = desk.ledger().heads().unheard();
    }

    /**
     * @param anyway though not all members answer, and one that does not may hold more; and though
     *     one does not hand over what only it can have
     */
    JsonNode run(boolean anyway) throws IOException {
        List<MemberId> silent = check.askAll();
        if (isForked() && !(anyway && history.wrongForParties().containsValue(history.known()))) {
            history.requireNewest();
        }
        if (!silent.isEmpty() && !anyway && !history.isNewest()) {
            throw new Refusal(
                    "not all members answer, and one that does not may hold more of the own log;"
                            + " repeat later, or with --anyway",
                    silent.toString());
        }
        Map<String, Long> before = sizes();
        Set<MemberId> late = fetch();
        for (Log log : desk.logs().all()) {
            history.isHere(log.origin(), log.tree().size());
        }
        var heardAgain = new TreeSet<MemberId>(check.askAll());
        heardAgain.addAll(late);
        history.letGoOfFormer();
        if (anyway) {
            giveUp(heardAgain);
        }
        if (isForked() || history.known() instanceof OwnHistory.Known.Older) {
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
        answer.set("may_lack", unheard.json(desk.logs()));
        return answer;
    }

    /** From one after the other; who was left, since it took too long. */
    private Set<MemberId> fetch() throws IOException {
        var late = new TreeSet<MemberId>();
        for (Member other : desk.charters().others()) {
            if (other.url().isEmpty()) {
                continue;
            }
            var patience = new Patience(desk.machine().pace()::millis);
            var from = new Fetching.From(other.url(), patience);
            for (LogName name : check.ownLogs(other)) {
                fetching.pull(from, name);
            }
            fetchOfFormerKey(other, patience);
            if (patience.wasLeft()) {
                late.add(other.id());
            }
        }
        return late;
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

    /** What a quorum had cosigned before this member's key was replaced stands. */
    private void fetchOfFormerKey(Member other, Patience patience) throws IOException {
        Log own = desk.logs().own();
        Optional<Note> note =
                fetching.cosigned(other, own).filter(it -> head(it).size() > own.tree().size());
        Optional<VerifierKey> key =
                note.flatMap(it -> own.keys().stream().filter(it::isSignedBy).findFirst());
        if (key.isPresent() && !key.get().equals(own.key())) {
            Charter charter = desk.charters().charter();
            Set<MemberId> by = WitnessQuorum.cosigners(charter, desk.self(), note.get());
            if (WitnessQuorum.isMet(charter, desk.self(), by)) {
                fetching.pull(
                        new Fetching.From(other.url(), patience),
                        LogName.main(desk.self()),
                        new Fetching.Aim(key.get(), note));
            }
        }
    }

    private static TreeHead head(Note checkpoint) {
        return Checkpoint.parse(checkpoint.text()).orThrow().head();
    }

    private boolean isForked() {
        return history.known() instanceof OwnHistory.Known.Forked;
    }

    /**
     * What none of those hands over whom a log is for comes back from nobody: the other logs go on
     * without it.
     */
    private void giveUp(Set<MemberId> silent) {
        history.wrongForParties()
                .forEach((origin, wrong) -> {
                    switch (wrong) {
                        case OwnHistory.Known.Older(_, _, long size, _) ->
                                unheard.add(origin, size);
                        case OwnHistory.Known.Forked(_, _, long size) -> unheard.add(origin, size);
                        case OwnHistory.Known.Newest(), OwnHistory.Known.Unheard() -> {}
                    }
                    history.givenUp(origin);
                });
        for (Log log : desk.logs().forParties(desk.self())) {
            if (log.parties().filter(it -> areSilent(it, silent)).isPresent()) {
                unheard.add(log.origin(), 0);
            }
        }
    }

    private boolean areSilent(Audience.Parties parties, Set<MemberId> silent) {
        return parties.members().stream()
                .allMatch(it -> it.equals(desk.self()) || silent.contains(it));
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
        unheard.keep();
        history.heard();
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
