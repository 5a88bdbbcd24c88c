package org.comity.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.comity.agreement.Horizon;
import org.comity.agreement.StatedClaim;
import org.comity.statement.Fingerprint;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.views.FingerprintIndex;
import org.comity.views.FingerprintMatch;

/**
 * What has been stated by now, by subject; of it only what can still be some member's current claim
 * is kept. That decides the same as all that was ever stated.
 */
final class Statements {
    private final Map<Integer, List<StatedClaim>> bySubject = new LinkedHashMap<>();
    private final FingerprintIndex prints = new FingerprintIndex();
    private final Map<Subject, Integer> printNumbers = new TreeMap<>();
    private final Horizon horizon;
    private boolean anyBenign;

    Statements(Horizon horizon) {
        this.horizon = horizon;
    }

    /** Takes the next claim of a log. */
    void add(int subject, StatedClaim claim, long nowSecond) {
        anyBenign |= claim.claim().stance() == Stance.BENIGN;
        List<StatedClaim> its = bySubject.computeIfAbsent(subject, _ -> new ArrayList<>(2));
        its.removeIf(it -> horizon.isOver(it, nowSecond) || horizon.outlives(claim, it, nowSecond));
        its.add(claim);
        Subject what = claim.claim().subject();
        if (what.kind() == SubjectKind.FINGERPRINT && printNumbers.put(what, subject) == null) {
            prints.add(what);
        }
    }

    /** Numbers of the fingerprints claimed so far that count as this one, the likest first. */
    List<Integer> like(Subject fingerprint) {
        return prints.matches(fingerprint, Fingerprint.LISTING_MATCH_MIN).stream()
                .map(FingerprintMatch::subject)
                .map(printNumbers::get)
                .toList();
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
        its.removeIf(it -> horizon.isOver(it, nowSecond));
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
