package org.comity.agreement;

import java.util.List;
import org.comity.statement.MemberId;
import org.comity.value.Hash;

/**
 * The numbers behind a verdict (DESIGN section 6).
 *
 * @param k maximum matching of members to distinct roots, for malicious
 * @param blocsFor B per dimension of the rules, in their order; blocsAgainst the same for benign
 * @param matching which claim was matched to which root: the lexicographically least maximum
 *     matching
 * @param deciding current malicious claims in standing; opposing: current benign claims
 */
public record Support(
        int k,
        List<Integer> blocsFor,
        List<Integer> blocsAgainst,
        List<Match> matching,
        List<StatedClaim> deciding,
        List<StatedClaim> opposing) {
    /** One edge of the matching. */
    public record Match(MemberId member, Hash root) {}

    public Support {
        blocsFor = List.copyOf(blocsFor);
        blocsAgainst = List.copyOf(blocsAgainst);
        matching = List.copyOf(matching);
        deciding = List.copyOf(deciding);
        opposing = List.copyOf(opposing);
    }
}
