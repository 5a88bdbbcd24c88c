package org.comity.views;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.comity.statement.ObjectVersion;
import org.comity.statement.StatementId;
import org.comity.statement.StixGraph;
import org.comity.value.Bytes;

/**
 * Which versions of objects hold. A version replaces others of the same log and line only (who else
 * speaks of the object takes nothing back), and only for those who may all see it: else what a
 * viewer sees less of would tell of what it may not see.
 */
final class LinkVersions {
    /** Versions of one object in one log that are looked at; who states more has spoilt its own. */
    private static final int VERSIONS_MAX = 1_000;

    private final Rows rows;

    LinkVersions(Rows rows) {
        this.rows = rows;
    }

    /** Whether one of these is what its log says now; so it is of none. */
    boolean anyHolds(List<ObjectVersion> of, StatementId in, Provenance as) {
        return of.isEmpty()
                || of.stream().anyMatch(it -> holds(it, in, later -> isAsOpen(later, as)));
    }

    /**
     * @param counts which of the versions may replace it
     */
    boolean holds(ObjectVersion version, StatementId in, Predicate<Provenance> counts) {
        Bytes prefix = KeyFormat.versionPrefix(version.id(), in.origin());
        var replaced = new boolean[1];
        var read = new int[1];
        rows.scan(
                prefix,
                (key, row) -> {
                    long index = ByteBuffer.wrap(key.array()).getLong(prefix.length());
                    LinkFormat.Version other = LinkFormat.readVersion(in.origin(), row);
                    int order = ObjectVersion.BY_TIME.compare(other.object(), version);
                    replaced[0] =
                            index != in.index()
                                    && other.object().isOfSameObject(version)
                                    && (order > 0 || (order == 0 && index > in.index()))
                                    && counts.test(other.provenance());
                    return !replaced[0] && ++read[0] < VERSIONS_MAX;
                });
        return !replaced[0];
    }

    /** Of the log's versions of the object in other statements. */
    boolean isAnyBeside(
            ObjectVersion version, StatementId in, Predicate<LinkFormat.Version> wanted) {
        Bytes prefix = KeyFormat.versionPrefix(version.id(), in.origin());
        var found = new boolean[1];
        rows.scan(
                prefix,
                (key, row) -> {
                    long index = ByteBuffer.wrap(key.array()).getLong(prefix.length());
                    found[0] =
                            index != in.index()
                                    && wanted.test(LinkFormat.readVersion(in.origin(), row));
                    return !found[0];
                });
        return found[0];
    }

    /** Whether the log has revoked, for the viewer too, what it says in the statement. */
    boolean isRevoked(String id, StatementId in, Predicate<Provenance> visible) {
        Bytes prefix = KeyFormat.versionPrefix(id, in.origin());
        var lines = new TreeSet<String>();
        var revoked = new TreeSet<String>();
        var read = new int[1];
        rows.scan(
                prefix,
                (key, row) -> {
                    LinkFormat.Version its = LinkFormat.readVersion(in.origin(), row);
                    if (ByteBuffer.wrap(key.array()).getLong(prefix.length()) == in.index()) {
                        lines.add(its.object().line());
                    }
                    if (its.object().end() == ObjectVersion.End.REVOKED
                            && visible.test(its.provenance())) {
                        revoked.add(its.object().line());
                    }
                    return ++read[0] < LinkNames.ROWS_PER_LOG_MAX;
                });
        return !lines.isEmpty() && revoked.containsAll(lines);
    }

    void scan(String id, Predicate<LinkIndex.Stood> visitor) {
        scanFrom(KeyFormat.versionPrefix(id), visitor);
    }

    void scanAll(Predicate<LinkIndex.Stood> visitor) {
        scanFrom(KeyFormat.allVersions(), visitor);
    }

    private void scanFrom(Bytes prefix, Predicate<LinkIndex.Stood> visitor) {
        rows.scan(
                prefix,
                (key, row) -> {
                    StatementId at = KeyFormat.statementOfVersion(key);
                    LinkFormat.Version its = LinkFormat.readVersion(at.origin(), row);
                    return visitor.test(
                            new LinkIndex.Stood(
                                    at,
                                    its.provenance(),
                                    new StixGraph.Version(its.object(), its.content())));
                });
    }

    static boolean isAsOpen(Provenance later, Provenance before) {
        return later.audience().equals(before.audience())
                && later.marking().tlp().compareTo(before.marking().tlp()) <= 0;
    }
}
