package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.comity.statement.Claim;
import org.comity.statement.MemberId;
import org.comity.statement.ObjectVersion;
import org.comity.statement.StatementId;
import org.junit.jupiter.api.Test;

/** Whose versions of STIX objects hold: S7 to S9 of STIX 2.1 section 3.6, on random cases. */
final class VersionLawTest {
    private static final List<String> LINES = List.of("", "feed\nmaker", "feed\nother", "x\nmaker");

    @Test
    void whatOthersMadeHoldsTheSameInAnyOrderOfComing() {
        Seeds.each(
                1_000,
                random -> {
                    List<ObjectVersion> versions = versions(random);
                    versions.removeIf(it -> !it.isRelayed());
                    var shuffled = new ArrayList<>(versions);
                    Collections.shuffle(shuffled, new Random(random.nextLong()));
                    assertEquals(holding(stated(versions)), holding(stated(shuffled)));
                });
    }

    /** Else a member could wait until some have dropped the newer one, and part the membership. */
    @Test
    void ofItsOwnObjectsAMemberSaysTheNewestLast() {
        ObjectVersion newer = version("", "o", 2, ObjectVersion.End.NONE);
        ObjectVersion older = version("", "o", 1, ObjectVersion.End.NONE);
        var held = new TreeSet<>(List.of("|o|1"));
        assertEquals(held, holding(stated(List.of(newer, older))));
        assertEquals(held, holding(stated(List.of(older))));
    }

    @Test
    void nobodyElsesVersionReplacesOrRevokes() {
        Seeds.each(
                1_000,
                random -> {
                    List<StatedClaim> all = stated(versions(random));
                    for (String line : LINES) {
                        List<StatedClaim> its =
                                all.stream()
                                        .filter(it -> it.claim().version().line().equals(line))
                                        .toList();
                        var held = new TreeSet<>(holding(all));
                        held.removeIf(it -> !it.startsWith(line + "|"));
                        assertEquals(holding(its), held);
                    }
                });
    }

    @Test
    void anotherMembersVersionOfTheSameIdReplacesAndRevokesNothing() {
        ObjectVersion one = version("", "o", 1, ObjectVersion.End.NONE);
        StatedClaim its = stated(List.of(one)).getFirst();
        for (ObjectVersion.End end : ObjectVersion.End.values()) {
            StatedClaim other = stated(List.of(version("", "o", 2, end))).getFirst();
            var byB =
                    new StatedClaim(
                            new MemberId("b"), new StatementId("b/log", 9), 0, other.claim(), true);
            assertTrue(CurrentClaims.unrevoked(List.of(its, byB)).contains(its), end.name());
        }
    }

    @Test
    void whatIsRevokedNeverHoldsAgain() {
        Seeds.each(
                1_000,
                random -> {
                    List<ObjectVersion> versions = versions(random);
                    ObjectVersion one = Made.any(versions, random);
                    versions.add(
                            random.nextInt(versions.size() + 1),
                            version(one.line(), one.id(), 3, ObjectVersion.End.REVOKED));
                    assertTrue(
                            holding(stated(versions)).stream()
                                    .noneMatch(it ->
                                            it.startsWith(one.line() + "|" + one.id() + "|")));
                });
    }

    @Test
    void whatIsWithdrawnHoldsAgainWhenItIsPassedOnAgainAndByNoOlderVersion() {
        ObjectVersion two = version("feed\nmaker", "o", 2, ObjectVersion.End.NONE);
        ObjectVersion back = version("feed\nmaker", "o", 2, ObjectVersion.End.WITHDRAWN);
        ObjectVersion one = version("feed\nmaker", "o", 1, ObjectVersion.End.NONE);
        assertEquals(0, holding(stated(List.of(two, back))).size());
        assertEquals(0, holding(stated(List.of(two, back, one))).size());
        assertEquals(1, holding(stated(List.of(two, back, two))).size());
    }

    /** Each time of a line once, as an honest creator makes them. */
    private static List<ObjectVersion> versions(RandomGenerator random) {
        var versions = new ArrayList<ObjectVersion>();
        for (String line : LINES) {
            for (String id : List.of("o", "p")) {
                for (int time = 1; time < 6; time++) {
                    boolean revoked = random.nextInt(8) == 0;
                    if (random.nextBoolean()) {
                        versions.add(
                                version(
                                        line,
                                        id,
                                        time,
                                        revoked
                                                ? ObjectVersion.End.REVOKED
                                                : ObjectVersion.End.NONE));
                    }
                }
            }
        }
        versions.add(version("", "o", 9, ObjectVersion.End.NONE));
        return versions;
    }

    private static ObjectVersion version(String line, String id, int time, ObjectVersion.End end) {
        return new ObjectVersion(id, line, time, end);
    }

    /** In the order of one log. */
    private static List<StatedClaim> stated(List<ObjectVersion> versions) {
        var stated = new ArrayList<StatedClaim>();
        for (ObjectVersion version : versions) {
            StatedClaim at = Say.by("a").at(stated.size(), true).stated();
            Claim claim = at.claim().with(version);
            stated.add(new StatedClaim(at.member(), at.statement(), 0, claim, true));
        }
        return stated;
    }

    private static TreeSet<String> holding(Collection<StatedClaim> claims) {
        var names = new TreeSet<String>();
        for (StatedClaim one : CurrentClaims.unrevoked(claims)) {
            ObjectVersion version = one.claim().version();
            names.add(version.line() + "|" + version.id() + "|" + version.modifiedMicros());
        }
        return names;
    }
}
