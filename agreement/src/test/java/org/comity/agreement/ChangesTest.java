package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.comity.charter.Charter;
import org.comity.statement.Target;
import org.junit.jupiter.api.Test;

/** What would change a verdict is worked out, not a fixed sentence. */
final class ChangesTest {
    private static final Charter FOUR = Made.charter("DE", "FR", "CN", "BR");

    @Test
    void trustedByOneSaysWhatItTakesEitherWay() {
        List<String> changes = changes(Made.everybody(FOUR), Say.seen("a", 1));
        assertEquals(
                List.of(
                        "at "
                                + Instant.ofEpochSecond(Made.NOW + 864_000)
                                + " if nobody says anything more: then unknown, on no list",
                        "a retraction by a: then unknown, on no list",
                        "a benign claim by one of 3 of the members in standing: then contested, on"
                                + " no list",
                        "a benign claim by one of 1 of the members in standing: then reported, on"
                                + " no list",
                        "1 more member with evidence of its own, of 1 more country: then agreed,"
                                + " tier block",
                        "a decision, which any member can move (comity motion) and at least 2"
                                + " members of 2 countries carry"),
                changes);
    }

    @Test
    void whatNoSingleMemberCanUndoIsSaidSo() {
        List<String> changes =
                changes(
                        Made.counting(FOUR),
                        Say.seen("a", 1),
                        Say.seen("b", 2),
                        Say.seen("c", 3),
                        Say.seen("d", 4));
        assertTrue(
                changes.contains("no retraction by one member alone would change it"),
                changes.toString());
        assertTrue(
                changes.stream().noneMatch(it -> it.startsWith("a benign claim")),
                changes.toString());
    }

    /** Too old to make it trusted. */
    private static StatedClaim old(String member, int root) {
        long day = 86_400;
        return Say.by(member)
                .on(root)
                .target(Target.DEDICATED)
                .between(Made.NOW - 20 * day, Made.NOW + 10 * day)
                .stated();
    }

    @Test
    void namesOnlyThoseOfWhomTheReaderMayKnow() {
        var question =
                new Question(Made.HOST, List.of(old("a", 1), old("b", 2)), Made.counting(FOUR));
        String seen = String.join("\n", Changes.of(question, _ -> true));
        assertTrue(seen.contains("a retraction by a or b: then reported"), seen);
        String some = String.join("\n", Changes.of(question, it -> it.member().name().equals("b")));
        assertTrue(
                some.contains("a retraction by b, or one of 1 member not for you to see: "), some);
        String none = String.join("\n", Changes.of(question, _ -> false));
        assertFalse(none.contains(" a "), none);
        assertTrue(none.contains("a retraction by one of 2 members not for you to see: "), none);
    }

    /** The time that is named is the first at which deciding anew gives something else. */
    @Test
    void theTimeIsTheFirstAtWhichItChanges() {
        var named = new int[1];
        Seeds.each(
                500,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    var question = new Question(Made.HOST, one.claims(), one.setting());
                    String now = outcome(question.verdict());
                    String first = Changes.of(question, _ -> true).getFirst();
                    if (!first.startsWith("at ")) {
                        return;
                    }
                    named[0]++;
                    long second = Instant.parse(first.split(" ")[1]).getEpochSecond();
                    assertFalse(now.equals(outcome(question.at(second).verdict())));
                    assertEquals(now, outcome(question.at(second - 1).verdict()));
                    long between = random.nextLong(Made.NOW, second);
                    assertEquals(now, outcome(question.at(between).verdict()));
                });
        assertTrue(named[0] > 50 || Long.getLong("seed") != null, "cases: " + named[0]);
    }

    private static String outcome(Verdict verdict) {
        return verdict.level() + " " + verdict.tier();
    }

    private static List<String> changes(Setting setting, StatedClaim... claims) {
        return Changes.of(new Question(Made.HOST, List.of(claims), setting), _ -> true);
    }
}
