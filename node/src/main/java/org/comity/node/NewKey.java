package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.comity.store.Change;
import org.comity.store.StoreReader;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From where a log goes on under another key, which the charter lists: from what a quorum had
 * cosigned of the entries that are held here, or, where a fork was proved, from what stood then.
 * All else that only a former key signed binds nobody any more: whoever stole that key may have had
 * heads of entries cosigned that nobody was ever shown, or shown entries to some. On the writer's
 * thread.
 */
final class NewKey {
    private static final Logger LOG = LoggerFactory.getLogger(NewKey.class);

    private NewKey() {}

    /** Before the cosignatures under a former key are forgotten. */
    static void remember(PendingStore store, Log log, Note cosigned) throws IOException {
        TreeHead head = Checkpoint.parse(cosigned.text()).orThrow().head();
        if (log.holds(head) && head.size() > remembered(store, log).size()) {
            Bytes row = cosigned.bytes();
            store.write(List.of(new Change.Put(RowKeys.stood(log.origin()), row)));
        }
    }

    private static TreeHead remembered(PendingStore store, Log log) throws IOException {
        return note(store, log.origin())
                .map(it -> Checkpoint.parse(it.text()).orThrow().head())
                .orElse(TreeHead.EMPTY);
    }

    /** The largest checkpoint that a quorum had cosigned under a former key. */
    static Optional<Note> note(StoreReader store, String origin) throws IOException {
        return store.value(RowKeys.stood(origin)).map(it -> Note.parse(it).orThrow());
    }

    /** The head from which the log goes on under the key in force. */
    static TreeHead goesOnFrom(Desk desk, Log log) throws IOException {
        Optional<TreeHead> proved = desk.logs().faults().formerEnd(log, desk.charters().charter());
        return proved.isPresent() ? proved.get() : remembered(desk.pending(), log);
    }

    /** Whether what is held here was signed with a former key only. */
    static boolean isAwaited(Log log) {
        return log.checkpoint().filter(it -> !it.isSignedBy(log.key())).isPresent();
    }

    /**
     * The key in force signed another log than what is held here of the former key's: what no
     * quorum had cosigned of that makes room.
     */
    static void makeRoom(Desk desk, Log log) throws IOException {
        TreeHead stood = goesOnFrom(desk, log);
        if (isAwaited(log) && log.holds(stood) && log.tree().size() > stood.size()) {
            LOG.atWarn()
                    .addKeyValue("log", log.origin())
                    .addKeyValue("stands-to", stood.size())
                    .log("log goes on otherwise under its new key");
            new Replicas(desk).cut(log, stood.size());
        }
    }
}
