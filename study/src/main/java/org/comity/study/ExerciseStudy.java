package org.comity.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.agreement.Level;
import org.comity.agreement.Tier;
import org.comity.agreement.Verdict;
import org.comity.charter.Country;
import org.comity.intake.Found;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;

/**
 * Plays the exercise through the rules that nodes run, second by second: each mail is looked up in
 * the lists that stand when it arrives, standing and vetoes follow day by day. Scope is the
 * exchange; everybody's statements reach everybody after the same delay.
 */
public final class ExerciseStudy {
    private static final int MAILS_MIN = 2;

    /** What is kept of a subject while it plays. */
    private static final class Course {
        private long firstMail = Long.MAX_VALUE;
        private int mails;
        private long trusted = Long.MAX_VALUE;
        private long agreed = Long.MAX_VALUE;
        private boolean scored;
        private boolean agreedScored;
    }

    private final Exercise exercise;
    private final ExerciseAttack attack;
    private final ExerciseBoard board;
    private final SortedMap<MemberId, Country> countries = new TreeMap<>();
    private final SortedMap<Subject, Course> courses = new TreeMap<>();
    private final SortedMap<MemberId, Set<Subject>> wanted = new TreeMap<>();
    private final SortedMap<Country, ExerciseArm.Mails> byCountry = new TreeMap<>();
    private final SortedMap<Level, Part> levels = new TreeMap<>();
    private final SortedMap<Tier, Part> tiers = new TreeMap<>();

    private ExerciseStudy(Exercise exercise, ExerciseAttack attack) {
        this.exercise = exercise;
        this.attack = attack;
        this.board = new ExerciseBoard(exercise.charter(), ExerciseParameters.START_SECOND);
        exercise.charter().members().forEach(it -> countries.put(it.id(), it.country()));
    }

    /**
     * Plays it once.
     *
     * @param delaySeconds from a statement to its effect on everybody's lists
     */
    public static ExerciseArm of(Exercise exercise, ExerciseAttack attack, long delaySeconds) {
        return new ExerciseStudy(exercise, attack).play(delaySeconds);
    }

    private ExerciseArm play(long delaySeconds) {
        List<ExerciseMail> arriving = exercise.mails(attack);
        List<ExerciseSaid> said = exercise.said(attack);
        long midnight = ExerciseParameters.dayStart(1);
        int at = 0;
        for (ExerciseMail mail : arriving) {
            while (midnight <= mail.second()) {
                at = hear(said, at, midnight - delaySeconds);
                close(midnight);
                midnight += ExerciseParameters.dayStart(1) - ExerciseParameters.START_SECOND;
            }
            at = hear(said, at, mail.second() - delaySeconds);
            take(mail);
        }
        hear(said, at, exercise.parameters().endSecond() - delaySeconds);
        close(exercise.parameters().endSecond());
        return arm();
    }

    /** Everything said before the second, from a place on; the place after it. */
    private int hear(List<ExerciseSaid> said, int from, long beforeSecond) {
        int at = from;
        while (at < said.size() && said.get(at).second() < beforeSecond) {
            ExerciseSaid one = said.get(at);
            board.hear(one);
            Subject subject = one.stated().claim().subject();
            note(subject, board.verdict(subject, one.second()), one.second());
            at++;
        }
        return at;
    }

    private void note(Subject subject, Verdict verdict, long second) {
        Course course = courses.computeIfAbsent(subject, _ -> new Course());
        if (verdict.level() == Level.TRUSTED || verdict.level() == Level.AGREED) {
            course.trusted = Math.min(course.trusted, second);
        }
        if (verdict.level() == Level.AGREED) {
            course.agreed = Math.min(course.agreed, second);
        }
        course.scored |= ExerciseBoard.isListed(verdict, Tier.SCORE);
        course.agreedScored |= ExerciseBoard.isAgreed(verdict);
    }

    private void take(ExerciseMail mail) {
        boolean score = false;
        boolean agreed = false;
        boolean block = false;
        boolean anyway = false;
        Set<Subject> known = wanted.computeIfAbsent(mail.member(), _ -> new TreeSet<>());
        List<Found> found = mail.found(GuardSet.shipped());
        for (Found one : found) {
            Verdict verdict = board.verdict(one.subject(), mail.second());
            note(one.subject(), verdict, mail.second());
            boolean listed = ExerciseBoard.isListed(verdict, Tier.SCORE);
            score |= listed;
            agreed |= ExerciseBoard.isAgreed(verdict);
            block |= ExerciseBoard.isListed(verdict, Tier.BLOCK);
            anyway |= listed && !known.contains(one.subject());
            if (mail.wanted()) {
                known.add(one.subject());
            } else {
                Course course = courses.computeIfAbsent(one.subject(), _ -> new Course());
                course.firstMail = Math.min(course.firstMail, mail.second());
                course.mails++;
            }
        }
        var hits = new boolean[] {score, agreed, block, anyway};
        Country country = countries.getOrDefault(mail.member(), new Country("ZZ"));
        byCountry.merge(
                country,
                add(ExerciseArm.Mails.NONE, mail.wanted(), hits),
                (before, _) -> add(before, mail.wanted(), hits));
    }

    private static ExerciseArm.Mails add(ExerciseArm.Mails to, boolean wanted, boolean[] hits) {
        return wanted
                ? new ExerciseArm.Mails(
                        to.stopped(),
                        to.agreed(),
                        to.blocked(),
                        to.wantedHit().plus(hits[0]),
                        to.wantedAnyway().plus(hits[3]))
                : new ExerciseArm.Mails(
                        to.stopped().plus(hits[0]),
                        to.agreed().plus(hits[1]),
                        to.blocked().plus(hits[2]),
                        to.wantedHit(),
                        to.wantedAnyway());
    }

    private void close(long midnight) {
        board.close(midnight);
        for (Subject subject : board.subjects().keySet()) {
            Verdict verdict = board.verdict(subject, midnight);
            if (verdict.tier().isPresent()) {
                boolean malicious = isMalicious(subject, midnight);
                levels.merge(
                        verdict.level(),
                        Part.NONE.plus(malicious),
                        (before, _) -> before.plus(malicious));
                tiers.merge(
                        verdict.tier().get(),
                        Part.NONE.plus(malicious),
                        (before, _) -> before.plus(malicious));
            }
        }
    }

    private boolean isMalicious(Subject subject, long second) {
        ExerciseTruth truth = exercise.truths().get(subject);
        return truth != null && truth.isMalicious(second);
    }

    private ExerciseArm arm() {
        return new ExerciseArm(
                attack,
                byCountry,
                levels,
                tiers,
                new ExerciseArm.Times(delay(false), delay(true)),
                raid(),
                innocentScored());
    }

    private SortedSet<Subject> innocentScored() {
        var scored = new TreeSet<Subject>();
        courses.forEach((subject, course) -> {
            ExerciseTruth truth = exercise.truths().get(subject);
            if (course.scored && truth != null && truth.nature() == ExerciseTruth.Nature.INNOCENT) {
                scored.add(subject);
            }
        });
        return scored;
    }

    private ExerciseArm.Delay delay(boolean agreed) {
        List<Long> minutes = new ArrayList<>();
        int all = 0;
        for (Map.Entry<Subject, Course> entry : courses.entrySet()) {
            Course course = entry.getValue();
            ExerciseTruth truth = exercise.truths().get(entry.getKey());
            boolean counts =
                    truth != null
                            && truth.nature() == ExerciseTruth.Nature.DEDICATED
                            && entry.getKey().kind() != SubjectKind.URL
                            && course.mails >= MAILS_MIN;
            if (counts) {
                all++;
                long reached = agreed ? course.agreed : course.trusted;
                if (reached < Long.MAX_VALUE) {
                    minutes.add(Math.max(0, reached - course.firstMail) / 60);
                }
            }
        }
        Collections.sort(minutes);
        int count = minutes.size();
        return new ExerciseArm.Delay(
                new Part(count, all),
                count == 0 ? 0 : minutes.get((count - 1) / 2),
                count == 0 ? 0 : minutes.get((count - 1) * 9 / 10));
    }

    private ExerciseArm.Raid raid() {
        ExerciseRaid raid = exercise.raid(attack);
        Part scored = Part.NONE;
        Part agreed = Part.NONE;
        for (Subject subject : raid.poison()) {
            Course course = courses.getOrDefault(subject, new Course());
            scored = scored.plus(course.scored);
            agreed = agreed.plus(course.agreedScored);
        }
        Part left = Part.NONE;
        for (MemberId member : raid.members()) {
            left = left.plus(board.inStanding().contains(member));
        }
        Part lost = Part.NONE;
        for (MemberId member : countries.keySet()) {
            if (!raid.members().contains(member)) {
                lost = lost.plus(board.lost().contains(member));
            }
        }
        return new ExerciseArm.Raid(scored, agreed, left, lost);
    }
}
