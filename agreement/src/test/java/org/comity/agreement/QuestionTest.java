package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SortedSet;
import org.comity.statement.StatementId;
import org.junit.jupiter.api.Test;

final class QuestionTest {
    /** A statement says more than the one claim that counts; what it says is judged alike. */
    @Test
    void theStatementsThatItNamesGiveTheSameAnswer() {
        var fewer = new int[2];
        Seeds.each(
                3_000,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    int together = random.nextInt(1, 5);
                    List<StatedClaim> claims =
                            one.claims().stream().map(it -> grouped(it, together)).toList();
                    var all = new Question(Made.HOST, claims, one.setting());
                    SortedSet<StatementId> named = all.statements();
                    List<StatedClaim> some =
                            claims.stream().filter(it -> named.contains(it.statement())).toList();
                    var less = new Question(Made.HOST, some, one.setting());
                    assertEquals(all.verdict(), less.verdict());
                    fewer[0] += some.size() < claims.size() ? 1 : 0;
                    long direct =
                            all.current().stream().map(StatedClaim::statement).distinct().count();
                    fewer[1] += named.size() > direct ? 1 : 0;
                });
        boolean alone = Long.getLong("seed") != null;
        assertTrue(fewer[0] > 100 || alone, "with claims left out: " + fewer[0]);
        assertTrue(fewer[1] > 20 || alone, "with what replaced others: " + fewer[1]);
    }

    /** So many claims of a log stand in one statement. */
    private static StatedClaim grouped(StatedClaim it, int together) {
        long index = it.statement().index();
        return new StatedClaim(
                it.member(),
                new StatementId(it.statement().origin(), index / together),
                (int) (index % together),
                it.claim(),
                it.full());
    }
}
