package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.statement.Basis;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.junit.jupiter.api.Test;

/**
 * The properties of the trust anchors (3.6) in their general form, beside those of {@link
 * AgreementLawTest}.
 */
final class PropertiesTest {
    private static final int CASES = 2_000;

    /**
     * P3, whoever says it on whatever basis: a first claim of a member lowers no number of its own
     * side and raises no B of the other's.
     */
    @Test
    void aFirstClaimOfAnyBasisNeverHurtsItsSide() {
        Seeds.each(
                CASES,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    String name = Made.any(one.charter().members(), random).id().name();
                    List<StatedClaim> before = without(one.claims(), name);
                    StatedClaim first = RandomCase.claim(name, 60, random);
                    List<StatedClaim> after = with(before, first);
                    Stance stance = first.claim().stance();
                    Count low = count(one, before, stance);
                    Count high = count(one, after, stance);
                    assertTrue(low.k() <= high.k());
                    assertTrue(isNowhereMore(low.blocsFor(), high.blocsFor()));
                    assertTrue(isNowhereMore(high.blocsAgainst(), low.blocsAgainst()));
                });
    }

    /** P5: what the feeds say already may be relayed by all; the numbers stay. */
    @Test
    void moreRelaysOfWhatAFeedSaysChangeNoNumber() {
        Seeds.each(
                CASES,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    String first = Made.any(one.charter().members(), random).id().name();
                    List<StatedClaim> before =
                            with(without(one.claims(), first), Say.relayed(first, 1, 2));
                    List<StatedClaim> after = new ArrayList<>(before);
                    for (Member member : one.charter().members()) {
                        if (before.stream().noneMatch(it -> it.member().equals(member.id()))) {
                            int root = random.nextBoolean() ? 1 : 2;
                            after.add(Say.relayed(member.id().name(), root));
                        }
                    }
                    for (Stance stance : Stance.values()) {
                        assertEquals(count(one, before, stance), count(one, after, stance));
                    }
                });
    }

    /** P6: a relay that was followed to no root, or names no source, adds nothing. */
    @Test
    void relaysThatLeadNowhereChangeNoNumber() {
        Seeds.each(
                CASES,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    String name = Made.any(one.charter().members(), random).id().name();
                    List<StatedClaim> before = without(one.claims(), name);
                    Say relay = Say.by(name).as(Basis.RELAYED, Role.CONNECTED);
                    Say empty = random.nextBoolean() ? relay.from("feed") : relay.on(1);
                    List<StatedClaim> after = with(before, empty.stated());
                    for (Stance stance : Stance.values()) {
                        assertEquals(count(one, before, stance), count(one, after, stance));
                    }
                });
    }

    /** P8: all names changed at once, in the charter, the claims and the standing. */
    @Test
    void anyRenamingOfMembersLeavesTheVerdict() {
        Seeds.each(
                CASES,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    RandomCase other = renamed(one, random);
                    Verdict here = one.decide(one.claims());
                    Verdict there = other.decide(other.claims());
                    assertEquals(here.level(), there.level());
                    assertEquals(here.tier(), there.tier());
                    assertEquals(here.reasons(), there.reasons());
                    assertEquals(here.sinceSecond(), there.sinceSecond());
                    assertEquals(here.untilSecond(), there.untilSecond());
                    assertEquals(here.support().k(), there.support().k());
                    assertEquals(here.support().blocsFor(), there.support().blocsFor());
                });
    }

    /**
     * P10, against a random adversary: captured countries add one each to what the others make of a
     * subject, whatever they say and whomever they copy; and one more in all, when they analyse a
     * mail of the others' too. That one is {@link KnownLimitsTest}'s, and the next test is without.
     */
    @Test
    void capturedCountriesAddOneEachAndOneForWhatTheyCopy() {
        Seeds.each(CASES, random -> assertTrue(added(random, true) <= 3));
    }

    @Test
    void capturedCountriesWithEvidenceOfTheirOwnAddOneEach() {
        Seeds.each(CASES, random -> assertTrue(added(random, false) <= 2));
    }

    /** By how much two captured countries of five raise B, at most. */
    private static int added(RandomGenerator random, boolean copying) {
        Charter charter = Made.charter("DE", "DE", "DE", "FR", "FR", "CN", "BR", "ZA");
        List<StatedClaim> honest = new ArrayList<>();
        for (String name : List.of("f", "g", "h")) {
            if (random.nextBoolean()) {
                honest.add(
                        Say.by(name)
                                .as(
                                        Made.any(List.of(Basis.OBSERVED, Basis.ANALYSED), random),
                                        Role.CONNECTED)
                                .on(random.nextInt(3), random.nextInt(3))
                                .stated());
            }
        }
        List<StatedClaim> all = new ArrayList<>(honest);
        for (int at = 0; at < 12; at++) {
            int own = 100 + random.nextInt(9);
            Say say =
                    Say.by(Made.name(random.nextInt(5)))
                            .as(
                                    Made.any(List.of(Basis.values()), random),
                                    Made.any(List.of(Role.values()), random))
                            .on(copying ? random.nextInt(3) : own, own)
                            .from("feed")
                            .object("o" + at, false)
                            .at(at, true);
            all.add(random.nextInt(3) == 0 ? say.benign().stated() : say.stated());
        }
        Count without = count(charter, honest);
        Count with = count(charter, all);
        return with.blocsFor().getFirst() - without.blocsFor().getFirst();
    }

    /** P11: what f captured countries deny has at most f against it, and nothing less for it. */
    @Test
    void capturedCountriesTakeNothingFromTheOthers() {
        Seeds.each(
                CASES,
                random -> {
                    Charter charter = Made.charter("DE", "DE", "DE", "FR", "FR", "CN", "BR", "ZA");
                    List<StatedClaim> honest = new ArrayList<>();
                    for (String name : List.of("f", "g", "h")) {
                        honest.add(Say.seen(name, random.nextInt(4), random.nextInt(4)));
                    }
                    List<StatedClaim> all = new ArrayList<>(honest);
                    for (int at = 0; at < 10; at++) {
                        all.add(
                                Say.by(Made.name(random.nextInt(5)))
                                        .as(Made.any(List.of(Basis.values()), random), Role.CONTENT)
                                        .on(random.nextInt(9), random.nextInt(9))
                                        .benign()
                                        .object("o" + at, false)
                                        .at(at, true)
                                        .stated());
                    }
                    Count after = count(charter, all);
                    assertEquals(count(charter, honest).blocsFor(), after.blocsFor());
                    assertTrue(after.blocsAgainst().getFirst() <= charter.rules().f());
                });
    }

    /**
     * P9: what is not in force says nothing: revoked, ended, not yet begun, of another subject or
     * of no member. What begins later may end the verdict sooner, and nothing else.
     */
    @Test
    void whatIsNotInForceChangesNothing() {
        Seeds.each(
                CASES,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    List<StatedClaim> more = new ArrayList<>(one.claims());
                    for (int at = 0; at < 4; at++) {
                        String name = Made.any(one.charter().members(), random).id().name();
                        Say say = new Say(RandomCase.claim(name, 70 + at, random));
                        Say over = say.between(Made.NOW - 9_000, Made.NOW - 1);
                        Say early = say.between(Made.NOW + 1, Made.NOW + 9_000);
                        Say picked = Made.any(List.of(over, early, say), random);
                        more.add(picked.object("never-seen-" + at, picked == say).stated());
                    }
                    Verdict before = one.decide(one.claims());
                    Verdict after = one.decide(more);
                    assertEquals(before, with(after, before.untilSecond()));
                    boolean later =
                            more.stream()
                                    .anyMatch(it ->
                                            it.claim().validity().fromSecond() == Made.NOW + 1);
                    assertTrue(later || before.untilSecond() == after.untilSecond());
                });
    }

    private static Verdict with(Verdict it, long untilSecond) {
        return new Verdict(
                it.subject(),
                it.level(),
                it.tier(),
                it.abuse(),
                it.sinceSecond(),
                untilSecond,
                it.support(),
                it.reasons());
    }

    private static RandomCase renamed(RandomCase one, RandomGenerator random) {
        List<String> names = new ArrayList<>();
        one.charter().members().forEach(it -> names.add(it.id().name()));
        List<String> shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled, new Random(random.nextLong()));
        Map<String, String> now = new TreeMap<>();
        for (int at = 0; at < names.size(); at++) {
            now.put(names.get(at), shuffled.get(at));
        }
        List<Member> members = new ArrayList<>();
        one.charter()
                .members()
                .forEach(it ->
                        members.add(
                                Made.member(
                                        now.getOrDefault(it.id().name(), "z"),
                                        it.country().code(),
                                        it.sector())));
        Set<MemberId> standing = new TreeSet<>();
        one.inStanding()
                .forEach(it -> standing.add(new MemberId(now.getOrDefault(it.name(), "z"))));
        List<StatedClaim> claims = new ArrayList<>();
        for (StatedClaim it : one.claims()) {
            var member = new MemberId(now.getOrDefault(it.member().name(), "z"));
            claims.add(
                    new StatedClaim(member, it.statement(), it.position(), it.claim(), it.full()));
        }
        Charter charter = Made.charter(members, one.charter().rules());
        return new RandomCase(charter, standing, claims);
    }

    private static List<StatedClaim> with(List<StatedClaim> claims, StatedClaim one) {
        List<StatedClaim> all = new ArrayList<>(claims);
        all.add(one);
        return all;
    }

    private static List<StatedClaim> without(List<StatedClaim> claims, String member) {
        return claims.stream().filter(it -> !it.member().name().equals(member)).toList();
    }

    private static boolean isNowhereMore(List<Integer> one, List<Integer> other) {
        for (int at = 0; at < one.size(); at++) {
            if (one.get(at) > other.get(at)) {
                return false;
            }
        }
        return true;
    }

    private static Count count(RandomCase one, List<StatedClaim> claims, Stance stance) {
        Case what = Case.of(Made.HOST, claims, one.setting(), Made.FREE);
        return stance == Stance.MALICIOUS
                ? what.count(what.malicious(), what.benign())
                : what.count(what.benign(), what.malicious());
    }

    private static Count count(Charter charter, List<StatedClaim> claims) {
        var setting = new Setting(charter, GuardSet.shipped(), Made.NOW, Set.of(), Vetoes.ALL);
        Case what = Case.of(Made.HOST, claims, setting, Made.FREE);
        return what.count(what.malicious(), what.benign());
    }
}
