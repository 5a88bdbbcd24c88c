package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.comity.agreement.Agreement;
import org.comity.agreement.StatedClaim;
import org.comity.statement.AbuseClass;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.junit.jupiter.api.Test;

class LiveClaimsTest {
    private static final Subject HOST = new Subject(SubjectKind.DOMAIN, "bad.example");
    private static final int PER_SOURCE_MAX = 4;
    private static final long START = 1_800_000_000L;

    @Test
    void decideTheSameAsABoundedReadOfAll() {
        int added = 0;
        for (long seed = 1; seed <= 20_000; seed++) {
            added += run(seed);
        }
        assertTrue(added > 100_000, "most claims should need no reading: " + added);
    }

    @Test
    void areFewHoweverManyMailsNameTheHost() {
        var live = LiveClaims.of(List.of(), 1_000, START);
        for (int at = 0; at < 5_000; at++) {
            live.add(sighting(at, Role.values()[at % 2], 30), START + at);
        }
        assertTrue(live.isWhole());
        assertTrue(live.claims().size() <= 2, "" + live.claims());
    }

    @Test
    void whoLeavesManyAliveGetsNothingButASlowerRead() {
        var all = new ArrayList<StatedClaim>();
        for (int at = 0; at < 200; at++) {
            all.add(sighting(at, Role.CONTENT, 10_000 - 2L * at));
        }
        var live = LiveClaims.of(all, 1_000, START + 200);
        assertFalse(live.isWhole());
        assertEquals(all, live.claims());
    }

    /** Claims that could simply be added. */
    private static int run(long seed) {
        var random = new SplittableRandom(seed);
        var all = new ArrayList<StatedClaim>();
        long now = START;
        var live = LiveClaims.of(List.of(), PER_SOURCE_MAX, now);
        int added = 0;
        for (int at = 0; at < 12; at++) {
            now += random.nextInt(3);
            StatedClaim claim = claim(at, random);
            all.add(claim);
            live.add(claim, now);
            added++;
            if (!live.isWhole()) {
                live = LiveClaims.of(bounded(all), PER_SOURCE_MAX, now);
                added--;
            }
            long later = now + random.nextInt(12);
            assertEquals(
                    Agreement.current(bounded(all), later),
                    Agreement.current(live.claims(), later),
                    "seed " + seed + " after " + all);
            if (!live.isWhole()) {
                live = LiveClaims.of(bounded(all), PER_SOURCE_MAX, now);
            }
        }
        return added;
    }

    /** As the index reads them: of each log, basis and stance the newest. */
    private static List<StatedClaim> bounded(List<StatedClaim> all) {
        List<StatedClaim> inOrder = all.stream().sorted(Agreement.BY_PLACE).toList();
        return inOrder.stream()
                .filter(it ->
                        inOrder.stream()
                                        .filter(other -> isOneSource(it, other))
                                        .filter(other -> Agreement.BY_PLACE.compare(it, other) < 0)
                                        .count()
                                < PER_SOURCE_MAX)
                .toList();
    }

    private static boolean isOneSource(StatedClaim one, StatedClaim two) {
        return one.statement().origin().equals(two.statement().origin())
                && one.claim().stance() == two.claim().stance()
                && one.claim().grounds().basis() == two.claim().grounds().basis();
    }

    private static StatedClaim claim(int at, RandomGenerator random) {
        String member = random.nextBoolean() ? "a" : "b";
        Basis basis = random.nextInt(4) == 0 ? Basis.ANALYSED : Basis.OBSERVED;
        Stance stance = random.nextInt(6) == 0 ? Stance.BENIGN : Stance.MALICIOUS;
        Role role = random.nextBoolean() ? Role.MENTION : Role.CONTENT;
        long from = START + random.nextInt(8);
        var validity = new Claim.Validity(from, from + 1 + random.nextInt(20));
        // Now and then a payload comes late, or a version replaces an earlier one.
        int index = random.nextInt(10) == 0 ? Math.max(0, at - 20) : at + 100;
        String object = random.nextInt(8) == 0 ? "o" + random.nextInt(12) : "o" + at;
        return new StatedClaim(
                new MemberId(member),
                new StatementId(member + "/log", index),
                at,
                new Claim(
                        HOST,
                        stance,
                        AbuseClass.SPAM,
                        new Claim.Grounds(basis, role, List.of(), ""),
                        validity,
                        Target.UNKNOWN,
                        object,
                        random.nextInt(8) == 0),
                false);
    }

    private static StatedClaim sighting(int at, Role role, long life) {
        return new StatedClaim(
                new MemberId("a"),
                new StatementId("a/log", at),
                0,
                new Claim(
                        HOST,
                        Stance.MALICIOUS,
                        AbuseClass.SPAM,
                        new Claim.Grounds(Basis.OBSERVED, role, List.of(), ""),
                        new Claim.Validity(START + at, START + at + life),
                        Target.UNKNOWN,
                        "o" + at,
                        false),
                false);
    }
}
