package org.comity.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.agreement.Agreement;
import org.comity.agreement.DayTally;
import org.comity.agreement.Horizon;
import org.comity.agreement.Interval;
import org.comity.agreement.Level;
import org.comity.agreement.Setting;
import org.comity.agreement.Standings;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.Tier;
import org.comity.agreement.Verdict;
import org.comity.agreement.Vetoes;
import org.comity.agreement.Witnessed;
import org.comity.charter.Charter;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;

/**
 * What a node that holds everything knows at a second: claims, standing, vetoes, verdicts. Verdicts
 * are kept until something that they rest on changes.
 */
final class ExerciseBoard {
    private static final long DAY = 86_400;

    /** Witnesses cosign every log once a tick. */
    private static final long TICK = 300;

    /** Of one subject. */
    static final class Kept {
        private final List<StatedClaim> live = new ArrayList<>();
        private final List<Witnessed> entered = new ArrayList<>();
        private Verdict verdict;
        private long freshUntil;
        private long setting;
        // What uses up budgets here, while nobody says anything and the day goes on.
        private List<StatedClaim> biting = List.of();
        private long bitingUntil;
        private Set<MemberId> bitingBy = new TreeSet<>();

        private Kept(Verdict unknown) {
            this.verdict = unknown;
        }
    }

    private final Charter charter;
    private final Horizon horizon;
    private final SortedMap<Subject, Kept> subjects = new TreeMap<>();
    private final SortedSet<Subject> touchedToday = new TreeSet<>();
    private final SortedMap<MemberId, Long> saidToday = new TreeMap<>();
    private final SortedSet<Subject> opposed = new TreeSet<>();
    private final SortedSet<MemberId> lost = new TreeSet<>();
    private Standings standings;
    private Set<MemberId> inStanding;
    private Vetoes vetoes;
    private final Kept none;
    private List<StatedClaim> bitingBefore = List.of();
    private int listedBefore;
    private int listedAtStart;
    private long setting;

    ExerciseBoard(Charter charter, long startSecond) {
        this.charter = charter;
        this.horizon = Horizon.of(charter);
        this.standings = Standings.first(charter, startSecond / DAY);
        this.inStanding = standings.inStanding();
        this.vetoes = Vetoes.budgeted(0, List.of());
        this.none = new Kept(decide(new Subject(SubjectKind.DOMAIN, "none.example"), List.of(), 0));
    }

    Set<MemberId> inStanding() {
        return inStanding;
    }

    /** Members that the charter vouches for and that were not in standing on some day. */
    SortedSet<MemberId> lost() {
        return lost;
    }

    SortedMap<Subject, Kept> subjects() {
        return subjects;
    }

    void hear(ExerciseSaid said) {
        StatedClaim stated = said.stated();
        Subject subject = stated.claim().subject();
        Kept kept = subjects.computeIfAbsent(subject, it -> new Kept(decide(it, List.of(), 0)));
        long from = said.second() / TICK * TICK;
        kept.entered.add(new Witnessed(stated, new Interval(from, from + 2 * TICK)));
        touchedToday.add(subject);
        saidToday.merge(stated.member(), 1L, Long::sum);
        kept.freshUntil = 0;
        kept.bitingUntil = 0;
        if (stated.claim().stance() == Stance.BENIGN) {
            kept.live.add(stated); // what is taken back still uses up a budget
            opposed.add(subject);
            allot(said.second());
        } else {
            kept.live.removeIf(it -> replaces(stated, it));
            if (!stated.claim().revoked()) {
                kept.live.add(stated);
            }
        }
    }

    Verdict verdict(Subject subject, long second) {
        Kept kept = subjects.get(subject);
        if (kept == null) {
            return decide(subject, List.of(), second);
        }
        if (second >= kept.freshUntil || kept.setting != setting) {
            kept.live.removeIf(it -> horizon.isOver(it, second));
            kept.verdict = decide(subject, kept.live, second);
            kept.freshUntil = horizon.nextChange(kept.live, second).orElse(Long.MAX_VALUE);
            kept.setting = setting;
        }
        return kept.verdict;
    }

    /** The day is over: its standing follows, and the next day's budget of vetoes. */
    void close(long second) {
        DayTally tally = standings.tally(charter);
        for (Subject subject : touchedToday) {
            Kept kept = subjects.get(subject);
            if (kept != null) {
                tally.subject(kept.entered, Optional.empty(), Optional.empty());
            }
        }
        saidToday.forEach(tally::claims);
        standings = tally.close(new TreeMap<>());
        if (!inStanding.equals(standings.inStanding())) {
            inStanding = standings.inStanding();
            setting++;
        }
        charter.members().stream()
                .filter(it -> it.vouched() && !inStanding.contains(it.id()))
                .forEach(it -> lost.add(it.id()));
        touchedToday.clear();
        saidToday.clear();
        listedAtStart = 0;
        for (Subject subject : subjects.keySet()) {
            listedAtStart += verdict(subject, second).tier().isPresent() ? 1 : 0;
        }
        allot(second);
    }

    /** Whether anything at this tier or above is listed. */
    static boolean isListed(Verdict verdict, Tier tier) {
        return verdict.tier().filter(it -> it.compareTo(tier) >= 0).isPresent();
    }

    static boolean isAgreed(Verdict verdict) {
        return verdict.level() == Level.AGREED && isListed(verdict, Tier.SCORE);
    }

    private static boolean replaces(StatedClaim later, StatedClaim earlier) {
        return later.member().equals(earlier.member())
                && later.claim().objectId().equals(earlier.claim().objectId());
    }

    /** Each member's vetoes of the day, in the order of its log, up to its budget. */
    private void allot(long second) {
        List<StatedClaim> biting = new ArrayList<>();
        for (Subject subject : opposed) {
            biting.addAll(biting(subject, subjects.getOrDefault(subject, none), second));
        }
        if (!biting.equals(bitingBefore) || listedAtStart != listedBefore) {
            vetoes = Vetoes.budgeted(listedAtStart, biting);
            bitingBefore = biting;
            listedBefore = listedAtStart;
            opposed.forEach(it -> subjects.getOrDefault(it, none).freshUntil = 0);
        }
    }

    private List<StatedClaim> biting(Subject subject, Kept kept, long second) {
        if (second >= kept.bitingUntil || !kept.bitingBy.equals(inStanding)) {
            kept.biting = Agreement.vetoesOfDay(subject, kept.live, setting(second));
            long dawn = (second / DAY + 1) * DAY;
            kept.bitingUntil =
                    Math.min(dawn, horizon.nextChange(kept.live, second).orElse(Long.MAX_VALUE));
            kept.bitingBy = inStanding;
        }
        return kept.biting;
    }

    private Verdict decide(Subject subject, List<StatedClaim> claims, long second) {
        return Agreement.decide(subject, claims, setting(second));
    }

    private Setting setting(long second) {
        return new Setting(charter, GuardSet.shipped(), second, inStanding, vetoes);
    }
}
