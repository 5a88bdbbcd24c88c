package org.comity.statement;

import java.time.Duration;

/**
 * How long a claim holds by kind of subject when the charter says nothing else (DESIGN section 6).
 */
public final class Lifetimes {
    private Lifetimes() {}

    public static Duration of(SubjectKind kind, Target target) {
        return switch (kind) {
            case ADDRESS -> Duration.ofHours(24);
            case URL, MAIL_ADDRESS -> Duration.ofDays(14);
            case DOMAIN -> target == Target.DEDICATED ? Duration.ofDays(90) : Duration.ofDays(14);
            case FILE -> Duration.ofDays(90);
            case FINGERPRINT -> Duration.ofDays(30);
        };
    }
}
