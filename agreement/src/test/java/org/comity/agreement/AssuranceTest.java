package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.comity.charter.Assurance;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.Member;
import org.comity.charter.Rules;
import org.comity.charter.Sector;
import org.comity.statement.Basis;
import org.comity.statement.Role;
import org.junit.jupiter.api.Test;

/** What people are told before they sign a charter is what the rules do. */
class AssuranceTest {
    private static final List<String> COUNTRIES = List.of("BR", "CN", "DE", "FR", "KE", "NL");
    private static final int NOBODY = 0;

    @Test
    void soManyCapturedCountriesAloneMakeNothingAgreedAndOneMoreMay() {
        Seeds.each(
                2_000,
                random -> {
                    Charter charter = charter(random);
                    Assurance assurance = Assurance.of(charter);
                    int withstood = assurance.capturedWithstood();
                    assertNotEquals(Level.AGREED, level(charter, withstood, NOBODY));
                    if (assurance.canAgree()
                            && members(charter, 0, withstood + 1).size() >= charter.rules().k()) {
                        assertEquals(Level.AGREED, level(charter, withstood + 1, NOBODY));
                    }
                });
    }

    @Test
    void somethingCanBeAgreedExactlyWhereItIsSaid() {
        Seeds.each(
                2_000,
                random -> {
                    Charter charter = charter(random);
                    Level all = level(charter, COUNTRIES.size(), NOBODY);
                    assertEquals(Assurance.of(charter).canAgree(), all == Level.AGREED);
                });
    }

    @Test
    void soManyCountriesAgainstKeepAnythingFromBeingAgreedAndFewerDoNot() {
        Seeds.each(
                2_000,
                random -> {
                    Charter charter = charter(random);
                    Assurance assurance = Assurance.of(charter);
                    if (!assurance.canAgree()) {
                        return;
                    }
                    int against = assurance.suppressing("country");
                    int all = charter.countries().size();
                    assertNotEquals(Level.AGREED, level(charter, all - against, against));
                    if (members(charter, 0, all - against + 1).size() >= charter.rules().k()) {
                        assertEquals(Level.AGREED, level(charter, all - against + 1, against - 1));
                    }
                });
    }

    /**
     * What all members of the first countries say by analyses of their own, and all of the last
     * against it; no veto speaks, so that only numbers count.
     */
    private static Level level(Charter charter, int forIt, int against) {
        var claims = new ArrayList<StatedClaim>();
        for (String member : members(charter, 0, forIt)) {
            claims.add(Say.analysed(member, claims.size() + 1));
        }
        int all = charter.countries().size();
        for (String member : members(charter, all - against, all)) {
            claims.add(
                    Say.by(member)
                            .as(Basis.ANALYSED, Role.CONTENT)
                            .on(claims.size() + 1)
                            .benign()
                            .stated());
        }
        return Agreement.decide(Made.HOST, claims, Made.counting(charter), Made.FREE).level();
    }

    private static List<String> members(Charter charter, int from, int until) {
        List<Country> countries = List.copyOf(charter.countries());
        int end = Math.min(until, countries.size());
        var of = countries.subList(Math.min(from, end), end);
        return charter.members().stream()
                .filter(it -> of.contains(it.country()))
                .map(it -> it.id().name())
                .collect(Collectors.toList());
    }

    private static Charter charter(RandomGenerator random) {
        var members = new ArrayList<Member>();
        int count = random.nextInt(1, 9);
        for (int at = 0; at < count; at++) {
            members.add(Made.member(Made.name(at), Made.any(COUNTRIES, random), Sector.PRIVATE));
        }
        int countries = (int) members.stream().map(Member::country).distinct().count();
        Rules rules =
                random.nextBoolean()
                        ? Rules.defaultsFor(countries)
                        : new Rules(random.nextInt(3), 2 + random.nextInt(3), List.of("country"));
        return Made.charter(members, rules);
    }
}
