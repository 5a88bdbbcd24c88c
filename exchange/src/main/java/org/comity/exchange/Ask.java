package org.comity.exchange;

import java.util.List;
import org.comity.tlog.Note;
import org.comity.tlog.TileId;
import org.comity.value.Hash;

/** What the node is asked to fetch from a peer; docs/formats/exchange.md has the HTTP for each. */
public sealed interface Ask {
    /** The newest checkpoint of a log. */
    record Checkpoint() implements Ask {}

    /** One entry bundle of a log. */
    record Entries(TileId tile) implements Ask {
        public Entries {
            if (tile.level() != TileId.ENTRIES) {
                throw new IllegalArgumentException("entries stand in entry bundles");
            }
        }
    }

    /** One tile of hashes of a log. */
    record Hashes(TileId tile) implements Ask {
        public Hashes {
            if (tile.level() == TileId.ENTRIES) {
                throw new IllegalArgumentException("hashes stand in tiles of level 0 and up");
            }
        }
    }

    /** The proof that the tree of size from is a prefix of the tree of size to. */
    record Consistency(long from, long to) implements Ask {}

    /** A batch of payloads, on a signed request. */
    record Payloads(List<Hash> commitments) implements Ask {
        public Payloads {
            commitments = List.copyOf(commitments);
            if (commitments.isEmpty() || commitments.size() > PayloadRequest.COMMITMENTS_MAX) {
                throw new IllegalArgumentException("1 to 256 commitments");
            }
        }
    }

    /** Path and query below the peer's URL; POST for {@link Payloads}, GET for the others. */
    default String path(LogName log) {
        return switch (this) {
            case Checkpoint() -> log.path() + "/checkpoint";
            case Entries(TileId tile) -> log.path() + "/" + tile.path();
            case Hashes(TileId tile) -> log.path() + "/" + tile.path();
            case Consistency(long from, long to) ->
                    log.path() + "/consistency?from=" + from + "&to=" + to;
            case Payloads _ -> "/payloads";
        };
    }

    /** A longer answer need not be read to its end: it is refused. */
    default int bytesMax() {
        return switch (this) {
            case Checkpoint() -> Note.BYTES_MAX;
            case Entries _ -> LogFollower.BUNDLE_BYTES_MAX;
            case Hashes _ -> TileId.FULL * Hash.LENGTH;
            case Consistency _ -> ConsistencyLines.BYTES_MAX;
            case Payloads _ -> PayloadAnswer.BYTES_MAX;
        };
    }
}
