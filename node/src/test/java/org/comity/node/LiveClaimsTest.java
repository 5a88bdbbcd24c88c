package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.comity.agreement.Agreement;
import org.comity.agreement.Horizon;
import org.comity.agreement.Setting;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.Verdict;
import org.comity.agreement.Vetoes;
import org.comity.charter.Articles;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.ListRules;
import org.comity.charter.Lives;
import org.comity.charter.Member;
import org.comity.charter.MemberKeys;
import org.comity.charter.Rules;
import org.comity.charter.Sealing;
import org.comity.charter.Sector;
import org.comity.statement.AbuseClass;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.ObjectVersion;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

class LiveClaimsTest {
    private static final Subject HOST = new Subject(SubjectKind.DOMAIN, "bad.example");
    private static final ObjectVersion.End[] END = ObjectVersion.End.values();
    private static final int CASES = Integer.getInteger("cases", 1_000);
    private static final int PER_SOURCE_MAX = 4;
    private static final long START = 1_800_000_000L;
    private static final long HOUR = 3_600;
    private static final Charter CHARTER = charter();
    private static final LiveClaims.Bounds BOUNDS =
            new LiveClaims.Bounds(PER_SOURCE_MAX, Horizon.of(CHARTER));
    private static final LiveClaims.Bounds MANY = new LiveClaims.Bounds(1_000, Horizon.of(CHARTER));

    @Test
    void decideTheSameAsABoundedReadOfAll() {
        int added = 0;
        for (long seed = 1; seed <= CASES; seed++) {
            added += run(seed);
        }
        assertTrue(added > 5 * CASES, "most claims should need no reading: " + added);
    }

    @Test
    void areFewHoweverManyMailsNameTheHost() {
        var live = LiveClaims.of(List.of(), MANY, START);
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
        var live = LiveClaims.of(all, MANY, START + 200);
        assertFalse(live.isWhole());
        assertEquals(all, live.claims());
    }

    /** Claims that could simply be added. */
    private static int run(long seed) {
        var random = new SplittableRandom(seed);
        var all = new ArrayList<StatedClaim>();
        long now = START;
        var live = LiveClaims.of(List.of(), BOUNDS, now);
        int added = 0;
        for (int at = 0; at < 12; at++) {
            now += HOUR * random.nextInt(3);
            StatedClaim claim = claim(at, random);
            all.add(claim);
            live.add(claim, now);
            added++;
            if (!live.isWhole()) {
                live = LiveClaims.of(bounded(all), BOUNDS, now);
                added--;
            }
            long later = now + HOUR * random.nextInt(12);
            for (String list : List.of("", "slow")) {
                assertEquals(
                        decide(bounded(all), list, later),
                        decide(live.claims(), list, later),
                        "seed " + seed + " after " + all);
            }
            if (!live.isWhole()) {
                live = LiveClaims.of(bounded(all), BOUNDS, now);
            }
        }
        return added;
    }

    /** Domains hold for six hours, on one list for ten. */
    private static Charter charter() {
        Lives six = new Lives(new TreeMap<>(Map.of(SubjectKind.DOMAIN, 6)));
        Lives ten = new Lives(new TreeMap<>(Map.of(SubjectKind.DOMAIN, 10)));
        Rules rules = Rules.defaultsFor(2);
        return new Charter(
                "0".repeat(32),
                1,
                Optional.empty(),
                Hash.digest(new byte[] {1}),
                rules,
                List.of(),
                List.of(member("a", "DE"), member("b", "FR")),
                Articles.DEFAULT
                        .withLives(six)
                        .withLists(List.of(new ListRules("slow", rules, ten))));
    }

    private static Member member(String name, String country) {
        var keys =
                new MemberKeys(
                        key(name + "/member", VerifierKey.Type.ED25519),
                        key(name + "/log", VerifierKey.Type.ED25519),
                        key(name + "/witness", VerifierKey.Type.COSIGNATURE),
                        Sealing.publicKey(SigningKey.derive(Bytes.of(new byte[32]), name)));
        return new Member(new MemberId(name), new Country(country), Sector.PRIVATE, keys, "", true);
    }

    private static VerifierKey key(String name, VerifierKey.Type type) {
        Bytes seed = SigningKey.derive(Bytes.of(new byte[32]), name);
        return SigningKey.of(name, type, seed).verifierKey();
    }

    private static Verdict decide(List<StatedClaim> claims, String list, long second) {
        Set<MemberId> all = Set.of(new MemberId("a"), new MemberId("b"));
        var setting = new Setting(CHARTER, GuardSet.shipped(), second, all, Vetoes.ALL);
        return Agreement.decide(HOST, claims, setting.of(list));
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
        long from = START + HOUR * random.nextInt(8);
        var validity = new Claim.Validity(from, from + HOUR * (1 + random.nextInt(20)));
        // Now and then a payload comes late, or a version replaces an earlier one.
        int index = random.nextInt(10) == 0 ? Math.max(0, at - 20) : at + 100;
        String object = random.nextInt(4) == 0 ? "o" + random.nextInt(12) : "o" + at;
        var version =
                new ObjectVersion(
                        object,
                        random.nextInt(6) == 0 ? "feed\n" : "",
                        random.nextInt(4),
                        END[Math.max(0, random.nextInt(16) - 13)]);
        return new StatedClaim(
                new MemberId(member),
                new StatementId(member + "/log", index),
                at,
                new Claim(
                        HOST,
                        stance,
                        AbuseClass.SPAM,
                        new Claim.Grounds(basis, role, roots(random), ""),
                        validity,
                        Target.UNKNOWN,
                        version),
                false);
    }

    private static List<Hash> roots(RandomGenerator random) {
        return List.of(Hash.digest(new byte[] {(byte) random.nextInt(4)}));
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
