package org.comity.node;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.value.Hash;
import org.comity.views.Entry;
import org.comity.views.Stated;

/**
 * Mails with six subjects each, of twenty members. Addresses, names and texts are drawn with a
 * chance of one in their rank (Zipf's law), so that a few stand in a great part of all mails, as
 * hosters and mailing services do; hosts and URLs are mostly of one mail or two.
 */
final class TraceWorld {
    static final int EACH = 6;
    static final int MEMBERS = 20;

    static final long NOW = 1_780_000_000L;
    private static final long SEED = 20_261_130L;

    private final int mails;
    private final int[] subjects;
    private final int[] degrees;

    TraceWorld(int edges) {
        this.mails = edges / EACH;
        this.subjects = new int[mails * EACH];
        int names = Math.max(100, mails / 6);
        int kinds = 4;
        this.degrees = new int[names * kinds + mails * 2 + 1];
        for (int mail = 0; mail < mails; mail++) {
            var random = new SplittableRandom(SEED + mail);
            int at = mail * EACH;
            for (int kind = 0; kind < kinds; kind++) {
                subjects[at + kind] = kind * names + rank(random, names);
            }
            subjects[at + 4] = kinds * names + random.nextInt(mails);
            subjects[at + 5] = kinds * names + mails + random.nextInt(mails);
            for (int place = at; place < at + EACH; place++) {
                degrees[subjects[place]]++;
            }
        }
    }

    private static int rank(SplittableRandom random, int of) {
        return (int) Math.min(of - 1, Math.exp(random.nextDouble() * Math.log(of)) - 1);
    }

    int mails() {
        return mails;
    }

    int edges() {
        return subjects.length;
    }

    int degree(int subject) {
        return degrees[subject];
    }

    int highestDegree() {
        return Arrays.stream(degrees).max().orElse(0);
    }

    long subjectCount() {
        return Arrays.stream(degrees).filter(it -> it > 0).count();
    }

    int subjectAt(int mail, int place) {
        return subjects[mail * EACH + place];
    }

    static Subject subject(int number) {
        return new Subject(SubjectKind.DOMAIN, "s" + Integer.toString(number, 36) + ".example");
    }

    static int member(int mail) {
        return mail % MEMBERS;
    }

    static Hash root(int mail) {
        return Hash.digest(RowKeys.number(mail).array());
    }

    List<Entry> entries(int fromMail, int untilMail) {
        var all = new ArrayList<Entry>();
        for (int mail = fromMail; mail < untilMail; mail++) {
            all.addAll(entries(mail));
        }
        return all;
    }

    List<Entry> entries(int mail) {
        var member = new MemberId("member-" + member(mail) + ".example");
        var stated =
                new Stated(
                        member,
                        new StatementId(member.name() + "/log", mail / MEMBERS),
                        Marking.of(Tlp.GREEN),
                        new Audience.Exchange(),
                        NOW);
        var claims = new ArrayList<Claim>(EACH);
        Hash root = root(mail);
        for (int place = 0; place < EACH; place++) {
            claims.add(
                    new Claim(
                            subject(subjectAt(mail, place)),
                            Stance.MALICIOUS,
                            AbuseClass.SPAM,
                            new Claim.Grounds(
                                    Basis.OBSERVED, Role.CALLED_TO_LINK, List.of(root), ""),
                            new Claim.Validity(NOW - mails + mail, NOW + 14L * 86_400),
                            Target.UNKNOWN,
                            "indicator--" + new java.util.UUID(root.first(), place),
                            false));
        }
        return Entry.all(stated, claims);
    }
}
