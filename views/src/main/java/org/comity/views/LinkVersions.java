package org.comity.views;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.comity.statement.ObjectVersion;
import org.comity.statement.StatementId;
import org.comity.statement.StixGraph;
import org.comity.value.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of objects hold. A version replaces others of the same log and line only (who else
 * speaks of the object takes nothing back), and only for those who may all see it: else what a
 * viewer sees less of would tell of what it may not see.
 */
final class LinkVersions {
    /** What one scan remembers of objects; with more it forgets and reads again. */
    private static final int REMEMBERED_MAX = 1_000;

    private final Rows rows;

    LinkVersions(Rows rows) {
        this.rows = rows;
    }

    /** One object in one log, for those who may see what this is. */
    private record Of(ObjectVersion object, String origin, Provenance as) {
        static final Comparator<Of> ORDER =
                Comparator.comparing((Of it) -> it.object.id())
                        .thenComparing(it -> it.object.line())
                        .thenComparing(Of::origin)
                        .thenComparing(Of::as, Provenance.ORDER);

        static Of of(ObjectVersion version, StatementId in, Provenance as) {
            var object = new ObjectVersion(version.id(), version.line(), 0, ObjectVersion.End.NONE);
            return new Of(object, in.origin(), as);
        }
    }

    /** A version where it stands. */
    private record Placed(ObjectVersion object, long index) {
        static final Comparator<Placed> BY_TIME =
                Comparator.comparing(Placed::object, ObjectVersion.BY_TIME)
                        .thenComparingLong(Placed::index);
    }

    /**
     * The newest version of an object in a log, and the newest in another statement than that: all
     * that must be known of thousands.
     */
    private static final class Newest {
        private @Nullable Placed first;
        private @Nullable Placed other;

        void take(Placed one) {
            Placed best = first;
            if (best == null || Placed.BY_TIME.compare(one, best) > 0) {
                if (best != null && best.index() != one.index()) {
                    other = best;
                }
                first = one;
            } else if (best.index() != one.index()
                    && (other == null || Placed.BY_TIME.compare(one, other) > 0)) {
                other = one;
            }
        }

        boolean replaces(ObjectVersion version, StatementId in) {
            Placed newest = first != null && first.index() == in.index() ? other : first;
            return newest != null
                    && Placed.BY_TIME.compare(newest, new Placed(version, in.index())) > 0;
        }
    }

    /** What one scan has read: many links of a thing may be of versions of one object. */
    final class Reading {
        private final Map<Of, Newest> newest = new TreeMap<>(Of.ORDER);

        /** Whether one of these is what its log says now; so it is of none. */
        boolean anyHolds(List<ObjectVersion> of, StatementId in, Provenance as) {
            return of.isEmpty() || of.stream().anyMatch(it -> holds(it, in, as));
        }

        private boolean holds(ObjectVersion version, StatementId in, Provenance as) {
            if (newest.size() > REMEMBERED_MAX) {
                newest.clear();
            }
            Of of = Of.of(version, in, as);
            return !newest.computeIfAbsent(
                            of, _ -> newest(version, in.origin(), later -> isAsOpen(later, as)))
                    .replaces(version, in);
        }
    }

    Reading reading() {
        return new Reading();
    }

    /**
     * @param counts which of the versions may replace it
     */
    boolean holds(ObjectVersion version, StatementId in, Predicate<Provenance> counts) {
        return !newest(version, in.origin(), counts).replaces(version, in);
    }

    private Newest newest(ObjectVersion of, String origin, Predicate<Provenance> counts) {
        Bytes prefix = KeyFormat.versionPrefix(of.id(), origin);
        var newest = new Newest();
        rows.scan(
                prefix,
                (key, row) -> {
                    LinkFormat.Version its = LinkFormat.readVersion(origin, row);
                    if (its.object().isOfSameObject(of) && counts.test(its.provenance())) {
                        long index = ByteBuffer.wrap(key.array()).getLong(prefix.length());
                        newest.take(new Placed(its.object(), index));
                    }
                    return true;
                });
        return newest;
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
