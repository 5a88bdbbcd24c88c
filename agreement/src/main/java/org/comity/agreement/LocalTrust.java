package org.comity.agreement;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;

/**
 * Whom a node still believes alone, by what it met itself: private, at once, without effect on
 * others. Standing falls by what many saw, a day later; a member that turns does its harm within
 * the hour. So a node counts, for each other member, the subjects in its own mail that this member
 * alone had claimed, and those of them that this node wants. Who is opposed five times and on more
 * than 2 % within 90 days is, for the lists of this node, not in standing: nothing rests on it
 * alone, and its benign claims veto nothing. Others' claims on the same subject stand as before.
 *
 * <p>A subject counts once in 90 days, or one mail sent many times would count for many. A subject
 * that several members claim counts for none of them: mailing a wanted name to all traps burns
 * nobody.
 */
public final class LocalTrust {
    /** Opposed subjects from which a member may be disbelieved. */
    public static final int OPPOSED_MIN = 5;

    /** Of those met; more than this is too much. */
    public static final int OPPOSED_PERCENT_MAX = 2;

    public static final long WINDOW_SECONDS = 90L * 86_400;

    /** Subjects kept a member; beyond it the oldest are forgotten first. */
    static final int SUBJECTS_MAX = 100_000;

    private final Map<MemberId, Met> members = new TreeMap<>();

    /** Of one member: when each subject was met last, and whether it was wanted then. */
    private static final class Met {
        private final Map<Subject, Long> seen = new TreeMap<>();
        private final Map<Subject, Long> opposed = new TreeMap<>();
        private long forgottenAt;

        /** Once an hour is often enough: 90 days need no precision of seconds. */
        void forget(long second) {
            if (second - forgottenAt >= 3_600 || seen.size() > SUBJECTS_MAX) {
                forgottenAt = second;
                seen.values().removeIf(it -> it <= second - WINDOW_SECONDS);
                opposed.values().removeIf(it -> it <= second - WINDOW_SECONDS);
            }
            if (seen.size() > SUBJECTS_MAX) {
                long oldest = Collections.min(seen.values());
                seen.values().removeIf(it -> it == oldest);
            }
        }

        boolean isBelieved() {
            return opposed.size() < OPPOSED_MIN
                    || opposed.size() * 100L <= (long) OPPOSED_PERCENT_MAX * seen.size();
        }
    }

    /**
     * Own mail named a subject that one other member alone had claimed malicious.
     *
     * @param wanted this node wants it: the mail was wanted, or the subject had been before; said
     *     again as false once the mail turns out to be spam, which speaks for the claim
     */
    public void met(MemberId alone, Subject subject, boolean wanted, long second) {
        Met met = members.computeIfAbsent(alone, _ -> new Met());
        met.seen.put(subject, second);
        if (wanted) {
            met.opposed.put(subject, second);
        } else {
            met.opposed.remove(subject);
        }
        met.forget(second);
    }

    public boolean believes(MemberId member) {
        return Optional.ofNullable(members.get(member)).map(Met::isBelieved).orElse(true);
    }

    /** Those in standing whom this node still believes alone; itself always. */
    public Set<MemberId> believed(Set<MemberId> inStanding, MemberId self) {
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
