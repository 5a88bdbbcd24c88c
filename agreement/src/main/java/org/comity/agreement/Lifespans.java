package org.comity.agreement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.comity.charter.Charter;
import org.comity.charter.Lives;
import org.comity.statement.Claim;
import org.comity.statement.Lifetimes;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;

/**
 * Until when claims count on one list (DESIGN section 6): as the charter says by list and kind of
 * subject, else as long as the kind lives. A member may say less than a life, never more: otherwise
 * one claim could hold for ever. What a member has relisted may say two lives; the second holds
 * only where the subject is agreed with it. One claim is for all lists: it says two lives when it
 * says more than one on the list where it lives longest, and has only one on every list else.
 *
 * @param lives what the charter says for the list
 * @param all what it says for any list
 */
record Lifespans(Lives lives, List<Lives> all) {
    private static final long DAY_SECONDS = 86_400;

    Lifespans {
        all = List.copyOf(all);
    }

    static Lifespans of(Charter charter, String list) {
        List<Lives> all = new ArrayList<>(List.of(charter.lives("")));
        charter.articles().lists().forEach(it -> all.add(it.lives()));
        return new Lifespans(charter.lives(list), all);
    }

    static Lifespans of(Setting setting) {
        return of(setting.charter(), setting.list());
    }

    /** The second from which the claim no longer holds. */
    long endOf(Claim claim) {
        return end(claim, 1);
    }

    /** The second from which it no longer makes anything agreed; never before the above. */
    long agreedEndOf(Claim claim) {
        SubjectKind kind = claim.subject().kind();
        long longest =
                all.stream().mapToLong(it -> life(it, kind, claim.target())).max().orElseThrow();
        long said = claim.validity().untilSecond() - claim.validity().fromSecond();
        return end(claim, said > longest ? 2 : 1);
    }

    /** The second from which the claim no longer makes its subject trusted. */
    long trustedEndOf(Claim claim) {
        SubjectKind kind = claim.subject().kind();
        Duration trusted = lives.of(kind).orElseGet(() -> trusted(kind));
        return Math.min(endOf(claim), end(claim, trusted.toSeconds()));
    }

    boolean holdsAt(Claim claim, long second) {
        return claim.validity().fromSecond() <= second && second < endOf(claim);
    }

    /** At that second or earlier on its UTC day, whatever has become of it since. */
    boolean heldOnDayOf(Claim claim, long second) {
        return !claim.revoked()
                && claim.validity().fromSecond() <= second
                && second - second % DAY_SECONDS < endOf(claim);
    }

    /** The first second of the UTC day that follows, or begins then. */
    static long dawnAfter(long second) {
        return (second + DAY_SECONDS - 1) / DAY_SECONDS * DAY_SECONDS;
    }

    /** In the second of its lives. */
    boolean isRelistedAt(Claim claim, long second) {
        return endOf(claim) <= second && second < agreedEndOf(claim);
    }

    /** In seconds. */
    long life(SubjectKind kind, Target target) {
        return life(lives, kind, target);
    }

    private static long life(Lives lives, SubjectKind kind, Target target) {
        return lives.of(kind).orElseGet(() -> Lifetimes.of(kind, target)).toSeconds();
    }

    private long end(Claim claim, int times) {
        return end(claim, times * life(claim.subject().kind(), claim.target()));
    }

    private static long end(Claim claim, long life) {
        long from = claim.validity().fromSecond();
        long until = claim.validity().untilSecond();
        // Compared as a difference: from is not negative, so it cannot overflow.
        return until - from <= life ? until : from + life;
    }

    private static Duration trusted(SubjectKind kind) {
        return switch (kind) {
            case ADDRESS -> Duration.ofHours(24);
            case DOMAIN, URL, MAIL_ADDRESS -> Duration.ofDays(14);
            case FILE, FINGERPRINT -> Duration.ofDays(30);
        };
    }
}
