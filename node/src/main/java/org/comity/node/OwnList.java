package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.comity.agreement.LocalList;
import org.comity.agreement.LocalTrust;
import org.comity.agreement.Setting;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.Verdict;
import org.comity.charter.Decision;
import org.comity.charter.Ignored;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;

/**
 * How this node's own lists differ from what all nodes work out alike: what it wants, whom it
 * ignores or no longer believes alone, and the decisions it has reserved itself against. Private:
 * no verdict and no communique knows of it. Of the writer's thread, but where said.
 */
final class OwnList {
    private final MemberId self;
    private final LogBook logs;
    private final Wants wants;
    private final LocalList local;
    private final LocalTrust trust = new LocalTrust();
    // Anybody reads.
    private volatile Ignored ignored = Ignored.NOBODY;

    OwnList(MemberId self, LogBook logs, Wants wants) {
        this.self = self;
        this.logs = logs;
        this.wants = wants;
        this.local = new LocalList(self);
    }

    /**
     * @param known what follows for all nodes, where it was worked out already
     */
    Optional<Verdict> listed(
            Subject subject, List<StatedClaim> claims, Setting setting, Optional<Verdict> known)
            throws IOException {
        List<StatedClaim> heard = heard(claims);
        Setting followed = followed(subject, setting);
        boolean isSame = followed.equals(setting) && heard.size() == claims.size();
        var asked = new LocalTrust.Asked(subject, heard, known.filter(_ -> isSame));
        return trust.listed(local, asked, followed, wants.isWanted(subject));
    }

    MemberId self() {
        return self;
    }

    boolean isWanted(Subject subject) throws IOException {
        return wants.isWanted(subject);
    }

    LocalTrust trust() {
        return trust;
    }

    /** Whom this node ignores. */
    void ignore(Ignored members) {
        ignored = members;
    }

    Ignored ignored() {
        return ignored;
    }

    /** Without what members say that this node ignores. */
    List<StatedClaim> heard(List<StatedClaim> claims) {
        return ignored.from().isEmpty()
                ? claims
                : claims.stream()
                        .filter(it -> !ignored.isIgnored(it.member(), it.statement()))
                        .toList();
    }

    /** Without a decision that this member has reserved itself against. */
    private Setting followed(Subject subject, Setting setting) {
        Decision decision = setting.rulings().decisions().get(subject);
        boolean reserved =
                decision != null
                        && logs.reservations()
                                .decisionsNotFollowedBy(self)
                                .contains(decision.motion());
        return reserved ? setting.without(subject) : setting;
    }
}
