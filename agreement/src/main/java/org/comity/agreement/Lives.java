package org.comity.agreement;

import java.time.Duration;
import org.comity.statement.Claim;
import org.comity.statement.Lifetimes;
import org.comity.statement.SubjectKind;

/**
 * Until when claims count. A member may say less than the lifetime of the kind, never more:
 * otherwise one claim could hold for ever. (Doubling on relisting, when agreed, comes with the
 * issue on lists.)
 */
final class Lives {
    private Lives() {}

    /** The second from which the claim no longer holds. */
    static long endOf(Claim claim) {
        return end(claim, Lifetimes.of(claim.subject().kind(), claim.target()));
    }

    /**
     * The second from which the claim no longer makes its subject trusted (DESIGN section 6,
     * trusted).
     */
    static long trustedEndOf(Claim claim) {
        return Math.min(endOf(claim), end(claim, trusted(claim.subject().kind())));
    }

    static boolean holdsAt(Claim claim, long second) {
        return claim.validity().fromSecond() <= second && second < endOf(claim);
    }

    private static long end(Claim claim, Duration life) {
        long from = claim.validity().fromSecond();
        long until = claim.validity().untilSecond();
        // Compared as a difference: from is not negative, so it cannot overflow.
        return until - from <= life.toSeconds() ? until : from + life.toSeconds();
    }

    private static Duration trusted(SubjectKind kind) {
        return switch (kind) {
            case ADDRESS -> Duration.ofHours(24);
            case DOMAIN, URL, MAIL_ADDRESS -> Duration.ofDays(14);
            case FILE, FINGERPRINT -> Duration.ofDays(30);
        };
    }
}
