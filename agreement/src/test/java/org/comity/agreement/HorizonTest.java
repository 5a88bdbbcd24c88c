package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.comity.charter.Articles;
import org.comity.charter.Charter;
import org.comity.charter.ListRules;
import org.comity.charter.Lives;
import org.comity.statement.GuardSet;
import org.comity.statement.SubjectKind;
import org.junit.jupiter.api.Test;

/** What may be left out, and when to look again, over random claims. */
class HorizonTest {
    /** What a newer claim outlives, and what is over, decides nothing any more, on any list. */
    @Test
    void whatLiesBehindTheHorizonDecidesNothing() {
        Seeds.each(
                2_000,
                random -> {
                    RandomCase usual = RandomCase.of(random);
                    var lives =
                            new Lives(
                                    new TreeMap<>(
                                            Map.of(
                                                    SubjectKind.DOMAIN,
                                                    24 * random.nextInt(1, 20))));
                    var named = new ListRules("other", usual.charter().rules(), lives);
                    Charter charter =
                            Made.with(usual.charter(), Articles.DEFAULT.withLists(List.of(named)));
                    var one = new RandomCase(charter, usual.inStanding(), usual.claims());
                    Horizon horizon = Horizon.of(charter);
                    List<StatedClaim> last =
                            one.claims().stream().filter(it -> isLastOfItsObject(it, one)).toList();
                    List<StatedClaim> left = new ArrayList<>(last);
                    left.removeIf(it ->
                            horizon.isOver(it, Made.NOW)
                                    || last.stream()
                                            .anyMatch(other ->
                                                    horizon.outlives(other, it, Made.NOW)));
                    long later = Made.NOW + 86_400L * random.nextInt(0, 40);
                    for (String list : List.of("", "other")) {
                        Setting then = at(one, later).of(list);
                        assertEquals(
                                Agreement.decide(Made.HOST, one.claims(), then, Made.FREE),
                                Agreement.decide(Made.HOST, left, then, Made.FREE));
                    }
                });
    }

    /** Between two changes that are foretold nothing changes. */
    @Test
    void nothingChangesBeforeTheNextChange() {
        Seeds.each(
                2_000,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    OptionalLong next =
                            Agreement.nextChange(Made.HOST, one.claims(), one.setting());
                    long last = next.isEmpty() ? Made.NOW + 900_000 : next.getAsLong() - 1;
                    Verdict now = one.decide(one.claims());
                    Verdict then =
                            Agreement.decide(Made.HOST, one.claims(), at(one, last), Made.FREE);
                    assertEquals(now.level(), then.level());
                    assertEquals(now.tier(), then.tier());
                    assertEquals(now.support(), then.support());
                });
    }

    private static boolean isLastOfItsObject(StatedClaim claim, RandomCase one) {
        return one.claims().stream()
                .filter(it -> it.line().equals(claim.line()))
                .noneMatch(it -> StatedClaim.BY_VERSION.compare(it, claim) > 0);
    }

    private static Setting at(RandomCase one, long second) {
        return new Setting(one.charter(), GuardSet.shipped(), second, one.inStanding(), Vetoes.ALL);
    }
}
