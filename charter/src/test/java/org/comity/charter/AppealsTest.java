package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import org.comity.statement.AppealNotice;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.junit.jupiter.api.Test;

/** Who is heard, how long and how often; every clause of the rule in {@link Appeals}. */
final class AppealsTest {
    private static final long NOW = 1_800_000_000L;
    private static final Subject SHOP = domain("wool-and-yarn.com");
    private static final Subject WEB = domain("www.wool-and-yarn.com");
    private static final Subject PAGE =
            new Subject(SubjectKind.URL, "http://www.wool-and-yarn.com/cart");
    private static final Set<MemberId> STANDING = Set.of(new MemberId("a"), new MemberId("b"));

    @Test
    void anOwnerIsHeardFromTheLeafsTimeForSeventyTwoHours() {
        List<Ballot> one = List.of(appealed("a", 0, NOW, SHOP));
        assertEquals(Set.of(), heard(one, NOW - 1));
        assertEquals(Set.of(SHOP), heard(one, NOW));
        assertEquals(Set.of(SHOP), heard(one, NOW + 72 * 3_600 - 1));
        assertEquals(Set.of(), heard(one, NOW + 72 * 3_600));
    }

    @Test
    void whatIsNotStatedYetIsNoHearing() {
        List<Ballot> one = List.of(appealed("a", 0, NOW, SHOP));
        assertEquals(List.of(), Appeals.hearings(one, STANDING, GuardSet.shipped(), NOW - 1));
        var hearing = Appeals.hearings(one, STANDING, GuardSet.shipped(), NOW).getFirst();
        assertEquals(
                List.of(false, true), List.of(hearing.isHeardAt(NOW - 1), hearing.isHeardAt(NOW)));
    }

    @Test
    void aSecondAppealWithinTheTermChangesNothingWhoeverStatesIt() {
        long later = NOW + Appeals.HEARD_SECONDS;
        List<Ballot> two = List.of(appealed("a", 0, NOW, SHOP), appealed("b", 0, later, SHOP));
        assertEquals(Set.of(), heard(two, later));
        List<Appeals.Hearing> hearings = Appeals.hearings(two, STANDING, GuardSet.shipped(), later);
        assertTrue(hearings.getFirst().before().isEmpty());
        assertEquals(two.getFirst(), hearings.getLast().before().orElseThrow());
    }

    @Test
    void afterTheTermTheOwnerIsHeardAgain() {
        long next = NOW + Appeals.TERM_SECONDS;
        assertEquals(
                Set.of(),
                heard(
                        List.of(appealed("a", 0, NOW, SHOP), appealed("a", 1, next - 1, SHOP)),
                        next - 1));
        assertEquals(
                Set.of(SHOP),
                heard(List.of(appealed("a", 0, NOW, SHOP), appealed("a", 1, next, SHOP)), next));
    }

    @Test
    void whatChangedNothingStartsNoTerm() {
        long next = NOW + Appeals.TERM_SECONDS;
        List<Ballot> three =
                List.of(
                        appealed("a", 0, NOW, SHOP),
                        appealed("a", 1, next - 300, SHOP),
                        appealed("a", 2, next, SHOP));
        assertEquals(Set.of(SHOP), heard(three, next));
    }

    @Test
    void hostsAndAddressesOfOneRegistrableNameShareItsTerm() {
        List<Ballot> three =
                List.of(
                        appealed("a", 0, NOW, WEB),
                        appealed("a", 1, NOW + 300, PAGE),
                        appealed("b", 0, NOW + 300, SHOP));
        assertEquals(Set.of(WEB), heard(three, NOW + 600));
        var other = domain("other-shop.com");
        assertEquals(
                Set.of(SHOP, other),
                heard(List.of(appealed("a", 0, NOW, SHOP), appealed("a", 1, NOW, other)), NOW));
    }

    @Test
    void anAddressHasATermOfItsOwn() {
        var address = new Subject(SubjectKind.ADDRESS, "45.80.9.9");
        var next = new Subject(SubjectKind.ADDRESS, "45.80.9.10");
        List<Ballot> all =
                List.of(
                        appealed("a", 0, NOW, address),
                        appealed("a", 1, NOW, next),
                        appealed("b", 0, NOW + 300, address));
        assertEquals(Set.of(address, next), heard(all, NOW + 300));
    }

    @Test
    void ofTwoAtOneTimeTheFirstStatementIsHeard() {
        List<Ballot> two = List.of(appealed("b", 0, NOW, SHOP), appealed("a", 7, NOW, WEB));
        assertEquals(Set.of(WEB), heard(two, NOW));
    }

    @Test
    void whoIsNotInStandingStatesNoAppealAndStartsNoTerm() {
        List<Ballot> two = List.of(appealed("x", 0, NOW, SHOP), appealed("a", 0, NOW + 300, SHOP));
        assertEquals(Set.of(), heard(two, NOW));
        assertEquals(Set.of(SHOP), heard(two, NOW + Appeals.HEARD_SECONDS));
    }

    @Test
    void orderAndDoublesChangeNothing() {
        var random = new SplittableRandom(7);
        for (int round = 0; round < 1_000; round++) {
            var ballots = new ArrayList<Ballot>();
            for (int at = 0; at < 8; at++) {
                Subject subject = List.of(SHOP, WEB, PAGE).get(random.nextInt(3));
                String member = List.of("a", "b", "x").get(random.nextInt(3));
                long second = NOW + random.nextInt(100) * 86_400L;
                ballots.add(appealed(member, at, second, subject));
            }
            long asOf = NOW + random.nextInt(100) * 86_400L;
            var mixed = new ArrayList<>(ballots);
            mixed.addAll(ballots.subList(0, random.nextInt(8)));
            Collections.shuffle(mixed, new Random(round));
            assertEquals(heard(ballots, asOf), heard(mixed, asOf), "round " + round);
            assertTrue(heard(ballots, asOf).size() <= 1, "one name is heard once a term");
        }
    }

    private static SortedSet<Subject> heard(List<Ballot> ballots, long second) {
        return Appeals.heard(ballots, STANDING, GuardSet.shipped(), second);
    }

    private static Ballot appealed(String member, long index, long second, Subject subject) {
        return new Ballot.Appealed(
                new MemberId(member),
                new StatementId(member + "/log", index),
                second,
                new AppealNotice(subject, AppealNotice.Proof.DNS, "cleaned"));
    }

    private static Subject domain(String name) {
        return new Subject(SubjectKind.DOMAIN, name);
    }
}
