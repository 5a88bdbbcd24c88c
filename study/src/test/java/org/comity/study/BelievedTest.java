package org.comity.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.comity.agreement.Interval;
import org.comity.agreement.Standings;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.Witnessed;
import org.comity.charter.Charter;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.junit.jupiter.api.Test;

/** Standing in a replay is what a node would work out, from the day after on. */
final class BelievedTest {
    private static final long DAY = 86_400;
    private static final long NOON = 20_000 * DAY + DAY / 2;

    private final Charter charter =
            WorldCharter.ofStream(MadeStream.seats(List.of("A", "B", "C", "D")));
    private final Believed believed = new Believed(charter, NOON);
    private long index;

    @Test
    void whoIsContradictedByTwoCountriesIsBelievedUntilTheDayEndsAndNoLonger() {
        contradict(4);
        assertTrue(believed.at(NOON + DAY / 2 - 1).contains(member(1)));
        assertEquals(Set.of(member(0), member(2), member(3)), believed.at(NOON + DAY / 2));
    }

    @Test
    void threeErrorsCostNothing() {
        contradict(3);
        assertTrue(believed.at(NOON + DAY).contains(member(1)));
    }

    @Test
    void takingItBackTheSameDayDoesNotHelp() {
        contradict(4);
        for (int subject = 0; subject < 4; subject++) {
            var by = new StatementId("m1/log", ++index);
            believed.retracts(subject, new TakenBack(member(1), Stance.BENIGN, by, NOON + 60));
        }
        assertEquals(Set.of(member(0), member(2), member(3)), believed.at(NOON + DAY));
    }

    @Test
    void whatWasTakenBackIsHeldAgainstNobodyLater() {
        for (int subject = 0; subject < 4; subject++) {
            believed.enters(subject, said(1, subject, Stance.BENIGN), NOON);
            var by = new StatementId("m1/log", ++index);
            believed.retracts(subject, new TakenBack(member(1), Stance.BENIGN, by, NOON + 60));
        }
        for (int subject = 0; subject < 4; subject++) {
            believed.enters(subject, said(0, subject, Stance.MALICIOUS), NOON + 3 * DAY);
            believed.enters(subject, said(2, subject, Stance.MALICIOUS), NOON + 3 * DAY);
        }
        assertTrue(believed.at(NOON + 4 * DAY).contains(member(1)));
    }

    @Test
    void whoErasesMoreThanItMayIsNotBelieved() {
        for (int subject = 0; subject < 4; subject++) {
            believed.enters(subject, said(1, subject, Stance.MALICIOUS), NOON);
            believed.erases(subject, member(1), NOON + 60);
        }
        assertTrue(believed.at(NOON).contains(member(1)));
        assertEquals(Set.of(member(0), member(2), member(3)), believed.at(NOON + DAY));
    }

    @Test
    void whoErredIsBelievedAgainAfterNinetyDaysAlsoWhenNobodySaidAnything() {
        contradict(4);
        assertEquals(3, believed.at(NOON + 90 * DAY).size());
        assertEquals(4, believed.at(NOON + 91 * DAY).size());
        var quiet = new Believed(charter, NOON);
        contradict(quiet, 4);
        assertEquals(4, quiet.at(NOON + 400 * DAY).size());
    }

    /** What is left out of a trial changes nothing in it. */
    @Test
    void whatIsHandedOnGivesTheSameAsAll() {
        long seed = Long.getLong("seed", 11);
        for (int run = 0; run < 200; run++) {
            var random = new Random(seed + run);
            List<Witnessed> all = anything(random, random.nextBoolean());
            List<Witnessed> some = Believed.thatCount(all);
            for (long day = 20_000; day < 20_100; day += 1 + random.nextInt(20)) {
                Standings before = Standings.first(charter, day);
                String said = "seed " + (seed + run) + " day " + day;
                assertEquals(closed(before, all), closed(before, some), said);
            }
        }
    }

    private Object closed(Standings before, List<Witnessed> entered) {
        var tally = before.tally(charter);
        tally.subject(entered, Optional.empty(), Optional.empty());
        return tally.added();
    }

    private List<Witnessed> anything(Random random, boolean anyBenign) {
        var all = new ArrayList<Witnessed>();
        var times = new TreeSet<Long>();
        long days = anyBenign ? 10 : 100;
        while (times.size() < 30) {
            times.add(20_000 * DAY + random.nextInt((int) (days * DAY)));
        }
        for (long second : times) {
            Stance stance = anyBenign && random.nextInt(3) == 0 ? Stance.BENIGN : Stance.MALICIOUS;
            StatedClaim it = anything(random, stance, second);
            all.add(new Witnessed(it, new Interval(second, second + 300)));
        }
        return all;
    }

    private void contradict(int subjects) {
        contradict(believed, subjects);
    }

    private void contradict(Believed whom, int subjects) {
        for (int subject = 0; subject < subjects; subject++) {
            whom.enters(subject, said(0, subject, Stance.MALICIOUS), NOON);
            whom.enters(subject, said(1, subject, Stance.BENIGN), NOON);
            whom.enters(subject, said(2, subject, Stance.MALICIOUS), NOON);
        }
    }

    private StatedClaim said(int member, int subject, Stance stance) {
        Claim claim = MadeClaim.of(subject(subject), stance, NOON, ++index);
        return MadeClaim.stated(member(member), claim, index);
    }

    private StatedClaim anything(Random random, Stance stance, long second) {
        Basis basis = Basis.values()[random.nextInt(Basis.values().length)];
        Role role = List.of(Role.CALLED_TO_LINK, Role.MENTION).get(random.nextInt(2));
        Claim claim = MadeClaim.of(subject(0), stance, second, ++index);
        return MadeClaim.stated(member(random.nextInt(4)), MadeClaim.as(claim, basis, role), index);
    }

    private static Subject subject(int number) {
        return new Subject(SubjectKind.DOMAIN, "d" + number + ".qzshop.org");
    }

    private static MemberId member(int number) {
        return new MemberId("m" + number);
    }
}
