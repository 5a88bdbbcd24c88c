package org.comity.agreement;

import java.util.List;
import java.util.Optional;
import org.comity.charter.Decision;
import org.comity.statement.MemberId;
import org.comity.value.Hash;

/**
 * The numbers behind a verdict (DESIGN section 6).
 *
 * <p>The numbers of the side that the level rests on: benign when cleared, malicious otherwise.
 *
 * @param k maximum matching of members to distinct roots
 * @param blocsFor B per dimension of the rules, in their order; blocsAgainst the same for the other
 *     side
 * @param matching which claim was matched to which root: the lexicographically least maximum
 *     matching
 * @param deciding current claims that the level rests on: for agreed and cleared those that count
 *     in K, for trusted those that each suffice, for contested the malicious ones in standing, else
 *     all malicious ones
 * @param opposing all current claims of the other side
 * @param decision what the membership decided, which then stands above all claims
 */
public record Support(
        int k,
        List<Integer> blocsFor,
        List<Integer> blocsAgainst,
        List<Match> matching,
        List<StatedClaim> deciding,
        List<StatedClaim> opposing,
        Optional<Decision> decision) {
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
