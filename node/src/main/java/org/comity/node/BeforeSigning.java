package org.comity.node;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.comity.store.SigningGuard;
import org.comity.store.Store;
import org.comity.tlog.Frontier;
import org.comity.tlog.Merkle;
import org.comity.tlog.TreeHead;

/**
 * What must hold before a head of an own log is signed; on the writer's thread.
 *
 * <p>Read back: the new leaves are read from the durable store, hashed onto the frontier of what
 * was signed last, which nothing else touches, and compared with the tree that grew in memory when
 * they were written. A bit that flipped on the way, in memory or on disk, would else be signed and
 * could never be served: such a log is lost (it happened to Yeti, a certificate log, in 2021). That
 * the new head follows from the one signed last is then so by construction; that the tree agrees is
 * asked too.
 *
 * <p>Remembered: what may be signed stands in a row that becomes durable with the leaves, at no
 * cost. A store that is put back by itself brings its old row along; so a file outside the store
 * remembers a head too, written at most once a second, and at the end: a sync of its own for each
 * batch would take a third of the speed of a single writer. A store that is older than that second
 * is caught.
 */
final class BeforeSigning implements Closeable {
    private final Path folder;
    private final Store durable;
    private final InstantSource clock;
    private final Machine.Guards guards;
    private final Map<String, OwnLog> logs = new HashMap<>();

    /** What is known of one own log. */
    private static final class OwnLog {
        private final SigningGuard guard;
        // Of the head signed last.
        private final Frontier frontier;
        private Optional<TreeHead> signed = Optional.empty();
        private long rememberedSecond = Long.MIN_VALUE;

        OwnLog(SigningGuard guard, Frontier frontier) {
            this.guard = guard;
            this.frontier = frontier;
        }

        void remember() throws IOException {
            if (signed.isPresent()) {
                guard.allow(signed.get());
            }
        }
    }

    /**
     * @param folder one guard file for each log; made when first needed
     * @param durable what is on disk, and not what waits to be
     */
    BeforeSigning(Path folder, Store durable, Machine machine) {
        this.folder = folder;
        this.durable = durable;
        this.clock = machine.clock();
        this.guards = machine.guards();
    }

    /** Takes a log up after a start; the head that was signed once and is not of this tree. */
    Optional<TreeHead> resume(Log log) throws IOException {
        OwnLog own = own(log, log.tree().size());
        return own.guard.last().filter(it -> !holds(log, it));
    }

    static boolean holds(Log log, TreeHead signed) {
        return signed.size() <= log.tree().size()
                && (signed.size() == 0 || log.tree().headAt(signed.size()).equals(signed));
    }

    /** The head that may be signed now; throws when what is on disk is not what was written. */
    TreeHead allow(Log log) throws IOException {
        OwnLog own = own(log, 0);
        readBack(log.origin(), own.frontier, log.tree().size());
        TreeHead head = log.tree().head();
        Optional<TreeHead> last = own.signed.or(own.guard::last);
        if (!own.frontier.head().equals(head) || !last.map(it -> holds(log, it)).orElse(true)) {
            throw new IOException(
                    "what stands on disk is not what was written; nothing was signed: "
                            + log.origin());
        }
        own.signed = Optional.of(head);
        long now = clock.instant().getEpochSecond();
        if (now != own.rememberedSecond) {
            own.remember();
            own.rememberedSecond = now;
        }
        return head;
    }

    private void readBack(String origin, Frontier frontier, long size) throws IOException {
        if (frontier.size() < size) {
            StoreScan.from(
                    durable,
                    RowKeys.leaves(origin),
                    RowKeys.leaf(origin, frontier.size()),
                    (_, leaf) -> {
                        frontier.append(Merkle.leaf(leaf));
                        return frontier.size() < size;
                    });
        }
    }

    private OwnLog own(Log log, long size) throws IOException {
        OwnLog known = logs.get(log.origin());
        if (known != null) {
            return known;
        }
        if (!Files.exists(folder)) {
            var ownerOnly = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
        }
        var own =
                new OwnLog(guards.open(file(folder, log.origin())), Frontier.of(log.tree(), size));
        logs.put(log.origin(), own);
        return own;
    }

    /** No name holds a plus sign. */
    static Path file(Path folder, String origin) {
        return folder.resolve(origin.replace('/', '+'));
    }

    @Override
    public void close() throws IOException {
        for (OwnLog own : logs.values()) {
            own.remember();
            own.guard.close();
        }
    }
}
