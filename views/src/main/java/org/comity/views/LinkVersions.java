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

/**
 * Which versions of objects hold. A version replaces others of the same log and line only (who else
 * speaks of the object takes nothing back), and only for those who may all see it: else what a
 * viewer sees less of would tell of what it may not see.
 */
final class LinkVersions {
    /** What one scan remembers of objects; with more it forgets and reads again. */
    private static final int REMEMBERED_MAX = 1_000;

    private static final int REMEMBERED_VERSIONS_MAX = 100_000;

    /** Versions of one object in one log of which it is known when they were replaced. */
    private static final int KEPT_MAX = 1_000;

    private static final long MICROS = 1_000_000;

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

        /** From when it holds, as it says itself. */
        long second() {
            return Math.min(Edge.SECOND_MAX, object.modifiedMicros() / MICROS);
        }
    }

    /** The newest versions of an object in a log. */
    private static final class Newest {
        private final TreeSet<Placed> kept = new TreeSet<>(Placed.BY_TIME);

        void take(Placed one) {
            kept.add(one);
            if (kept.size() > KEPT_MAX) {
                kept.removeFirst();
            }
        }

        int count() {
            return kept.size();
        }

        /**
         * When the first of those that replace it was made: never later than it does itself, of
         * what is older than all that is kept.
         */
        long until(ObjectVersion version, StatementId in) {
            long until = Edge.FOREVER;
            for (Placed later : kept.tailSet(new Placed(version, in.index()), false)) {
                if (later.index() != in.index()) {
                    until = Math.min(until, later.second());
                }
            }
            boolean isKept = kept.size() < KEPT_MAX || !isBefore(version, in, kept.first());
            return isKept ? until : 0;
        }

        private static boolean isBefore(ObjectVersion version, StatementId in, Placed first) {
            return Placed.BY_TIME.compare(new Placed(version, in.index()), first) < 0;
        }
    }

    /** What one scan has read: many links of a thing may be of versions of one object. */
    final class Reading {
        private final Map<Of, Newest> newest = new TreeMap<>(Of.ORDER);
        private int remembered;

        /** Until when one of these was what its log says; as what is of none always is. */
        long until(List<ObjectVersion> of, StatementId in, Provenance as) {
            return of.stream().mapToLong(it -> until(it, in, as)).max().orElse(Edge.FOREVER);
        }

        private long until(ObjectVersion version, StatementId in, Provenance as) {
            if (newest.size() > REMEMBERED_MAX || remembered > REMEMBERED_VERSIONS_MAX) {
                newest.clear();
                remembered = 0;
            }
            return newest.computeIfAbsent(Of.of(version, in, as), _ -> read(version, in, as))
                    .until(version, in);
        }

        private Newest read(ObjectVersion version, StatementId in, Provenance as) {
            Newest read = newest(version, in.origin(), later -> isAsOpen(later, as));
            remembered += read.count();
            return read;
        }
    }

    Reading reading() {
        return new Reading();
    }

    /**
     * @param counts which of the versions may replace it
     */
    boolean holds(ObjectVersion version, StatementId in, Predicate<Provenance> counts) {
        return newest(version, in.origin(), counts).until(version, in) == Edge.FOREVER;
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
