package org.comity.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.comity.agreement.Agreement;
import org.comity.agreement.StatedClaim;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;

/**
 * What has been stated by now, by subject; of it only what can still be some member's current claim
 * is kept. That decides the same as all that was ever stated.
 */
final class Statements {
    private final Map<Integer, List<StatedClaim>> bySubject = new LinkedHashMap<>();
    private boolean anyBenign;

    /** Takes the next claim of a log. */
    void add(int subject, StatedClaim claim, long nowSecond) {
        anyBenign |= claim.claim().stance() == Stance.BENIGN;
        List<StatedClaim> its = bySubject.computeIfAbsent(subject, _ -> new ArrayList<>(2));
        its.removeIf(
                it -> Agreement.isOver(it, nowSecond) || Agreement.outlives(claim, it, nowSecond));
        its.add(claim);
    }

    /** What revoking all of a member's claims of this stance leaves. */
    void retract(int subject, MemberId member, Stance stance) {
        List<StatedClaim> its = bySubject.get(subject);
        if (its != null) {
            its.removeIf(it -> it.member().equals(member) && it.claim().stance() == stance);
        }
    }

    /** Those that have not ended. */
    List<StatedClaim> on(int subject, long nowSecond) {
        List<StatedClaim> its = bySubject.get(subject);
        if (its == null) {
            return List.of();
        }
        its.removeIf(it -> Agreement.isOver(it, nowSecond));
        if (its.isEmpty()) {
            bySubject.remove(subject);
        }
        return List.copyOf(its);
    }

    boolean hasBenign() {
        return anyBenign;
    }

    List<Integer> subjects() {
        return List.copyOf(bySubject.keySet());
    }
}
