package org.comity.node;

import java.util.Optional;
import org.comity.agreement.Verdict;
import org.comity.protection.Listing;

/** What a list says of a verdict. */
final class Listed {
    private Listed() {}

    /** Empty when nothing may be listed. */
    static Optional<Listing> of(Verdict verdict) {
        return verdict.tier()
                .map(tier ->
                        new Listing(
                                verdict.subject(),
                                verdict.level(),
                                tier,
                                verdict.abuse(),
                                verdict.sinceSecond(),
                                verdict.untilSecond(),
                                reason(verdict),
                                verdict.support().decision().isPresent()));
    }

    private static String reason(Verdict verdict) {
        String reason = verdict.reasons().isEmpty() ? "" : verdict.reasons().getFirst();
        return reason.substring(0, Math.min(reason.length(), Listing.REASON_CHARS_MAX));
    }
}
