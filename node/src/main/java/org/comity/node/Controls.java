package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.comity.statement.EraseNotice;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.comity.views.SubjectIndex;

/** What control statements do here, on the writer's thread. */
final class Controls {
    private final PendingStore store;
    private final LogBook logs;
    private final Heads heads;
    private final Collected collected;
    private final SubjectIndex index;
    private final Consumer<Subject> changed;
    private Consumer<StatementId> onForgotten = id -> {};

    /**
     * @param changed told of each subject whose claims are others now
     */
    Controls(Parts parts, SubjectIndex index, Consumer<Subject> changed) {
        this.store = parts.store();
        this.logs = parts.logs();
        this.heads = parts.heads();
        this.collected = parts.collected();
        this.index = index;
        this.changed = changed;
    }

    /** Told of each statement that is erased. */
    void onForgotten(Consumer<StatementId> told) {
        onForgotten = told;
    }

    /** What is read and written. */
    record Parts(PendingStore store, LogBook logs, Heads heads, Collected collected) {}

    /** Control statements act here; an erase only on payloads of the same log. */
    void obey(Log log, StatementId id, Statement statement) throws IOException {
        switch (statement.leaf().kind()) {
            case BUNDLE, REQUEST, ROTATION -> {}
            case AUDIENCE -> {
                log.begunBy(statement);
                logs.faults().begun(log);
            }
            case PROPOSAL, VOTE -> logs.amending(true);
            case MOTION, MOTION_VOTE, RESERVATION, COMMUNIQUE, APPEAL, FAULT, HEADS, ERASED ->
                    logs.hear(log, id, statement);
            case ANCHOR -> {
                List<Anchors.Anchor> anchors =
                        AnchorRow.check(log, id, statement, logs.witnesses());
                // An empty one too: under another charter it may prove more.
                Bytes row = AnchorRow.write(anchors);
                store.write(List.of(new Change.Put(RowKeys.anchor(id), row)));
                log.anchored(anchors);
            }
            case HALT -> {
                if (Halts.counts(heads.charters(), log, statement, id)) {
                    halt(log, id.index());
                }
            }
            case ERASE -> {
                logs.hear(log, id, statement);
                erase(log, id, statement);
            }
        }
    }

    private void erase(Log log, StatementId notice, Statement statement) throws IOException {
        Optional<EraseNotice> asked = EraseNotice.parse(statement.payload().json()).optional();
        boolean any = false;
        for (Hash commitment : asked.map(EraseNotice::commitments).orElse(List.of())) {
            for (StatementId target : LogBook.places(store, commitment)) {
                if (target.origin().equals(log.origin())
                        && LogBook.leaf(store, target).orElseThrow().kind().mayBeErased()
                        && store.value(RowKeys.erased(target)).isEmpty()) {
                    forget(target, commitment);
                    any = true;
                }
            }
        }
        if (any) {
            store.write(List.of(Shredding.due(notice)));
        }
    }

    private void halt(Log log, long from) {
        if (from >= log.haltedFrom()) {
            return;
        }
        log.haltedFrom(from);
        logs.cutBallots(log.origin(), from);
        for (long at = 0; at < log.tree().size(); at++) {
            index.entriesOf(new StatementId(log.origin(), at))
                    .forEach(it -> changed.accept(it.claim().subject()));
        }
    }

    /** Destroys the payload, its salt and its evidence here. */
    private void forget(StatementId id, Hash commitment) throws IOException {
        var changes = new ArrayList<Change>();
        if (heads.isOwn(id.origin())) {
            for (Bytes evidence : Evidence.keysOf(store, commitment)) {
                changes.add(new Change.Delete(evidence));
            }
            changes.addAll(NoticeBook.without(store, id));
        }
        index.entriesOf(id).forEach(it -> changed.accept(it.claim().subject()));
        index.unfold(id).stream().map(StoreRows::toChange).forEach(changes::add);
        changes.add(new Change.Delete(RowKeys.payload(id)));
        changes.add(new Change.Delete(RowKeys.missing(id)));
        changes.add(new Change.Delete(RowKeys.dropped(id)));
        changes.add(new Change.Put(RowKeys.erased(id), Bytes.EMPTY));
        changes.addAll(MetRow.without(store, id));
        changes.addAll(collected.without(id));
        store.write(changes);
        collected.settle();
        logs.forgetBallot(id);
        onForgotten.accept(id);
    }

    /** An erasure is one statement and many deletions; what a crash left of it is done here. */
    void finishErasures(Payloads payloads) throws IOException {
        var unfinished = new ArrayList<StatementId>();
        store.scan(
                RowKeys.CONTROLS,
                (key, value) ->
                        unfinished.add(
                                RowKeys.statementAt(
                                        key.slice(RowKeys.CONTROLS.length(), key.length()))));
        for (StatementId id : unfinished) {
            Optional<Log> log = logs.log(id.origin());
            Optional<Statement> statement = payloads.statement(id);
            if (log.isPresent() && statement.isPresent()) {
                obey(log.get(), id, statement.get());
            }
        }
    }
}
