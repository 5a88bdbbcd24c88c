package org.comity.views;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.comity.statement.ObjectVersion;
import org.comity.statement.StatementId;
import org.comity.statement.StixGraph;
import org.comity.value.Bytes;

/**
 * What must outlive a payload that is kept no longer, so that nothing which it ended comes back.
 * While an earlier version is kept, so is what took its place. Afterwards one short row says which
 * objects were revoked, and who may know; names, values and links are not in it. Their ids are, and
 * an id that its maker worked out of a value can be guessed.
 */
public final class EndedVersions {
    private final Rows rows;
    private final LinkVersions versions;

    public EndedVersions(Rows rows) {
        this.rows = rows;
        this.versions = new LinkVersions(rows);
    }

    /** Whether an earlier version that is kept would hold again without the statement. */
    public boolean holdDown(StatementId id) {
        return of(id).stream()
                .anyMatch(it ->
                        versions.holds(it.object(), id, later -> isAsOpen(later, it))
                                && isAny(
                                        it,
                                        id,
                                        other ->
                                                other.object().end() != ObjectVersion.End.REVOKED));
    }

    /** The row to keep; empty where nothing is revoked that another statement does not revoke. */
    public Bytes keep(StatementId id) {
        List<LinkFormat.Version> revoked =
                of(id).stream()
                        .filter(it -> it.object().end() == ObjectVersion.End.REVOKED)
                        .filter(it -> !isAny(it, id, other -> isRevokedAsOpenly(other, it)))
                        .toList();
        return revoked.isEmpty()
                ? Bytes.EMPTY
                : LinkFormat.writeEnded(
                        revoked.getFirst().provenance(),
                        revoked.stream().map(LinkFormat.Version::object).toList());
    }

    /** The rows of the views that follow from a row that was kept. */
    public static List<RowChange> fold(StatementId id, Bytes kept) {
        LinkFormat.Ended ended = LinkFormat.readEnded(id.origin(), kept);
        Provenance of = ended.provenance();
        var stated = new Stated(of.member(), id, of.marking(), of.audience(), 0);
        var changes = new ArrayList<RowChange>();
        var keys = new TreeSet<Bytes>();
        for (ObjectVersion object : ended.objects()) {
            Bytes key = KeyFormat.versionKey(object.id(), id, keys.size());
            keys.add(key);
            changes.add(
                    new RowChange.Put(
                            key, LinkFormat.write(stated, new StixGraph.Version(object, 0))));
        }
        changes.add(new RowChange.Put(KeyFormat.linksOf(id), KeyFormat.keysPart(keys)));
        return List.copyOf(changes);
    }

    /** Whether it is such a row, of an object at least. */
    public static boolean isKept(StatementId id, Bytes row) {
        try {
            return !LinkFormat.readEnded(id.origin(), row).objects().isEmpty();
        } catch (IllegalStateException damaged) {
            return false;
        }
    }

    /** Those in the statement; what Comity writes itself has some from the second version on. */
    private List<LinkFormat.Version> of(StatementId id) {
        Optional<Bytes> keys = rows.value(KeyFormat.linksOf(id));
        var all = new ArrayList<LinkFormat.Version>();
        for (Bytes key : keys.map(KeyFormat::readKeys).orElse(List.of())) {
            if (KeyFormat.isVersion(key)) {
                rows.value(key).ifPresent(row -> all.add(LinkFormat.readVersion(id.origin(), row)));
            }
        }
        return all;
    }

    private boolean isAny(
            LinkFormat.Version of, StatementId id, Predicate<LinkFormat.Version> wanted) {
        return versions.isAnyBeside(
                of.object(),
                id,
                other -> other.object().isOfSameObject(of.object()) && wanted.test(other));
    }

    private static boolean isRevokedAsOpenly(LinkFormat.Version other, LinkFormat.Version it) {
        return other.object().end() == ObjectVersion.End.REVOKED
                && isAsOpen(other.provenance(), it);
    }

    private static boolean isAsOpen(Provenance later, LinkFormat.Version before) {
        return LinkVersions.isAsOpen(later, before.provenance());
    }
}
