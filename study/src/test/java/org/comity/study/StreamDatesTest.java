package org.comity.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.intake.MailTrail;
import org.comity.study.StreamDates.Dated;
import org.comity.study.StreamDates.Source;
import org.junit.jupiter.api.Test;

/** Which of a mail's dates is believed, and what is said of the whole. */
final class StreamDatesTest {
    private static final long NOON = 1_800_000_000L;

    private final StreamDates dates = new StreamDates();

    @Test
    void theIndexComesFirstThenTheReceiverThenOthersThenTheSender() {
        MailTrail trail = trail(NOON, NOON - 5, NOON - 60);
        assertEquals(
                new Dated(7, Source.INDEX),
                StreamDates.date(OptionalLong.of(7), trail, true).orElseThrow());
        assertEquals(new Dated(NOON - 5, Source.RECEIVER), date(trail, true));
        assertEquals(new Dated(NOON - 5, Source.RECEIVED), date(trail, false));
        assertEquals(new Dated(NOON, Source.DATE), date(trail(NOON), true));
    }

    @Test
    void aLowerLineIsNotTheReceivers() {
        assertEquals(new Dated(NOON - 60, Source.RECEIVED), date(trail(NOON, -1, NOON - 60), true));
    }

    @Test
    void whatLiesBefore1990OrAfter2099IsNobodysDate() {
        assertEquals(Optional.empty(), none(trail(631_151_999L)));
        assertEquals(Optional.empty(), none(trail(4_102_444_800L, 12)));
        assertTrue(none(trail(631_152_000L)).isPresent());
        assertTrue(none(trail(4_102_444_799L)).isPresent());
        assertEquals(new Dated(NOON, Source.RECEIVED), date(trail(-1, 12, NOON), true));
    }

    @Test
    void coarseDatesAreToBeDoubted() {
        add(NOON, Source.INDEX);
        add(NOON, Source.INDEX);
        everyDay(18);
        assertEquals(List.of(), dates.doubts(), "one in ten is not yet too many");
        add(NOON, Source.INDEX);
        assertEquals(1, dates.doubts().size());
        assertTrue(dates.doubts().getFirst().startsWith("3 of 21 mails share their second"));
        assertEquals(3, dates.inCommonSeconds());
        assertEquals(3, dates.busiestSecond());
    }

    @Test
    void aStreamOfOneDayIsToBeDoubted() {
        for (int at = 0; at < 11; at++) {
            add(NOON + at, Source.INDEX);
        }
        everyDay(10);
        assertEquals(List.of("11 of 21 mails are of one day"), dates.doubts());
        assertEquals(11, dates.busiestDay());
        assertEquals(11, dates.daysWithMail());
    }

    @Test
    void datesOfHostsThatSayWhatTheyLikeAreToBeDoubted() {
        everyDay(18);
        add(NOON, Source.DATE);
        add(NOON + 1, Source.RECEIVED);
        assertEquals(List.of(), dates.doubts());
        add(NOON + 2, Source.RECEIVED);
        assertTrue(dates.doubts().getFirst().startsWith("3 of 21 mails are dated by hosts"));
        assertEquals(1, dates.sources().get(Source.DATE));
        assertEquals(0, dates.sources().get(Source.RECEIVER));
    }

    @Test
    void undatedMailsAreCountedApart() {
        dates.addUndated();
        assertEquals(1, dates.undated());
        assertEquals(0, dates.daysWithMail());
        assertEquals(0, dates.busiestSecond());
    }

    private void everyDay(int count) {
        for (int at = 1; at <= count; at++) {
            add(NOON + at * 86_400L, Source.INDEX);
        }
    }

    private void add(long second, Source source) {
        dates.add(new Dated(second, source));
    }

    private static Dated date(MailTrail trail, boolean receiverKnown) {
        return StreamDates.date(OptionalLong.empty(), trail, receiverKnown).orElseThrow();
    }

    private static Optional<Dated> none(MailTrail trail) {
        return StreamDates.date(OptionalLong.empty(), trail, true);
    }

    /** What Date and the Received lines say, top first; negative where one says nothing. */
    private static MailTrail trail(long date, long... received) {
        var hops = new ArrayList<MailTrail.Hop>();
        for (long second : received) {
            hops.add(new MailTrail.Hop(Optional.empty(), "mx.qzshop.org", maybe(second)));
        }
        return new MailTrail(hops, maybe(date), "");
    }

    private static OptionalLong maybe(long second) {
        return second < 0 ? OptionalLong.empty() : OptionalLong.of(second);
    }
}
