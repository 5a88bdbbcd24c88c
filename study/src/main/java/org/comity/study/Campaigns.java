package org.comity.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.comity.statement.Fingerprint;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.views.FingerprintIndex;

/**
 * Mails that are variants of one another: spam mails, of any member, that call to a common
 * registrable name or whose texts are alike, followed from mail to mail. Names on a warning list
 * join nothing, or all spam would be one campaign. A mail without any such name or text is in none.
 */
final class Campaigns {
    private static final int FIRST = 10;

    // By number of subject: another of the same campaign, or itself.
    private final int[] parents;
    private final boolean[] inSpam;
    private final MailStream stream;

    Campaigns(MailStream stream) {
        this.stream = stream;
        this.parents = new int[stream.subjectCount()];
        this.inSpam = new boolean[parents.length];
        for (int at = 0; at < parents.length; at++) {
            parents[at] = at;
        }
        var prints = new FingerprintIndex();
        var numbers = new TreeMap<Subject, Integer>();
        for (Arrival mail : stream.arrivals()) {
            if (mail.isSpam()) {
                join(mail);
                eachPrint(mail, it -> joinAlike(it, prints, numbers));
            }
        }
    }

    private void join(Arrival mail) {
        int[] first = {-1};
        eachSign(
                mail,
                sign -> {
                    inSpam[sign] = true;
                    if (first[0] >= 0) {
                        unite(sign, first[0]);
                    }
                    first[0] = sign;
                });
    }

    /** With the texts that came before it. */
    private void joinAlike(int print, FingerprintIndex prints, Map<Subject, Integer> numbers) {
        Subject its = stream.subject(print);
        if (numbers.putIfAbsent(its, print) == null) {
            prints.matches(its, Fingerprint.CAMPAIGN_MATCH_MIN)
                    .forEach(it -> unite(print, numbers.getOrDefault(it.subject(), print)));
            prints.add(its);
        }
    }

    private void eachSign(Arrival mail, IntConsumer take) {
        mail.eachLinkName(name -> {
            if (!stream.isStopped(name)) {
                take.accept(name);
            }
        });
        eachPrint(mail, take);
    }

    private void eachPrint(Arrival mail, IntConsumer take) {
        mail.eachAsked((subject, _) -> {
            if (stream.subject(subject).kind() == SubjectKind.FINGERPRINT) {
                take.accept(subject);
            }
        });
    }

    private void unite(int one, int other) {
        parents[top(one)] = top(other);
    }

    private int top(int sign) {
        int at = sign;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    /** Negative when it is in none. */
    private int of(Arrival mail) {
        int[] campaign = {-1};
        eachSign(
                mail,
                sign -> {
                    if (campaign[0] < 0 && inSpam[sign]) {
                        campaign[0] = top(sign);
                    }
                });
        return campaign[0];
    }

    /**
     * Of the first ten mails of each campaign at the member, how many were stopped.
     *
     * @param judged the member's mails in order of time
     * @param fromSecond mails before it are counted as first ones, but not in the figure
     */
    Proportion firstTen(List<Replay.Judged> judged, Lens lens, long fromSecond) {
        Map<Integer, Integer> counts = new LinkedHashMap<>();
        long stopped = 0;
        long all = 0;
        for (Replay.Judged one : judged) {
            int campaign = one.mail().isSpam() ? of(one.mail()) : -1;
            if (campaign >= 0 && counts.merge(campaign, 1, Integer::sum) <= FIRST) {
                boolean counted = one.mail().second() >= fromSecond;
                all += counted ? 1 : 0;
                stopped += counted && one.isStopped(lens) ? 1 : 0;
            }
        }
        return new Proportion(stopped, all);
    }
}
