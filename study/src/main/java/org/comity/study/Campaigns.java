package org.comity.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Mails that are variants of one another: spam mails, of any member, that call to a common
 * registrable name, followed from mail to mail. Names on a warning list join nothing, or all spam
 * would be one campaign. A mail without any such name is in none.
 */
final class Campaigns {
    private static final int FIRST = 10;

    private final int[] parents;
    private final MailStream stream;
    private final boolean[] named;

    Campaigns(MailStream stream) {
        this.stream = stream;
        this.parents = new int[stream.subjectCount()];
        this.named = new boolean[parents.length];
        for (int at = 0; at < parents.length; at++) {
            parents[at] = at;
        }
        for (Arrival mail : stream.arrivals()) {
            if (mail.isSpam()) {
                join(mail);
            }
        }
    }

    private void join(Arrival mail) {
        int[] first = {-1};
        mail.eachLinkName(name -> {
            if (!stream.isStopped(name)) {
                named[name] = true;
                if (first[0] >= 0) {
                    parents[top(name)] = top(first[0]);
                }
                first[0] = name;
            }
        });
    }

    private int top(int name) {
        int at = name;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    /** Negative when it is in none. */
    private int of(Arrival mail) {
        int[] campaign = {-1};
        mail.eachLinkName(name -> {
            if (campaign[0] < 0 && named[name]) {
                campaign[0] = top(name);
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
