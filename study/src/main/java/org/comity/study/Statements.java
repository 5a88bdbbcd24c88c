package org.comity.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Believed believed;
    private final Map<Integer, List<StatedClaim>> bySubject = new LinkedHashMap<>();
    private final FingerprintIndex prints = new FingerprintIndex();
    private final Map<Subject, Integer> printNumbers = new TreeMap<>();
    private final Horizon horizon;
    // On which somebody said something benign, and those of them on which anything is new.
    private final Set<Integer> opposed = new LinkedHashSet<>();
    private Set<Integer> touched = new LinkedHashSet<>();

    Statements(Believed believed) {
        this.horizon = believed.horizon();
        this.believed = believed;
    }

    /** Takes the next claim of a log. */
    void add(int subject, StatedClaim claim, long nowSecond) {
        if (claim.claim().stance() == Stance.BENIGN) {
            opposed.add(subject);
        }
        touch(subject);
        List<StatedClaim> its = bySubject.computeIfAbsent(subject, _ -> new ArrayList<>(2));
        its.removeIf(it -> horizon.isOver(it, nowSecond) || horizon.outlives(claim, it, nowSecond));
        its.add(claim);
        believed.enters(subject, claim, nowSecond);
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

    void retract(int subject, TakenBack what) {
        List<StatedClaim> its = bySubject.getOrDefault(subject, new ArrayList<>());
        List<StatedClaim> gone =
                its.stream().filter(it -> isBy(it, what.member(), what.stance())).toList();
        if (gone.isEmpty()) {
            return;
        }
        if (what.stance() == Stance.BENIGN) {
            // It still uses up a budget, so both versions stay.
            gone.stream()
                    .filter(it -> !it.claim().revoked())
                    .map(it ->
                            new StatedClaim(
                                    it.member(), what.by(), 0, it.claim().asRevoked(), true))
                    .filter(it -> !its.contains(it))
                    .forEach(its::add);
        } else {
            its.removeAll(gone);
        }
        touch(subject);
        believed.retracts(subject, what);
    }

    /** What destroying its payloads leaves. */
    void erase(int subject, MemberId member, long nowSecond) {
        bySubject
                .getOrDefault(subject, new ArrayList<>())
                .removeIf(it -> it.member().equals(member));
        touch(subject);
        believed.erases(subject, member, nowSecond);
    }

    private static boolean isBy(StatedClaim claim, MemberId member, Stance stance) {
        return claim.member().equals(member) && claim.claim().stance() == stance;
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

    private void touch(int subject) {
        if (opposed.contains(subject)) {
            touched.add(subject);
        }
    }

    boolean hasBenign() {
        return !opposed.isEmpty();
    }

    /** Subjects on which anybody ever said something benign. */
    Set<Integer> opposed() {
        return Collections.unmodifiableSet(opposed);
    }

    /** Those of them of which anything was said since this was last asked. */
    Set<Integer> takeTouched() {
        Set<Integer> its = touched;
        touched = new LinkedHashSet<>();
        return its;
    }

    List<Integer> subjects() {
        return List.copyOf(bySubject.keySet());
    }
}
