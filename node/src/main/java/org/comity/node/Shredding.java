package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.comity.statement.Audience;
import org.comity.statement.EraseNotice;
import org.comity.statement.ErasedNotice;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.store.DiskFullException;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the bytes of what was erased out of the files, then says so to whoever asked for it. It
 * reads and writes the whole store, beside the writer, which goes on meanwhile. What is due stands
 * in rows, so that a crash leaves it to be done.
 */
final class Shredding {
    private static final Logger LOG = LoggerFactory.getLogger(Shredding.class);

    /** What retention dropped goes together, once a day. */
    private static final long DROPPED_SECONDS = 86_400;

    /** The second in which retention first dropped something whose bytes are still there. */
    static final Bytes DROPPED = RowKeys.single("dropped-since");

    private final Desk desk;
    private final AtomicBoolean running = new AtomicBoolean();

    Shredding(Desk desk) {
        this.desk = desk;
    }

    /** What makes an erasure due; to be written with its deletions. */
    static Change due(StatementId notice) {
        return new Change.Put(RowKeys.shred(notice), Bytes.EMPTY);
    }

    /** In the background, if something is due and none runs yet. */
    void startIfDue(Consumer<Throwable> fatal) throws IOException {
        if (isDue() && running.compareAndSet(false, true)) {
            desk.machine().pace().startNative("shredding", () -> run(fatal));
        }
    }

    private void run(Consumer<Throwable> fatal) {
        try {
            var _ = finish();
        } catch (IOException failed) {
            fatal.accept(failed);
        } catch (RuntimeException met) { // such as a node that is stopping
            LOG.atWarn().setCause(met).log("erased bytes are still in the files");
        } finally {
            running.set(false);
        }
    }

    private boolean isDue() throws IOException {
        Optional<Bytes> dropped = desk.store().value(DROPPED);
        boolean old =
                dropped.isPresent()
                        && dropped.get().buffer().getLong() <= desk.nowSecond() - DROPPED_SECONDS;
        return old || !notices().isEmpty();
    }

    private List<StatementId> notices() throws IOException {
        var due = new ArrayList<StatementId>();
        int prefix = RowKeys.SHRED.length();
        desk.store()
                .scan(
                        RowKeys.SHRED,
                        (key, _) -> due.add(RowKeys.statementAt(key.slice(prefix, key.length()))));
        return due;
    }

    /** Now; false while there is no room: nobody reads it any more, but a file has its bytes. */
    boolean finish() throws IOException {
        try {
            run();
            return true;
        } catch (DiskFullException noRoom) {
            LOG.atWarn()
                    .addKeyValue("why", noRoom.getMessage())
                    .log("erased bytes are still in the files");
            return false;
        }
    }

    /** However long it takes; not on the writer's thread. */
    private void run() throws IOException {
        // What follows from the erasures, such as changes of lists, is durable after this.
        for (int round = 0; round < 2; round++) {
            desk.writer().callLong(() -> true);
        }
        List<StatementId> done = notices();
        desk.store().compact();
        desk.writer().callLong(() -> confirm(done));
    }

    private boolean confirm(List<StatementId> notices) throws IOException {
        var rows = new ArrayList<Change>();
        rows.add(new Change.Delete(DROPPED));
        Map<Audience, List<Statement>> statements = new LinkedHashMap<>();
        boolean mayState = desk.ledger().heads().history().isNewest();
        for (StatementId id : notices) {
            boolean own = desk.ledger().heads().isOwn(id.origin());
            Optional<List<Hash>> gone = own ? Optional.empty() : commitments(id);
            if (own || mayState) {
                rows.add(new Change.Delete(RowKeys.shred(id)));
            }
            Optional<Audience> to = desk.logs().log(id.origin()).flatMap(Log::audience);
            if (gone.isPresent() && to.isPresent() && mayState) {
                statements
                        .computeIfAbsent(to.get(), _ -> new ArrayList<>())
                        .add(confirmation(id.origin(), gone.get(), to.get()));
            }
        }
        if (statements.isEmpty()) {
            desk.ledger().write(rows);
        }
        for (Map.Entry<Audience, List<Statement>> one : statements.entrySet()) {
            desk.ownLogs().append(one.getKey(), one.getValue(), rows, desk.nowSecond());
            rows.clear();
        }
        return true;
    }

    /** For those whom the log is for, and to nobody else. */
    private Statement confirmation(String log, List<Hash> gone, Audience to) {
        long now = desk.nowSecond();
        Bytes json = new ErasedNotice(log, gone, now).json();
        Tlp tlp = to instanceof Audience.Parties ? Tlp.RED : Tlp.GREEN;
        return desk.sealer().control(StatementKind.ERASED, now, tlp, to, json);
    }

    private Optional<List<Hash>> commitments(StatementId id) throws IOException {
        return desk.payloads()
                .statement(id)
                .flatMap(it -> EraseNotice.parse(it.payload().json()).optional())
                .map(EraseNotice::commitments);
    }
}
