package org.comity.charter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;

/**
 * Whose appeal is heard, and until when (DESIGN section 6): 72 hours, once per registrable name in
 * 90 days, whichever member states it and whichever host or URL of the name it is about. So an
 * owner is heard at once, and a spammer that proves its control gains three days in ninety.
 *
 * <p>Of two within one term the earlier counts, by the time that its leaf declares; of two at one
 * time the one whose statement comes first. Only members in standing state appeals, and what they
 * change is never more than {@code block} to {@code score}; whether the subject is one that may
 * appeal follows from the claims on it, which are looked at where the tier is given. A total
 * function: the order of arrival and doubles change nothing.
 *
 * <p>A member in standing that lies about its leaf's time can make its own appeal the first of a
 * term and so keep another from being heard; a decision by motion remains.
 */
public final class Appeals {
    /** From the leaf's time. */
    public static final long HEARD_SECONDS = 72L * 3_600;

    /** From the leaf's time of the one that was heard. */
    public static final long TERM_SECONDS = 90L * 86_400;

    private static final Comparator<Ballot.Appealed> FIRST =
            Comparator.comparingLong(Ballot.Appealed::second)
                    .thenComparing(Ballot.Appealed::statement);

    private Appeals() {}

    /**
     * What became of one appeal.
     *
     * @param before the appeal in whose term it fell, so that it changes nothing
     */
    public record Hearing(Ballot.Appealed appeal, Optional<Ballot.Appealed> before) {
        /** The first second at which it holds no longer. */
        public long untilSecond() {
            return appeal.second() + HEARD_SECONDS;
        }

        public boolean isHeardAt(long second) {
            return before.isEmpty() && appeal.second() <= second && second < untilSecond();
        }
    }

    /** Every appeal that was stated by then by those in standing, the first one first. */
    public static List<Hearing> hearings(
            Collection<? extends Ballot> ballots,
            Set<MemberId> inStanding,
            GuardSet guards,
            long asOfSecond) {
        Map<String, Ballot.Appealed> last = new TreeMap<>();
        var hearings = new ArrayList<Hearing>();
        for (Ballot.Appealed it : stated(ballots, inStanding, asOfSecond)) {
            String name = nameOf(it.notice().subject(), guards);
            Optional<Ballot.Appealed> before =
                    Optional.ofNullable(last.get(name))
                            .filter(one -> it.second() < one.second() + TERM_SECONDS);
            if (before.isEmpty()) {
                last.put(name, it);
            }
            hearings.add(new Hearing(it, before));
        }
        return hearings;
    }

    /** The subjects whose owners are being heard at that second. */
    public static SortedSet<Subject> heard(
            Collection<? extends Ballot> ballots,
            Set<MemberId> inStanding,
            GuardSet guards,
            long asOfSecond) {
        var heard = new TreeSet<Subject>();
        for (Hearing it : hearings(ballots, inStanding, guards, asOfSecond)) {
            if (it.isHeardAt(asOfSecond)) {
                heard.add(it.appeal().notice().subject());
            }
        }
        return heard;
    }

    private static SortedSet<Ballot.Appealed> stated(
            Collection<? extends Ballot> ballots, Set<MemberId> inStanding, long asOfSecond) {
        var stated = new TreeSet<>(FIRST);
        for (Ballot ballot : ballots) {
            if (ballot instanceof Ballot.Appealed one
                    && one.second() <= asOfSecond
                    && inStanding.contains(one.member())) {
                stated.add(one);
            }
        }
        return stated;
    }

    /** What may appeal once a term: the registrable name, or the subject where there is none. */
    private static String nameOf(Subject subject, GuardSet guards) {
        Subject host = subject.kind() == SubjectKind.URL ? Observables.host(subject) : subject;
        return host.kind() == SubjectKind.DOMAIN
                ? guards.registrable(host.value()).orElse(host.value())
                : host.key();
    }
}
