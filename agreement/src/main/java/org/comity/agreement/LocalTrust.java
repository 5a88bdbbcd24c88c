package org.comity.agreement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.value.Hash;

/**
 * Whom a node still believes alone, by what it met itself: private, at once, without effect on
 * others. Standing falls by what many saw, a day later; a member that turns does its harm within
 * the hour. So a node counts, for each other member, the own mails that named what this member
 * alone had claimed, and those of them that this node wants. Who is opposed by five mails and by
 * more than 2 % within 90 days is, for the lists of this node, not in standing: nothing rests on it
 * alone, and its benign claims veto nothing. Others' claims on the same subject stand as before.
 *
 * <p>A mail counts once, however many subjects of one error it names; and a subject counts once in
 * 90 days, or one mail sent many times would count for many. So each subject keeps one mail, and
 * the distinct mails are counted. A subject that several members claim counts for none of them:
 * mailing a wanted name to all traps burns nobody.
 */
public final class LocalTrust {
    /** Opposing mails from which a member may be disbelieved, each with a subject of its own. */
    public static final int OPPOSED_MIN = 5;

    /** Of those met; more than this is too much. */
    public static final int OPPOSED_PERCENT_MAX = 2;

    public static final long WINDOW_SECONDS = 90L * 86_400;

    /** Forgotten is by the hour: 90 days need no precision of seconds. */
    private static final long HOUR_SECONDS = 3_600;

    /** Subjects kept a member; beyond it the oldest are forgotten first. */
    static final int SUBJECTS_MAX = 100_000;

    private final Map<MemberId, Met> members = new TreeMap<>();

    /** An own mail, by its root, named a subject that one other member alone had claimed. */
    public record Lone(MemberId member, Subject subject, Hash mail) {}

    /**
     * What is kept of a subject: the mail that counts for it, when it was met last, and whether it
     * was wanted then. Handed in again in order of time, it gives the same trust.
     */
    public record Kept(Hash mail, boolean wanted, long second) {}

    /**
     * What a meeting changed.
     *
     * @param forgotten subjects of that member that count no longer
     */
    public record Changed(Kept kept, List<Subject> forgotten) {
        public Changed {
            forgotten = List.copyOf(forgotten);
        }
    }

    /** How many mails named what a member alone had claimed, and how many of them are wanted. */
    public record Count(int mails, int wanted) {
        boolean isBelieved() {
            return wanted < OPPOSED_MIN || wanted * 100L <= (long) OPPOSED_PERCENT_MAX * mails;
        }
    }

    /** Of one member. */
    private static final class Met {
        private final Map<Subject, Kept> subjects = new TreeMap<>();
        // How many subjects each mail counts for.
        private final Map<Hash, Integer> mails = new TreeMap<>();
        private final Map<Hash, Integer> wanted = new TreeMap<>();
        private long forgottenHour;

        Kept take(Subject subject, Kept now) {
            Kept before = subjects.remove(subject);
            Kept kept = now;
            if (before != null) {
                drop(before);
                // The same subject again is no further error, but it may count for a mail that no
                // other subject counts for: its first mail may have named many.
                boolean isNewer =
                        mails.containsKey(before.mail()) && !mails.containsKey(now.mail());
                boolean turned = before.wanted() != now.wanted();
                Hash mail = turned || isNewer ? now.mail() : before.mail();
                kept = new Kept(mail, now.wanted(), now.second());
            }
            subjects.put(subject, kept);
            mails.merge(kept.mail(), 1, Integer::sum);
            if (kept.wanted()) {
                wanted.merge(kept.mail(), 1, Integer::sum);
            }
            return kept;
        }

        private void drop(Kept kept) {
            mails.computeIfPresent(kept.mail(), (_, count) -> count == 1 ? null : count - 1);
            if (kept.wanted()) {
                wanted.computeIfPresent(kept.mail(), (_, count) -> count == 1 ? null : count - 1);
            }
        }

        List<Subject> forget(long second) {
            var forgotten = new ArrayList<Subject>();
            long hour = second / HOUR_SECONDS;
            if (hour > forgottenHour) {
                forgottenHour = hour;
                long first = hour - WINDOW_SECONDS / HOUR_SECONDS;
                forget(it -> it.second() / HOUR_SECONDS < first, forgotten);
            }
            if (subjects.size() > SUBJECTS_MAX) {
                long oldest =
                        subjects.values().stream().mapToLong(Kept::second).min().orElseThrow();
                forget(it -> it.second() == oldest, forgotten);
            }
            return forgotten;
        }

        private void forget(Predicate<Kept> which, List<Subject> forgotten) {
            subjects.entrySet()
                    .removeIf(it -> {
                        boolean goes = which.test(it.getValue());
                        if (goes) {
                            drop(it.getValue());
                            forgotten.add(it.getKey());
                        }
                        return goes;
                    });
        }

        Count count() {
            return new Count(mails.size(), wanted.size());
        }
    }

    /**
     * Own mail named a subject that one other member alone had claimed malicious.
     *
     * @param wanted this node wants it: the mail was wanted, or the subject had been before; said
     *     again as false once the mail turns out to be spam, which speaks for the claim
     */
    public Changed met(Lone lone, boolean wanted, long second) {
        Met met = members.computeIfAbsent(lone.member(), _ -> new Met());
        Kept kept = met.take(lone.subject(), new Kept(lone.mail(), wanted, second));
        return new Changed(kept, met.forget(second));
    }

    /** What of a member's lone claims was met. */
    public Count count(MemberId member) {
        return Optional.ofNullable(members.get(member)).map(Met::count).orElse(new Count(0, 0));
    }

    public boolean believes(MemberId member) {
        return count(member).isBelieved();
    }

    /** Those in standing whom this node still believes alone; itself always. */
    public Set<MemberId> believed(Set<MemberId> inStanding, MemberId self) {
        if (inStanding.stream().allMatch(it -> it.equals(self) || believes(it))) {
            return inStanding; // nearly always: no copy for every subject that is decided
        }
        var believed = new TreeSet<>(inStanding);
        believed.removeIf(it -> !it.equals(self) && !believes(it));
        return Collections.unmodifiableSet(believed);
    }

    /**
     * The one other member that the verdict rests on alone; empty when several do, or this node
     * itself claims it too.
     */
    public static Optional<MemberId> alone(Verdict verdict, MemberId self) {
        var members = new TreeSet<MemberId>();
        verdict.support().deciding().forEach(it -> members.add(it.member()));
        return verdict.level() == Level.TRUSTED
                        && members.size() == 1
                        && !members.first().equals(self)
                ? Optional.of(members.first())
                : Optional.empty();
    }
}
