package org.comity.node;

import java.util.ArrayList;
import java.util.List;
import org.comity.agreement.Agreement;
import org.comity.agreement.Horizon;
import org.comity.agreement.Setting;
import org.comity.agreement.StatedClaim;
import org.comity.statement.Audience;
import org.comity.statement.Claim;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.statement.Target;
import org.comity.views.Entry;

/**
 * How long this member says that its own malicious claims hold: a life as the charter says, and two
 * where it had claimed the subject before, that had ended, and the thing is back (DESIGN section
 * 6). For the writer's thread.
 */
final class Lasting {
    private final Reporter.Parts parts;
    private final Lists lists;
    private final CharterBook charters;
    private final MemberId self;

    Lasting(Reporter.Parts parts, CharterBook charters) {
        this.parts = parts;
        this.lists = parts.lists().members();
        this.charters = charters;
        this.self = parts.logs().own().author();
    }

    Claim.Validity from(long second, Subject subject, Target target) {
        Claim.Validity once = once(second, subject, target);
        return isBack(subject, second)
                ? new Claim.Validity(second, 2 * once.untilSecond() - second)
                : once;
    }

    /** For one life. */
    Claim.Validity once(long second, Subject subject, Target target) {
        long life = Horizon.of(charters.charter()).lifeSeconds(subject.kind(), target);
        return new Claim.Validity(second, second + life);
    }

    /** Only where the lists are kept: the claims that hold are known without a long read there. */
    private boolean isBack(Subject subject, long second) {
        if (!lists.areKept()) {
            return false;
        }
        Setting setting = lists.setting(second);
        List<StatedClaim> own =
                lists.claimsNow(subject, parts.ledger().touched(), second).stream()
                        .filter(it -> it.member().equals(self))
                        .toList();
        return Agreement.current(own, setting).isEmpty() && anyEnded(subject, second);
    }

    /** Whether it ended by itself; what the member took back it did not hold to be so. */
    private boolean anyEnded(Subject subject, long second) {
        var own = new ArrayList<Entry>();
        parts.index()
                .scan(
                        subject,
                        entry -> {
                            // For how long all are told must say nothing of what few were.
                            boolean toFew = entry.audience() instanceof Audience.Parties;
                            if (entry.member().equals(self) && !toFew) {
                                own.add(entry);
                            }
                            return true;
                        });
        return HeldVersions.of(own).stream()
                .map(Entry::claim)
                .anyMatch(it ->
                        it.stance() == Stance.MALICIOUS
                                && !it.revoked()
                                && it.validity().untilSecond() <= second);
    }
}
