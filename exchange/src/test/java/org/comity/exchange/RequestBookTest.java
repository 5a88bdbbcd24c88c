package org.comity.exchange;

import static org.comity.exchange.RequestStepTest.A;
import static org.comity.exchange.RequestStepTest.B;
import static org.comity.exchange.RequestStepTest.ID;
import static org.comity.exchange.RequestStepTest.SENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.comity.exchange.RequestBook.Missing;
import org.comity.exchange.RequestBook.Placed;
import org.comity.exchange.RequestBook.Progress;
import org.comity.exchange.RequestStep.Stage;
import org.comity.statement.Audience;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.junit.jupiter.api.Test;

class RequestBookTest {
    private static final long DEADLINE = SENT.deadlineSecond();
    private static final MemberId C = new MemberId("mail.example");
    private static final Placed ASKED = placed(A, B, 0, 1_780_000_000L, SENT);
    private static final Placed ACKNOWLEDGED =
            placed(B, A, 0, 1_780_000_200L, reply(Stage.ACKNOWLEDGED));
    private static final Placed ANSWERED = placed(B, A, 1, 1_780_000_500L, reply(Stage.ANSWERED));
    private static final Placed EXPIRED = placed(A, B, 1, DEADLINE + 300, reply(Stage.EXPIRED));

    @Test
    void goesFromSentToAnswered() {
        Progress sent = only(ASKED);
        assertEquals(Stage.SENT, sent.stage());
        assertEquals(Missing.ACKNOWLEDGEMENT, sent.missing(DEADLINE));
        Progress acknowledged = only(ASKED, ACKNOWLEDGED);
        assertEquals(Stage.ACKNOWLEDGED, acknowledged.stage());
        assertEquals(Missing.ANSWER, acknowledged.missing(DEADLINE));
        Progress answered = only(ASKED, ACKNOWLEDGED, ANSWERED);
        assertEquals(Stage.ANSWERED, answered.stage());
        assertEquals(Missing.NOTHING, answered.missing(DEADLINE + 1));
        assertFalse(answered.isLate());
    }

    @Test
    void anAnswerIsOverdueAfterTheDeadlineAndThenMayExpire() {
        assertEquals(Missing.ANSWER_OVERDUE, only(ASKED, ACKNOWLEDGED).missing(DEADLINE + 1));
        Progress expired = only(ASKED, ACKNOWLEDGED, EXPIRED);
        assertEquals(Stage.EXPIRED, expired.stage());
        assertEquals(Missing.NOTHING, expired.missing(DEADLINE + 1));
    }

    @Test
    void nobodyCanMakeARequestExpireBeforeItsDeadline() {
        refused(
                "expired before its deadline",
                ASKED,
                placed(A, B, 1, DEADLINE, reply(Stage.EXPIRED)));
    }

    @Test
    void itExpiresAtTheFirstSecondWhoseLeafIsPastTheDeadline() {
        long at = RequestBook.expiresAt(SENT);
        assertFalse(RequestBook.mayExpire(SENT, at - 1));
        assertTrue(RequestBook.mayExpire(SENT, at));
        assertEquals(
                Stage.EXPIRED,
                only(ASKED, placed(A, B, 1, at / 300 * 300, reply(Stage.EXPIRED))).stage());
        refused(
                "expired before its deadline",
                ASKED,
                placed(A, B, 1, (at - 1) / 300 * 300, reply(Stage.EXPIRED)));
    }

    @Test
    void aLateAnswerBeatsExpiryAndIsShownAsLate() {
        Progress late =
                only(ASKED, EXPIRED, placed(B, A, 0, DEADLINE + 900, reply(Stage.DECLINED)));
        assertEquals(Stage.DECLINED, late.stage());
        assertTrue(late.isLate());
    }

    @Test
    void aStepCountsOnlyInTheLogOfThePartyThatMayMakeIt() {
        String why = "not in the log of the party";
        refused(why, ASKED, placed(A, B, 1, 1_780_000_500L, reply(Stage.ANSWERED)));
        refused(why, ASKED, placed(A, B, 1, 1_780_000_500L, reply(Stage.ACKNOWLEDGED)));
        refused(why, ASKED, placed(B, A, 0, DEADLINE + 300, reply(Stage.EXPIRED)));
        refused(why, ASKED, placed(C, A, 0, 1_780_000_500L, reply(Stage.ANSWERED)));
        refused(why, ASKED, placed(B, C, 0, 1_780_000_500L, reply(Stage.ANSWERED)));
        var inMainLog =
                new Placed(
                        new StatementId("isp.example/log", 0),
                        ID.parties(),
                        1_780_000_500L,
                        reply(Stage.ANSWERED));
        refused(why, ASKED, inMainLog);
        assertEquals(
                0,
                RequestBook.of(List.of(placed(B, A, 0, 1_780_000_000L, SENT))).requests().size());
    }

    @Test
    void refusesStepsThatCannotFollow() {
        refused(
                "answered or declined before",
                ASKED,
                ANSWERED,
                placed(B, A, 2, 1_780_000_800L, reply(Stage.DECLINED)));
        refused(
                "acknowledged or closed before",
                ASKED,
                ACKNOWLEDGED,
                placed(B, A, 1, 1_780_000_500L, reply(Stage.ACKNOWLEDGED)));
        refused(
                "acknowledged or closed before",
                ASKED,
                ANSWERED,
                placed(B, A, 2, 1_780_000_800L, reply(Stage.ACKNOWLEDGED)));
        refused(
                "expired before",
                ASKED,
                EXPIRED,
                placed(A, B, 2, DEADLINE + 600, reply(Stage.EXPIRED)));
        refused("request was sent before", ASKED, placed(A, B, 1, 1_780_000_300L, SENT));
        var early = RequestBook.of(List.of(ANSWERED));
        assertEquals("reply to a request that was not sent", early.refused().getFirst().why());
    }

    @Test
    void whatWasAskedCannotBeChangedBySendingItAgain() {
        var harsher = new RequestStep.Sent(ID, SENT.matter(), "Delete all.", DEADLINE, List.of());
        RequestBook book = RequestBook.of(List.of(placed(A, B, 1, 1_780_000_300L, harsher), ASKED));
        assertEquals(SENT, Objects.requireNonNull(book.requests().get(ID)).sent());
        assertEquals(1, book.refused().size());
    }

    @Test
    void remindersCountWhileItIsOpenAndOnlySoMany() {
        var steps = new ArrayList<>(List.of(ASKED));
        for (int at = 1; at <= RequestBook.REMINDERS_MAX; at++) {
            steps.add(placed(A, B, at, 1_780_000_500L, reply(Stage.REMINDED)));
        }
        Progress reminded = only(steps.toArray(Placed[]::new));
        assertEquals(RequestBook.REMINDERS_MAX, reminded.reminders().size());
        assertEquals(Stage.SENT, reminded.stage());
        steps.add(placed(A, B, 99, 1_780_000_500L, reply(Stage.REMINDED)));
        refused("reminded often enough", steps.toArray(Placed[]::new));
        refused(
                "expired, or reminded",
                ASKED,
                EXPIRED,
                placed(A, B, 2, DEADLINE + 600, reply(Stage.REMINDED)));
        refused(
                "not in the log of the party",
                ASKED,
                placed(B, A, 0, 1_780_000_500L, reply(Stage.REMINDED)));
    }

    @Test
    void theLastQuarterOfItsTimeIsWhenItIsDue() {
        long quarter = (DEADLINE - ASKED.declaredSecond()) / 4;
        assertFalse(only(ASKED).isDue(DEADLINE - quarter - 1));
        assertTrue(only(ASKED).isDue(DEADLINE - quarter));
        assertTrue(only(ASKED).isDue(DEADLINE + 1));
        assertFalse(only(ASKED, ANSWERED).isDue(DEADLINE));
    }

    @Test
    void aDrillIsMeasuredByTheSecondsThatItsMakersWroteWithinTheirLeaves() {
        Placed asked = placed(A, B, 0, 1_779_999_900L, RequestStepTest.DRILL);
        Placed heard = placed(B, A, 0, 1_780_000_200L, RequestStepTest.HEARD);
        assertEquals(OptionalLong.of(298), only(asked, heard).acknowledgedAfterSeconds());
        assertEquals(OptionalLong.empty(), only(asked).acknowledgedAfterSeconds());
        Placed other = placed(B, A, 0, 1_780_000_500L, RequestStepTest.HEARD);
        assertEquals(OptionalLong.empty(), only(asked, other).acknowledgedAfterSeconds());
        Placed silent = placed(B, A, 0, 1_780_000_200L, reply(Stage.ACKNOWLEDGED));
        assertEquals(OptionalLong.empty(), only(asked, silent).acknowledgedAfterSeconds());
    }

    @Test
    void orderAndDuplicatesChangeNothing() {
        var steps =
                new ArrayList<>(
                        List.of(
                                ASKED,
                                ACKNOWLEDGED,
                                ANSWERED,
                                EXPIRED,
                                placed(B, A, 2, 1_780_000_800L, reply(Stage.DECLINED)),
                                placed(A, B, 2, 1_780_000_900L, SENT),
                                placed(C, A, 0, 1_780_000_500L, reply(Stage.ANSWERED))));
        RequestBook expected = RequestBook.of(steps);
        Seeds.each(
                200,
                random -> {
                    var shuffled = new ArrayList<>(steps);
                    shuffled.add(steps.get(random.nextInt(steps.size())));
                    Collections.shuffle(shuffled, random);
                    assertEquals(expected, RequestBook.of(shuffled));
                });
    }

    private static RequestStep.Reply reply(Stage stage) {
        return new RequestStep.Reply(ID, stage, "", "en", List.of());
    }

    private static Placed placed(
            MemberId maker, MemberId peer, long index, long second, RequestStep step) {
        return new Placed(
                new StatementId(Desk.of(maker.name(), "DE").forParties().origin(), index),
                new Audience.Parties(new TreeSet<>(List.of(maker, peer))),
                second,
                step);
    }

    private static Progress only(Placed... steps) {
        RequestBook book = RequestBook.of(List.of(steps));
        assertEquals(List.of(), book.refused());
        return Objects.requireNonNull(book.requests().get(ID));
    }

    /** The last step is refused and changes nothing. */
    private static void refused(String why, Placed... steps) {
        RequestBook book = RequestBook.of(List.of(steps));
        assertEquals(1, book.refused().size());
        assertTrue(book.refused().getFirst().why().contains(why), book.refused().toString());
        assertEquals(
                RequestBook.of(List.of(steps).subList(0, steps.length - 1)).requests(),
                book.requests());
    }
}
