package org.comity.study;

import org.comity.agreement.StatedClaim;
import org.comity.statement.Claim;

/** A claim as it stands in its member's log, and the second at which it came there. */
public record ExerciseSaid(long second, StatedClaim stated) {
    /** One line of the exercise's canonical text. */
    String line() {
        Claim claim = stated.claim();
        return String.join(
                " ",
                "said",
                Long.toString(second),
                stated.statement().toString(),
                claim.subject().key(),
                claim.stance().word(),
                claim.abuse().word(),
                claim.grounds().basis().word(),
                claim.grounds().role().word(),
                claim.grounds().roots().toString(),
                claim.grounds().source().isEmpty() ? "-" : claim.grounds().source(),
                Long.toString(claim.validity().fromSecond()),
                Long.toString(claim.validity().untilSecond()),
                claim.target().word(),
                claim.objectId(),
                claim.revoked() ? "revoked" : "stands");
    }
}
