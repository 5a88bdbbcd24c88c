package org.comity.agreement;

import java.util.Set;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.charter.Rules;
import org.comity.statement.MemberId;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;

/**
 * What agreed must reach on one subject: the rules of the list, more for assets that the charter
 * protects, and who counts at all.
 */
record Bar(Charter charter, Rules rules, boolean isProtected, Set<MemberId> inStanding) {
    /** Of the default list, on a subject that nobody protects. */
    static Bar of(Charter charter, Set<MemberId> inStanding) {
        return new Bar(charter, charter.rules(), false, inStanding);
    }

    static Bar of(Setting setting, Subject subject) {
        Charter charter = setting.charter();
        return new Bar(
                charter,
                charter.rules(setting.list()),
                charter.isProtected(subject),
                setting.inStanding());
    }

    /** Leaning blocs in every dimension: max(2, f+1), and 2f+1 where it is protected. */
    int blocsNeeded() {
        return isProtected ? Math.max(2, 2 * rules.f() + 1) : rules.blocsNeeded();
    }

    /**
     * Whether it counts in K and B: a newcomer on probation speaks, and makes nothing agreed or
     * blocked; and whom a mail merely mentions or names as its sender, anybody can choose.
     */
    boolean counts(StatedClaim claim) {
        return Tiers.isWeighty(claim) && !charter.isOnProbation(claim.member());
    }

    /**
     * Whether its look into the subject may make that agreed: links that machines found in many
     * countries, which an outsider or a feed can plant, else wait for one newcomer's word.
     */
    boolean mayLook(StatedClaim claim) {
        return counts(claim) && inStanding.contains(claim.member());
    }

    /**
     * Whether the subject is the member's own space: its name as a domain, the host where its node
     * answers, and what lies under them. What it says of itself counts for nothing.
     */
    static boolean isOwnSpace(Member member, Subject subject) {
        String value =
                subject.kind() == SubjectKind.URL
                        ? Observables.host(subject).value()
                        : subject.value();
        return switch (subject.kind()) {
            case ADDRESS, DOMAIN, URL ->
                    isUnder(value, member.id().name()) || isUnder(value, host(member.url()));
            case MAIL_ADDRESS, FILE, FINGERPRINT -> false;
        };
    }

    private static boolean isUnder(String name, String space) {
        return !space.isEmpty() && (name.equals(space) || name.endsWith("." + space));
    }

    private static String host(String url) {
        int from = url.indexOf("://") + 3;
        if (from < 3) {
            return "";
        }
        int until = from;
        while (until < url.length() && ":/".indexOf(url.charAt(until)) < 0) {
            until++;
        }
        return url.substring(from, until);
    }
}
