package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.charter.Charter;
import org.comity.charter.Viewer;
import org.comity.exchange.ConsistencyLines;
import org.comity.exchange.LogName;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.EntryBundle;
import org.comity.tlog.Note;
import org.comity.tlog.TileId;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/** Serves the logs that this node holds, its own and replicas, as C2SP tlog-tiles. */
final class LogRoutes {
    private static final String IMMUTABLE = "public, max-age=31536000, immutable";
    private final LogBook logs;

    LogRoutes(LogBook logs) {
        this.logs = logs;
    }

    /**
     * Main logs name nobody and no value and are open; of others only those know whom they name.
     */
    boolean maySee(LogName name, Viewer viewer, Charter charter) {
        return logs.log(name.origin()).filter(it -> it.maySee(viewer, charter)).isPresent();
    }

    /**
     * Nothing beyond the newest checkpoint is served: a tile of leaves that nobody signed for
     * proves nothing.
     */
    Optional<HttpServer.Answered> answer(LogName name, String rest, String query)
            throws IOException {
        Optional<Log> log = logs.log(name.origin());
        Optional<Note> note = log.flatMap(LogRoutes::served);
        if (note.isEmpty()) {
            return Optional.empty();
        }
        long signed = Checkpoint.parse(note.get().text()).orThrow().head().size();
        long size = Math.min(signed, log.get().tree().size()); // a copy may just begin again
        if (rest.equals("checkpoint")) {
            return Optional.of(
                    new HttpServer.Answered(
                            200,
                            "text/plain; charset=utf-8",
                            note.get().bytes(),
                            Map.of("Cache-Control", "no-cache")));
        }
        if (rest.equals("consistency")) {
            return consistency(log.get(), query, size);
        }
        Checked<TileId> tile = TileId.parse(rest);
        return tile instanceof Checked.Good<TileId>(TileId id)
                ? tile(log.get(), id, size)
                : Optional.empty();
    }

    /** Of a log that was shown in two forms, what stands. */
    private static Optional<Note> served(Log log) {
        Optional<Log.Standing> standing = log.standing();
        return standing.isPresent() && log.holds(standing.get().head())
                ? standing.get().note()
                : log.checkpoint();
    }

    private Optional<HttpServer.Answered> tile(Log log, TileId id, long size) throws IOException {
        Bytes body;
        if (id.level() == TileId.ENTRIES) {
            long first = id.index() * TileId.FULL;
            if (first < 0 || first + id.width() > size) {
                return Optional.empty();
            }
            List<Bytes> leaves = logs.leaves(log.origin(), first, id.width());
            if (leaves.size() < id.width()) {
                return Optional.empty(); // never half a bundle: it is kept for a year
            }
            body = EntryBundle.bytes(leaves);
        } else {
            Optional<List<Hash>> hashes =
                    withinSize(id, size) ? log.tree().tile(id) : Optional.empty();
            if (hashes.isEmpty()) {
                return Optional.empty();
            }
            body = Bytes.join(hashes.get().stream().map(Hash::bytes).toArray(Bytes[]::new));
        }
        return Optional.of(
                new HttpServer.Answered(
                        200, "application/octet-stream", body, Map.of("Cache-Control", IMMUTABLE)));
    }

    private static boolean withinSize(TileId id, long size) {
        long hashes = size;
        for (int level = 0; level < id.level(); level++) {
            hashes /= TileId.FULL;
        }
        return id.index() <= hashes / TileId.FULL
                && id.index() * TileId.FULL + id.width() <= hashes;
    }

    private static Optional<HttpServer.Answered> consistency(Log log, String query, long size) {
        if (!query.matches("from=(0|[1-9][0-9]{0,17})&to=(0|[1-9][0-9]{0,17})")) {
            return Optional.empty();
        }
        String[] numbers = query.split("[=&]", -1);
        long from = Long.parseLong(numbers[1]);
        long to = Long.parseLong(numbers[3]);
        if (from > to || to > size) {
            return Optional.empty();
        }
        Bytes lines = ConsistencyLines.bytes(log.tree().proveConsistency(from, to));
        return Optional.of(HttpServer.Answered.of(200, "text/plain; charset=utf-8", lines));
    }
}
