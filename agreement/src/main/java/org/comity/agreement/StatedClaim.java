package org.comity.agreement;

import org.comity.statement.Claim;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;

/**
 * A claim with where it stands.
 *
 * @param position 0-based place of the claim within its statement
 * @param full the log's prefix up to it is cosigned by the quorum (DESIGN section 7); provisional
 *     otherwise
 */
public record StatedClaim(
        MemberId member, StatementId statement, int position, Claim claim, boolean full) {}
