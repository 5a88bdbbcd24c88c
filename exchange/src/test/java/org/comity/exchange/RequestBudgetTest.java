package org.comity.exchange;

import static org.comity.exchange.RequestStepTest.A;
import static org.comity.exchange.RequestStepTest.B;
import static org.comity.exchange.RequestStepTest.SENT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import org.comity.exchange.RequestBook.Placed;
import org.comity.exchange.RequestBook.Progress;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.junit.jupiter.api.Test;

class RequestBudgetTest {
    private static final long DAY = 86_400;
    private static final long TODAY = 20_000 * DAY;
    private static final long NOW = TODAY + 36_000;
    private static final MemberId C = new MemberId("mail.example");

    private final RequestBudget two = new RequestBudget(2, NOW);
    private final List<Progress> all = new ArrayList<>();

    private RequestId asks(MemberId from, MemberId to, long second) {
        RequestId id = RequestId.draw(from, to, new Random(all.size()));
        var sent = new RequestStep.Sent(id, SENT.matter(), "x", SENT.deadlineSecond(), List.of());
        var at = new StatementId(from.name() + "/x", all.size());
        Optional<Placed> none = Optional.empty();
        all.add(
                new Progress(
                        sent,
                        new Placed(at, id.parties(), second, sent),
                        none,
                        none,
                        none,
                        List.of()));
        return id;
    }

    @Test
    void theFirstOfADayAreWithinItHoweverTheyArrive() {
        asks(A, B, TODAY - 1);
        asks(A, B, TODAY);
        asks(A, C, TODAY + 1);
        asks(B, A, TODAY + 2);
        asks(A, B, TODAY + DAY / 4);
        RequestId third = asks(A, B, TODAY + 300);
        Collections.reverse(all);
        assertEquals(new TreeSet<>(List.of(third)), two.beyond(all));
        assertEquals(OptionalLong.of(TODAY + DAY), two.again(all, A, B));
        assertEquals(OptionalLong.empty(), two.again(all, A, C));
        assertEquals(OptionalLong.empty(), new RequestBudget(2, TODAY + DAY).again(all, A, B));
    }

    @Test
    void datingBackOrAheadMakesNoRoom() {
        asks(A, B, NOW);
        asks(A, B, NOW);
        RequestId back = asks(A, B, TODAY - 30 * DAY);
        RequestId ahead = asks(A, B, TODAY + 30 * DAY);
        RequestId further = asks(A, B, TODAY + 31 * DAY);
        assertEquals(new TreeSet<>(List.of(back, ahead, further)), two.beyond(all));
    }

    @Test
    void whereNothingMayBeAskedAllIsBeyondIt() {
        RequestId one = asks(A, B, NOW);
        assertEquals(new TreeSet<>(List.of(one)), new RequestBudget(0, NOW).beyond(all));
    }
}
