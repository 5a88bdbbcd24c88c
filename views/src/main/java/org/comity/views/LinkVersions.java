package org.comity.views;

import java.nio.ByteBuffer;
import java.util.List;
import org.comity.statement.StatementId;
import org.comity.statement.StixGraph;
import org.comity.value.Bytes;

/**
 * Which versions of objects hold. A later version replaces an earlier one of the same log only (who
 * else speaks of the object takes nothing back), and only for those who may all see it: else what a
 * viewer sees less of would tell of what it may not see.
 */
final class LinkVersions {
    /** Versions of one object in one log that are looked at; who states more has spoilt its own. */
    private static final int VERSIONS_MAX = 1_000;

    private final Rows rows;

    LinkVersions(Rows rows) {
        this.rows = rows;
    }

    /** Whether any object was ever stated anew. */
    boolean hasAny() {
        var any = new boolean[1];
        rows.scan(
                KeyFormat.allLater(),
                (_, _) -> {
                    any[0] = true;
                    return false;
                });
        return any[0];
    }

    /** Whether one of these is what its log says now; so it is of none. */
    boolean anyHolds(List<StixGraph.Version> of, StatementId in, Provenance as) {
        return of.isEmpty() || of.stream().anyMatch(it -> holds(it, in, as));
    }

    private boolean holds(StixGraph.Version version, StatementId in, Provenance as) {
        Bytes prefix = KeyFormat.laterPrefix(version.id(), in.origin());
        var replaced = new boolean[1];
        var read = new int[1];
        rows.scan(
                prefix,
                (key, row) -> {
                    long index = ByteBuffer.wrap(key.array()).getLong(prefix.length());
                    LinkFormat.Later later = LinkFormat.readLater(in.origin(), row);
                    int order = Long.compare(later.modifiedSecond(), version.modifiedSecond());
                    boolean isLater = order > 0 || (order == 0 && index > in.index());
                    replaced[0] =
                            isLater && index != in.index() && isAsOpen(later.provenance(), as);
                    return !replaced[0] && ++read[0] < VERSIONS_MAX;
                });
        return !replaced[0];
    }

    private static boolean isAsOpen(Provenance later, Provenance before) {
        return later.audience().equals(before.audience())
                && later.marking().tlp().compareTo(before.marking().tlp()) <= 0;
    }
}
