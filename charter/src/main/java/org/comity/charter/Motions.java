package org.comity.charter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.statement.Topic;
import org.comity.value.Hash;

/**
 * How people come to a consensus on a case, a contested one first (DESIGN section 6: decision).
 *
 * <p>A motion is carried while members of max(f+1, min(2, countries)) countries, and at least
 * min(k, n) members, stand for it, and more countries lean for than against. So f captured
 * countries carry nothing by themselves, and stop nothing that as many others want and f more.
 *
 * <p>Of each member its newest vote in log order counts, the motion itself being its mover's first
 * one. Of a member that stands for opposite motions on one subject, only the newest counts: it
 * cannot help to carry both. A total function of charter, ballots and second; the order of arrival
 * and doubles change nothing.
 *
 * <p>Times are those that leaves declare: a member that lies about its own can make its vote count
 * earlier or later, nobody else's.
 */
public final class Motions {
    /** A decision is looked at again at least once a year. */
    public static final long DECISION_SECONDS_MAX = 365L * 86_400;

    /** How long a member's standing is suspended, and how long a motion for it stays open. */
    public static final long SUSPENSION_SECONDS = 72L * 3_600;

    /** Which of two carried motions on one subject holds; the last for caution's sake. */
    private static final Comparator<Decision> STRONGER =
            Comparator.comparingInt(Decision::countries)
                    .thenComparingInt(Decision::members)
                    .thenComparing(Motions::isForBenign)
                    .thenComparing(Decision::motion);

    private final Charter charter;
    private final long asOfSecond;
    private final SortedMap<Hash, Ballot.Moved> motions = new TreeMap<>();
    private final SortedMap<Hash, SortedMap<MemberId, Cast>> votes = new TreeMap<>();

    /** A member's newest word on one motion. */
    private record Cast(long index, long second, boolean inFavour) {}

    /** How one motion stands. */
    public record Tally(
            Ballot.Moved motion,
            SortedSet<MemberId> inFavour,
            SortedSet<MemberId> against,
            int countriesFor,
            int countriesAgainst,
            int membersNeeded,
            int countriesNeeded,
            Optional<Decision> decision) {
        public Tally {
            inFavour = Collections.unmodifiableSortedSet(inFavour);
            against = Collections.unmodifiableSortedSet(against);
        }

        /** What it lacks, in words; empty when it is carried. */
        public List<String> missing() {
            List<String> missing = new ArrayList<>();
            if (inFavour.size() < membersNeeded) {
                missing.add("members for it: " + inFavour.size() + " of " + membersNeeded);
            }
            if (countriesFor < countriesNeeded) {
                missing.add("countries for it: " + countriesFor + " of " + countriesNeeded);
            }
            if (countriesFor <= countriesAgainst && countriesFor > 0) {
                missing.add("more countries for than against: " + countriesAgainst + " against");
            }
            return missing;
        }
    }

    private Motions(Charter charter, Collection<Ballot> ballots, long asOfSecond) {
        this.charter = charter;
        this.asOfSecond = asOfSecond;
        List<Ballot> counted = ballots.stream().filter(this::isCounted).toList();
        List<Ballot.Moved> moved = new ArrayList<>();
        for (Ballot ballot : counted) {
            if (ballot instanceof Ballot.Moved it && isProper(it)) {
                moved.add(it);
                motions.merge(it.commitment(), it, Motions::earlier);
            }
        }
        // Equal commitments are one payload, stated again: each that states it is for it. Else who
        // copies a motion could take its mover's vote away.
        moved.forEach(it -> cast(it, it.commitment(), true));
        for (Ballot ballot : counted) {
            if (ballot instanceof Ballot.Voted voted) {
                cast(voted, voted.notice().motion(), voted.notice().inFavour());
            }
        }
        leaveOneSide();
    }

    /** All motions and how they stand, the newest last. */
    public static List<Tally> tallies(
            Charter charter, Collection<Ballot> ballots, long asOfSecond) {
        var all = new Motions(charter, ballots, asOfSecond);
        return all.motions.values().stream()
                .map(all::tally)
                .sorted(
                        Comparator.comparingLong((Tally it) -> it.motion().second())
                                .thenComparing(it -> it.motion().commitment()))
                .toList();
    }

    /** What is decided on subjects at that second. */
    public static SortedMap<Subject, Decision> decisions(
            Charter charter, Collection<Ballot> ballots, long asOfSecond) {
        var decided = new TreeMap<Subject, Decision>();
        for (Tally tally : tallies(charter, ballots, asOfSecond)) {
            if (tally.decision().isPresent()
                    && tally.motion().notice().topic() instanceof Topic.OnSubject on) {
                decided.merge(
                        on.subject(),
                        tally.decision().get(),
                        (one, two) -> STRONGER.compare(one, two) >= 0 ? one : two);
            }
        }
        return Collections.unmodifiableSortedMap(decided);
    }

    /** Members whose standing is suspended at that second. */
    public static SortedSet<MemberId> suspended(
            Charter charter, Collection<Ballot> ballots, long asOfSecond) {
        var suspended = new TreeSet<MemberId>();
        for (Tally tally : tallies(charter, ballots, asOfSecond)) {
            if (tally.decision().isPresent()
                    && tally.motion().notice().topic() instanceof Topic.OnMember(MemberId it)) {
                suspended.add(it);
            }
        }
        return Collections.unmodifiableSortedSet(suspended);
    }

    /** The next second at which a decision or suspension ends by itself, or none. */
    public static Optional<Long> nextEnd(
            Charter charter, Collection<Ballot> ballots, long asOfSecond) {
        return tallies(charter, ballots, asOfSecond).stream()
                .flatMap(it -> it.decision().stream())
                .map(Decision::untilSecond)
                .min(Comparator.naturalOrder());
    }

    private boolean isCounted(Ballot ballot) {
        return ballot.second() <= asOfSecond
                && charter.member(ballot.member()).filter(it -> !it.isContributor()).isPresent();
    }

    private boolean isProper(Ballot.Moved moved) {
        long life = moved.notice().untilSecond() - moved.second();
        return switch (moved.notice().topic()) {
            case Topic.OnSubject _ -> life > 0 && life <= DECISION_SECONDS_MAX;
            case Topic.OnMember(MemberId member) ->
                    life > 0 && life <= SUSPENSION_SECONDS && charter.member(member).isPresent();
        };
    }

    private static Ballot.Moved earlier(Ballot.Moved one, Ballot.Moved two) {
        return one.statement().compareTo(two.statement()) <= 0 ? one : two;
    }

    private void cast(Ballot by, Hash name, boolean inFavour) {
        Ballot.Moved motion = motions.get(name);
        boolean counts =
                motion != null
                        && by.second() < motion.notice().untilSecond()
                        && !isTarget(motion, by.member());
        if (counts) {
            var vote = new Cast(by.statement().index(), by.second(), inFavour);
            votes.computeIfAbsent(name, _ -> new TreeMap<>())
                    .merge(by.member(), vote, Motions::newer);
        }
    }

    private static Cast newer(Cast one, Cast two) {
        return one.index() >= two.index() ? one : two;
    }

    private static boolean isTarget(Ballot.Moved motion, MemberId member) {
        return motion.notice().topic() instanceof Topic.OnMember(MemberId target)
                && target.equals(member);
    }

    /** Whose newest word is for one side of a subject no longer stands for the other. */
    private void leaveOneSide() {
        record Side(MemberId member, Subject subject) {}
        record Word(long index, Stance stance) {}
        var newest = new HashMap<Side, Word>();
        for (Ballot.Moved motion : motions.values()) {
            if (motion.notice().topic() instanceof Topic.OnSubject on) {
                inFavourOf(motion)
                        .forEach((member, cast) ->
                                newest.merge(
                                        new Side(member, on.subject()),
                                        new Word(cast.index(), on.stance()),
                                        (one, two) -> one.index() >= two.index() ? one : two));
            }
        }
        for (Ballot.Moved motion : motions.values()) {
            if (motion.notice().topic() instanceof Topic.OnSubject on) {
                for (MemberId member : inFavourOf(motion).keySet()) {
                    Word word = newest.get(new Side(member, on.subject()));
                    if (word != null && word.stance() != on.stance()) {
                        votesOn(motion).remove(member);
                    }
                }
            }
        }
    }

    private SortedMap<MemberId, Cast> inFavourOf(Ballot.Moved motion) {
        var inFavour = new TreeMap<>(votesOn(motion));
        inFavour.values().removeIf(it -> !it.inFavour());
        return inFavour;
    }

    private SortedMap<MemberId, Cast> votesOn(Ballot.Moved motion) {
        return votes.getOrDefault(motion.commitment(), Collections.emptySortedMap());
    }

    private static int membersNeeded(Charter charter, int voters) {
        return Math.clamp(voters, 1, charter.rules().k());
    }

    /** How many members at least must stand for a motion on a subject. */
    public static int membersNeeded(Charter charter) {
        return membersNeeded(charter, charter.voters().size());
    }

    /** Of how many countries they must be, and lean for it. */
    public static int countriesNeeded(Charter charter) {
        return Math.max(charter.rules().f() + 1, Math.min(2, charter.countriesOfVoters().size()));
    }

    private Tally tally(Ballot.Moved motion) {
        SortedMap<MemberId, Cast> cast = votesOn(motion);
        var inFavour = new TreeSet<MemberId>();
        var against = new TreeSet<MemberId>();
        cast.forEach((member, it) -> (it.inFavour() ? inFavour : against).add(member));
        int voters = charter.voters().size();
        if (motion.notice().topic() instanceof Topic.OnMember) {
            voters--;
        }
        Leaning leaning = leaning(cast, Long.MAX_VALUE);
        var open =
                new Tally(
                        motion,
                        inFavour,
                        against,
                        leaning.inFavour(),
                        leaning.against(),
                        membersNeeded(charter, voters),
                        countriesNeeded(charter),
                        Optional.empty());
        return new Tally(
                motion,
                inFavour,
                against,
                open.countriesFor(),
                open.countriesAgainst(),
                open.membersNeeded(),
                open.countriesNeeded(),
                decision(open, cast));
    }

    private Optional<Decision> decision(Tally tally, SortedMap<MemberId, Cast> cast) {
        if (!tally.missing().isEmpty()) {
            return Optional.empty();
        }
        long from = carriedFrom(tally, cast);
        long until = untilSecond(tally.motion(), from);
        return asOfSecond < until
                ? Optional.of(
                        new Decision(
                                tally.motion().commitment(),
                                tally.motion().notice().topic(),
                                from,
                                until,
                                tally.inFavour().size(),
                                tally.countriesFor(),
                                tally.countriesAgainst()))
                : Optional.empty();
    }

    private static long untilSecond(Ballot.Moved motion, long fromSecond) {
        return switch (motion.notice().topic()) {
            case Topic.OnSubject _ -> motion.notice().untilSecond();
            case Topic.OnMember _ -> fromSecond + SUSPENSION_SECONDS;
        };
    }

    /** The first second by which the votes that count now were enough. */
    private long carriedFrom(Tally tally, SortedMap<MemberId, Cast> cast) {
        List<Long> seconds = cast.values().stream().map(Cast::second).distinct().sorted().toList();
        for (long second : seconds) {
            long members =
                    cast.values().stream()
                            .filter(it -> it.inFavour() && it.second() <= second)
                            .count();
            Leaning leaning = leaning(cast, second);
            if (members >= tally.membersNeeded()
                    && leaning.inFavour() >= tally.countriesNeeded()
                    && leaning.inFavour() > leaning.against()) {
                return Math.max(second, tally.motion().second());
            }
        }
        return Math.max(seconds.getLast(), tally.motion().second());
    }

    /** Countries in which more members are for than against, and the other way round. */
    private record Leaning(int inFavour, int against) {}

    private Leaning leaning(SortedMap<MemberId, Cast> cast, long untilSecond) {
        Map<Country, Integer> balance = new TreeMap<>();
        cast.forEach((member, it) -> {
            if (it.second() <= untilSecond) {
                Country country = charter.member(member).orElseThrow().country();
                balance.merge(country, it.inFavour() ? 1 : -1, Integer::sum);
            }
        });
        int inFavour = 0;
        int against = 0;
        for (int more : balance.values()) {
            if (more > 0) {
                inFavour++;
            } else if (more < 0) {
                against++;
            }
        }
        return new Leaning(inFavour, against);
    }

    private static boolean isForBenign(Decision decision) {
        return decision.topic() instanceof Topic.OnSubject on && on.stance() == Stance.BENIGN;
    }
}
