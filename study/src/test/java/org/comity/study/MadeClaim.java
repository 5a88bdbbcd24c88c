package org.comity.study;

import java.util.List;
import org.comity.agreement.StatedClaim;
import org.comity.statement.AbuseClass;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.Target;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** Claims for tests; each number gives an object and a piece of evidence of its own. */
final class MadeClaim {
    private static final long LIFE = 14 * 86_400;

    private MadeClaim() {}

    /** Observed in a called-to link, for fourteen days. */
    static Claim of(Subject subject, Stance stance, long second, long number) {
        Hash root = Hash.digest(Bytes.utf8("mail " + number).array());
        return new Claim(
                subject,
                stance,
                stance == Stance.BENIGN ? AbuseClass.UNSPECIFIED : AbuseClass.SPAM,
                new Claim.Grounds(Basis.OBSERVED, Role.CALLED_TO_LINK, List.of(root), ""),
                new Claim.Validity(second, second + LIFE),
                Target.UNKNOWN,
                "indicator--" + number,
                false);
    }

    /** The same on other grounds, with its own evidence. */
    static Claim as(Claim claim, Basis basis, Role role) {
        String source = basis == Basis.RELAYED ? "a feed" : "";
        return new Claim(
                claim.subject(),
                claim.stance(),
                claim.abuse(),
                new Claim.Grounds(basis, role, claim.grounds().roots(), source),
                claim.validity(),
                claim.target(),
                claim.objectId(),
                claim.revoked());
    }

    static StatedClaim stated(MemberId member, Claim claim, long index) {
        var at = new StatementId(member.name() + "/log", index);
        return new StatedClaim(member, at, 0, claim, true);
    }
}
