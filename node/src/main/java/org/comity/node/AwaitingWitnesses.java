package org.comity.node;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.comity.agreement.Agreement;
import org.comity.agreement.StatedClaim;
import org.comity.statement.Subject;

/**
 * Subjects whose verdicts may rise when a quorum has cosigned more of a log. Of the writer's
 * thread.
 */
final class AwaitingWitnesses {
    // By log and index of a claim that the quorum has not cosigned: what may rise when it has.
    private final Map<String, TreeMap<Long, Set<Subject>>> subjects = new HashMap<>();

    void note(Subject subject, Collection<StatedClaim> claims) {
        if (!Agreement.awaitsWitnesses(claims)) {
            return;
        }
        for (StatedClaim claim : claims) {
            if (!claim.full()) {
                subjects.computeIfAbsent(claim.statement().origin(), _ -> new TreeMap<>())
                        .computeIfAbsent(claim.statement().index(), _ -> new HashSet<>())
                        .add(subject);
            }
        }
    }

    /** What waited for these logs, as far as they are cosigned now; it waits no longer. */
    Set<Subject> risen(Collection<Log> grown) {
        var risen = new HashSet<Subject>();
        for (Log log : grown) {
            var waiting = subjects.get(log.origin());
            if (waiting != null) {
                var below = waiting.headMap(log.cosignedSize());
                below.values().forEach(risen::addAll);
                below.clear();
            }
        }
        return risen;
    }
}
