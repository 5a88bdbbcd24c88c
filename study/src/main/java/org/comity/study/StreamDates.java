package org.comity.study;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.intake.MailTrail;

/**
 * When the mails of a stream arrived, where that is known from, and how far it can be trusted. A
 * replay is worth no more than its dates.
 */
public final class StreamDates {
    /** Where a date came from, the best first. */
    public enum Source {
        INDEX("the index"),
        RECEIVER("the receiver's own Received line"),
        RECEIVED("the first Received line with a date"),
        DATE("Date, the sender's word");

        private final String words;

        Source(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** A date with its source. */
    public record Dated(long second, Source source) {}

    /** 1990 to 2100: a mail outside was dated by nobody who knew. */
    private static final long FIRST = 631_152_000L;

    private static final long LAST = 4_102_444_800L;

    private static final long DAY = 86_400;

    /** A tenth of all mails in one second or in wrong order is too much to believe the rest. */
    private static final int COARSE = 10;

    private final Map<Source, Long> sources = new EnumMap<>(Source.class);
    private final Map<Long, Long> seconds = new LinkedHashMap<>();
    private final Map<Long, Long> days = new LinkedHashMap<>();
    private long undated;
    private long all;

    /**
     * When a mail arrived.
     *
     * @param fromIndex what the index says
     * @param receiverKnown the topmost Received line is the receiver's own
     */
    public static Optional<Dated> date(
            OptionalLong fromIndex, MailTrail trail, boolean receiverKnown) {
        if (fromIndex.isPresent()) {
            return Optional.of(new Dated(fromIndex.getAsLong(), Source.INDEX));
        }
        for (int at = 0; at < trail.hops().size(); at++) {
            OptionalLong second = trail.hops().get(at).second();
            if (second.isPresent() && isPlausible(second.getAsLong())) {
                Source source = at == 0 && receiverKnown ? Source.RECEIVER : Source.RECEIVED;
                return Optional.of(new Dated(second.getAsLong(), source));
            }
        }
        return trail.dateSecond().isPresent() && isPlausible(trail.dateSecond().getAsLong())
                ? Optional.of(new Dated(trail.dateSecond().getAsLong(), Source.DATE))
                : Optional.empty();
    }

    private static boolean isPlausible(long second) {
        return second >= FIRST && second < LAST;
    }

    /** Counts a mail that is replayed. */
    public void add(Dated date) {
        all++;
        sources.merge(date.source(), 1L, Long::sum);
        seconds.merge(date.second(), 1L, Long::sum);
        days.merge(Math.floorDiv(date.second(), DAY), 1L, Long::sum);
    }

    /** Counts a mail that is left out, because nothing in it says when it came. */
    public void addUndated() {
        undated++;
    }

    public long undated() {
        return undated;
    }

    /** How many mails were dated from where; all sources, in order. */
    public Map<Source, Long> sources() {
        var copy = new EnumMap<Source, Long>(Source.class);
        for (Source source : Source.values()) {
            copy.put(source, sources.getOrDefault(source, 0L));
        }
        return copy;
    }

    /** Mails that share their second with another. */
    public long inCommonSeconds() {
        return seconds.values().stream().filter(it -> it > 1).mapToLong(Long::longValue).sum();
    }

    public long busiestSecond() {
        return seconds.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    public long busiestDay() {
        return days.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    public long daysWithMail() {
        return days.size();
    }

    /** Why the figures that depend on time are to be doubted, in words; empty when they are not. */
    public List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        long guessed =
                sources.getOrDefault(Source.DATE, 0L) + sources.getOrDefault(Source.RECEIVED, 0L);
        if (inCommonSeconds() * COARSE > all) {
            doubts.add(
                    inCommonSeconds()
                            + " of "
                            + all
                            + " mails share their second with another: dates are coarse, and a mail cannot warn of another of its second");
        }
        if (busiestDay() * 2 > all && all > 1) {
            doubts.add(busiestDay() + " of " + all + " mails are of one day");
        }
        if (guessed * COARSE > all) {
            doubts.add(
                    guessed
                            + " of "
                            + all
                            + " mails are dated by hosts that may say what they like: their order may be wrong");
        }
        return List.copyOf(doubts);
    }
}
