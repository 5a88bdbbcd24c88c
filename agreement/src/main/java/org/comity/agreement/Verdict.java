package org.comity.agreement;

import java.util.List;
import java.util.Optional;
import org.comity.statement.AbuseClass;
import org.comity.statement.Subject;

/**
 * What follows for one subject, and why.
 *
 * @param tier empty when nothing may be listed
 * @param sinceSecond from when the oldest claim that supports it holds; untilSecond: the first
 *     second at which level or tier are others if nobody states anything more. Both are the
 *     evaluation time when unknown
 * @param reasons plain sentences, most deciding first, without any value or name that marking may
 *     hide
 */
public record Verdict(
        Subject subject,
        Level level,
        Optional<Tier> tier,
        AbuseClass abuse,
        long sinceSecond,
        long untilSecond,
        Support support,
        List<String> reasons) {
    public Verdict {
        reasons = List.copyOf(reasons);
    }
}
