package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.comity.statement.Claim;
import org.comity.statement.ObjectVersion;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.views.Entry;
import org.comity.views.LinkIndex;

/**
 * Values that an indicator no longer names, or no longer holds anything against, in its newest
 * version that this member passes on. A verdict is by the claims on its own value alone, where no
 * newer version stands, so this member says that it passes the older one on no longer. On the
 * writer's thread.
 */
final class Corrected {
    /** Versions of one object that are looked at; who makes more has spoilt its own. */
    private static final int VERSIONS_MAX = 1_000;

    private final Desk desk;

    Corrected(Desk desk) {
        this.desk = desk;
    }

    /**
     * @param ids of objects of which versions were stated just now
     */
    void withdraw(Collection<String> ids, Addressed to, long now) throws IOException {
        var claims = new ArrayList<Claim>();
        for (String id : new TreeSet<>(ids)) {
            if (id.startsWith("indicator--")) {
                claims.addAll(ofObject(id, now));
            }
        }
        if (!claims.isEmpty()) {
            desk.reporter().state(claims, to, now, List.of());
        }
    }

    private List<Claim> ofObject(String id, long now) {
        var own = new ArrayList<LinkIndex.Stood>();
        desk.pendingIndex()
                .links()
                .scanVersions(
                        id,
                        it -> {
                            boolean isPassedOn =
                                    desk.ledger().heads().isOwn(it.statement().origin())
                                            && it.version().object().isRelayed()
                                            && its(it).end() != ObjectVersion.End.WITHDRAWN;
                            if (isPassedOn) {
                                own.add(it);
                            }
                            return own.size() < VERSIONS_MAX;
                        });
        var claims = new ArrayList<Claim>();
        for (LinkIndex.Stood one : own) {
            Optional<LinkIndex.Stood> newest =
                    own.stream()
                            .filter(it -> isOfSameLine(it, one))
                            .reduce((a, b) ->
                                    ObjectVersion.BY_TIME.compare(its(a), its(b)) > 0 ? a : b);
            if (newest.isPresent()
                    && ObjectVersion.BY_TIME.compare(its(newest.get()), its(one)) > 0
                    && isAsOpen(newest.get(), one)) {
                claims.addAll(left(one, newest.get(), now));
            }
        }
        return claims;
    }

    private static ObjectVersion its(LinkIndex.Stood stood) {
        return stood.version().object();
    }

    private static boolean isOfSameLine(LinkIndex.Stood one, LinkIndex.Stood other) {
        return one.statement().origin().equals(other.statement().origin())
                && its(one).isOfSameObject(its(other));
    }

    /** Else what is said to these would tell of a version that is not for them. */
    private static boolean isAsOpen(LinkIndex.Stood newer, LinkIndex.Stood older) {
        return newer.provenance().audience().equals(older.provenance().audience())
                && newer.provenance().marking().tlp().compareTo(older.provenance().marking().tlp())
                        <= 0;
    }

    /** What the older claims, the newer does not, and nothing has taken back yet. */
    private List<Claim> left(LinkIndex.Stood older, LinkIndex.Stood newer, long now) {
        Set<Subject> kept = new HashSet<>();
        claims(newer.statement(), its(newer)).forEach(it -> kept.add(it.subject()));
        // Behind every version that is older, and before the newest, which goes on to hold.
        var ended =
                new ObjectVersion(
                        its(older).id(),
                        its(older).line(),
                        Math.max(its(older).modifiedMicros(), its(newer).modifiedMicros() - 1),
                        ObjectVersion.End.WITHDRAWN);
        Set<Claim> left = new LinkedHashSet<>();
        for (Claim claim : claims(older.statement(), its(older))) {
            if (!kept.contains(claim.subject())
                    && claim.validity().untilSecond() > now
                    && stillHolds(claim)) {
                left.add(claim.with(ended));
            }
        }
        return List.copyOf(left);
    }

    private List<Claim> claims(StatementId in, ObjectVersion of) {
        return desk.pendingIndex().entriesOf(in).stream()
                .map(Entry::claim)
                .filter(it -> it.version().equals(of))
                .toList();
    }

    private boolean stillHolds(Claim claim) {
        return HeldVersions.of(desk.reporter().ownEntries(claim.subject())).stream()
                .map(Entry::claim)
                .anyMatch(it -> it.version().equals(claim.version()) && !it.revoked());
    }
}
