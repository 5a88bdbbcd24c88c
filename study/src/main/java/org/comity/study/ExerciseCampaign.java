package org.comity.study;

import java.util.List;
import org.comity.statement.AbuseClass;
import org.comity.statement.MemberId;

/**
 * Mails that are variants of one another, with a rise and a fall.
 *
 * @param peak mails a day, all victims together, at its height
 * @param victims members that get its mails
 */
public record ExerciseCampaign(
        String name,
        String actor,
        AbuseClass abuse,
        Span span,
        int peak,
        Way way,
        List<MemberId> victims) {
    /** Days of the exercise; from inclusive, until exclusive. */
    public record Span(int fromDay, int untilDay) {
        boolean holds(int day) {
            return fromDay <= day && day < untilDay;
        }
    }

    /** A thing that the campaign uses on some days. */
    record Used(String value, Span span) {}

    /**
     * How it works.
     *
     * @param freshHosts a host of its own for every mail, below the same domain
     * @param brandLink some mails also link to the innocent site that it imitates
     */
    record Way(
            List<Used> domains,
            List<Used> addresses,
            boolean freshHosts,
            boolean brandLink,
            boolean attaches) {
        Way {
            domains = List.copyOf(domains);
            addresses = List.copyOf(addresses);
        }
    }

    public ExerciseCampaign {
        victims = List.copyOf(victims);
    }

    /** A third of the time it rises, then it falls. */
    int mailsOn(int day) {
        if (!span.holds(day)) {
            return 0;
        }
        int length = span.untilDay() - span.fromDay();
        int rise = Math.max(1, length / 3);
        int at = day - span.fromDay();
        return at < rise
                ? Math.max(1, peak * (at + 1) / rise)
                : Math.max(1, peak * (length - at) / (length - rise + 1));
    }

    static List<String> on(List<Used> used, int day) {
        return used.stream().filter(it -> it.span().holds(day)).map(Used::value).toList();
    }
}
