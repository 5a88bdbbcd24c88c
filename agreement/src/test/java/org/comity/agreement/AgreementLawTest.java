package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.comity.charter.Lives;
import org.comity.statement.Basis;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.junit.jupiter.api.Test;

/** The invariants P1 to P13 of the trust anchors, each on random cases. */
final class AgreementLawTest {
    private static final Lifespans USUAL = new Lifespans(Lives.DEFAULT, List.of(Lives.DEFAULT));

    @Test
    void decidesAsTheRulesReadWhenEverythingIsTried() {
        Map<Level, Integer> met = new EnumMap<>(Level.class);
        Map<Tier, Integer> tiers = new EnumMap<>(Tier.class);
        Seeds.each(
                3_000,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    GuardSet.Guard guard =
                            Made.any(
                                    List.of(
                                            GuardSet.Guard.NONE,
                                            GuardSet.Guard.NONE,
                                            GuardSet.Guard.SHARED,
                                            GuardSet.Guard.STOPPED),
                                    random);
                    Verdict verdict =
                            Agreement.decide(
                                    Made.HOST,
                                    one.claims(),
                                    one.setting(),
                                    new GuardSet.Finding(guard, "a list"));
                    assertEquals(new Naive(one, guard).outcome(), outcome(verdict));
                    met.merge(verdict.level(), 1, Integer::sum);
                    verdict.tier().ifPresent(it -> tiers.merge(it, 1, Integer::sum));
                });
        if (System.getProperty("seed") == null) {
            assertEquals(Level.values().length, met.size(), met.toString());
            assertEquals(Tier.values().length, tiers.size(), tiers.toString());
        }
    }

    /** P1, P2. */
    @Test
    void neitherOrderNorDuplicatesChangeAnything() {
        Seeds.each(
                1_000,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    List<StatedClaim> other = new ArrayList<>(one.claims());
                    one.claims().stream().filter(_ -> random.nextBoolean()).forEach(other::add);
                    Collections.shuffle(other, new Random(random.nextLong()));
                    assertEquals(one.decide(one.claims()), one.decide(other));
                });
    }

    /** So lists need not be worked out anew for every cosignature. */
    @Test
    void whatDoesNotAwaitWitnessesGainsNothingByThem() {
        Seeds.each(
                2_000,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    List<StatedClaim> full = one.claims().stream().map(it -> full(it)).toList();
                    Verdict before = one.decide(one.claims());
                    Verdict after = one.decide(full);
                    assertEquals(before.level(), after.level());
                    if (!Agreement.awaitsWitnesses(one.claims())) {
                        assertEquals(before.tier(), after.tier());
                        assertEquals(before.reasons(), after.reasons());
                    }
                });
    }

    private static StatedClaim full(StatedClaim claim) {
        return new StatedClaim(
                claim.member(), claim.statement(), claim.position(), claim.claim(), true);
    }

    /**
     * P3: a first supporting claim lowers no number of its own side and raises none of the other's.
     */
    @Test
    void aFirstSupportingClaimNeverHurtsItsSide() {
        Seeds.each(
                1_000,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    String name = one.charter().members().getFirst().id().name();
                    List<StatedClaim> before = without(one.claims(), name);
                    List<StatedClaim> after = new ArrayList<>(before);
                    after.add(Say.by(name).on(random.nextInt(4)).stated());
                    Count low = count(one, before);
                    Count high = count(one, after);
                    assertTrue(low.k() <= high.k());
                    for (int at = 0; at < low.blocsFor().size(); at++) {
                        assertTrue(low.blocsFor().get(at) <= high.blocsFor().get(at));
                        assertTrue(low.blocsAgainst().get(at) >= high.blocsAgainst().get(at));
                    }
                });
    }

    /** P4. */
    @Test
    void blocsAreNoMoreThanMembersAndFeeds() {
        Seeds.each(
                1_000,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    Count count = count(one, one.claims());
                    count.blocsFor().forEach(it -> assertTrue(it <= count.k()));
                    assertTrue(count.k() <= one.charter().members().size() + 1);
                });
    }

    /** P5, P6: an echo of evidence that is there already, however loud, is nothing. */
    @Test
    void relaysOfOneRootLeaveTheNumbersAlone() {
        Seeds.each(
                1_000,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    List<StatedClaim> before = new ArrayList<>();
                    before.add(Say.seen("a", 0));
                    List<StatedClaim> after = new ArrayList<>(before);
                    for (int at = 1; at < one.charter().members().size(); at++) {
                        after.add(Say.relayed(Made.name(at), 0));
                    }
                    assertEquals(count(one, before), count(one, after));
                });
    }

    /** P7. */
    @Test
    void bothSidesAreNeverAgreed() {
        Seeds.each(
                1_000,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    Case what = Case.of(Made.HOST, one.claims(), one.setting(), Made.FREE);
                    boolean bad = what.count(what.malicious(), what.benign()).isAgreed(what.bar());
                    boolean good = what.count(what.benign(), what.malicious()).isAgreed(what.bar());
                    assertTrue(!bad || !good);
                });
    }

    /** P8: names only order explanations; here two members of one bloc change places. */
    @Test
    void namesDoNotReachTheVerdict() {
        Seeds.each(
                1_000,
                random -> {
                    var charter = Made.charter("DE", "DE", "FR", "CN");
                    List<StatedClaim> claims = RandomCase.claims(4, random);
                    List<StatedClaim> swapped =
                            claims.stream().map(AgreementLawTest::swapped).toList();
                    Setting all = Made.everybody(charter);
                    Verdict one = Agreement.decide(Made.HOST, claims, all, Made.FREE);
                    Verdict two = Agreement.decide(Made.HOST, swapped, all, Made.FREE);
                    assertEquals(outcome(one), outcome(two));
                    assertEquals(one.reasons(), two.reasons());
                    assertEquals(one.untilSecond(), two.untilSecond());
                });
    }

    /** P9: who is no member says nothing, in standing or not. */
    @Test
    void claimsOfThoseOutsideChangeNothing() {
        Seeds.each(
                1_000,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    List<StatedClaim> more = new ArrayList<>(one.claims());
                    for (int at = 0; at < 5; at++) {
                        more.add(RandomCase.claim("z", 50 + at, random));
                    }
                    assertEquals(one.decide(one.claims()), one.decide(more));
                });
    }

    /** P10: whatever f captured countries say, alone they never make agreed. */
    @Test
    void capturedBlocsAloneNeverMakeAgreed() {
        Seeds.each(
                1_000,
                random -> {
                    var charter = Made.charter("DE", "DE", "DE", "FR", "FR", "CN", "BR", "ZA");
                    assertEquals(2, charter.rules().f());
                    List<StatedClaim> claims = new ArrayList<>();
                    for (int at = 0; at < 12; at++) {
                        claims.add(attack(random, 5, at));
                    }
                    for (String honest : List.of("f", "g", "h")) {
                        if (random.nextBoolean()) {
                            claims.add(Say.benign(honest, random.nextInt(9)));
                        }
                    }
                    Setting setting = Made.counting(charter);
                    assertNotEquals(
                            Level.AGREED,
                            Agreement.decide(Made.HOST, claims, setting, Made.FREE).level());
                });
    }

    /**
     * P11: f captured countries cannot unmake what f+1 others agree on with evidence of their own.
     */
    @Test
    void capturedBlocsCannotSuppressWhatEnoughOthersSaw() {
        Seeds.each(
                1_000,
                random -> {
                    var charter = Made.charter("DE", "DE", "DE", "FR", "FR", "CN", "BR", "ZA");
                    List<StatedClaim> claims = new ArrayList<>();
                    for (String honest : List.of("f", "g", "h")) {
                        claims.add(Say.seen(honest, 20 + honest.charAt(0)));
                    }
                    for (int at = 0; at < 12; at++) {
                        claims.add(attack(random, 5, at));
                    }
                    Setting setting = Made.setting(charter, "f");
                    assertEquals(
                            Level.AGREED,
                            Agreement.decide(Made.HOST, claims, setting, Made.FREE).level());
                });
    }

    /** P12: once a member's word has ended it does not come back by itself. */
    @Test
    void currentClaimsOnlyExpireAsTimePasses() {
        Seeds.each(
                1_000,
                random -> {
                    List<StatedClaim> begun =
                            RandomCase.claims(4, random).stream()
                                    .filter(it -> it.claim().validity().fromSecond() <= Made.NOW)
                                    .toList();
                    long later = Made.NOW + random.nextLong(2_000_000);
                    var now = CurrentClaims.of(begun, USUAL, Made.NOW).keySet();
                    var then = CurrentClaims.of(begun, USUAL, later).keySet();
                    assertTrue(now.containsAll(then));
                });
    }

    /** P13. */
    @Test
    void aRetractionTouchesOnlyItsMember() {
        Seeds.each(
                1_000,
                random -> {
                    List<StatedClaim> claims = RandomCase.claims(4, random);
                    List<StatedClaim> after = new ArrayList<>(claims);
                    for (StatedClaim claim : claims) {
                        if (claim.member().name().equals("a")) {
                            String object = claim.claim().objectId();
                            after.add(Say.by("a").object(object, true).at(99, true).stated());
                        }
                    }
                    var before =
                            new ArrayList<>(CurrentClaims.of(claims, USUAL, Made.NOW).values());
                    before.removeIf(it -> it.member().name().equals("a"));
                    var left = CurrentClaims.of(after, USUAL, Made.NOW);
                    assertEquals(before, List.copyOf(left.values()));
                });
    }

    /** Anything at all, by one of the first so many members. */
    private static StatedClaim attack(RandomGenerator random, int captured, int index) {
        Say say =
                Say.by(Made.name(random.nextInt(captured)))
                        .as(
                                Made.any(List.of(Basis.values()), random),
                                Made.any(List.of(Role.values()), random))
                        .on(random.nextInt(9), random.nextInt(9))
                        .from("feed")
                        .object("o" + index, false)
                        .at(index, true);
        return random.nextBoolean() ? say.benign().stated() : say.stated();
    }

    private static StatedClaim swapped(StatedClaim it) {
        String name =
                switch (it.member().name()) {
                    case "a" -> "b";
                    case "b" -> "a";
                    default -> it.member().name();
                };
        return new StatedClaim(
                new MemberId(name), it.statement(), it.position(), it.claim(), it.full());
    }

    private static List<StatedClaim> without(List<StatedClaim> claims, String member) {
        return claims.stream().filter(it -> !it.member().name().equals(member)).toList();
    }

    private static Count count(RandomCase one, List<StatedClaim> claims) {
        Case what = Case.of(Made.HOST, claims, one.setting(), Made.FREE);
        return what.count(what.malicious(), what.benign());
    }

    private static Naive.Outcome outcome(Verdict it) {
        Support support = it.support();
        return new Naive.Outcome(
                it.level(), it.tier(), support.k(), support.blocsFor(), support.blocsAgainst());
    }
}
