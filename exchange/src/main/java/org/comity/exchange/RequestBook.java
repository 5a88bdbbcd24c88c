package org.comity.exchange;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.statement.Audience;
import org.comity.statement.Leaf;
import org.comity.statement.StatementId;
import org.comity.value.Checked;

/**
 * What became of each request, as a pure function of the steps in both parties' request logs: the
 * order in which the two logs arrive changes nothing, since only the order within one log is known
 * to all.
 *
 * <p>A step counts only in its maker's log, and only once for each stage: the first in the log. An
 * answer beats the asker's word that the request expired, however late it is; whether it was late
 * is shown.
 *
 * @param refused steps that count for nothing, with the reason
 */
public record RequestBook(SortedMap<RequestId, Progress> requests, List<Refusal> refused) {
    static final int REMINDERS_MAX = 8;

    /**
     * A step where it stands.
     *
     * @param to whom its statement, and so its log, is for
     * @param declaredSecond of its leaf, so rounded down to 300 s
     */
    public record Placed(StatementId at, Audience to, long declaredSecond, RequestStep step) {}

    public record Refusal(Placed step, String why) {}

    /** What has to happen next, and so who has to act. */
    public enum Missing {
        ACKNOWLEDGEMENT,
        ANSWER,
        /** The deadline passed without an answer: the asker may say that it expired. */
        ANSWER_OVERDUE,
        NOTHING
    }

    /**
     * One request as far as it has come.
     *
     * @param closed the answer or the refusal to answer
     */
    public record Progress(
            RequestStep.Sent sent,
            Placed asked,
            Optional<Placed> acknowledged,
            Optional<Placed> closed,
            Optional<Placed> expired,
            List<Placed> reminders) {
        public Progress {
            reminders = List.copyOf(reminders);
        }

        public RequestStep.Stage stage() {
            Optional<Placed> last = closed.or(() -> expired).or(() -> acknowledged);
            return last.map(placed -> placed.step().stage()).orElse(RequestStep.Stage.SENT);
        }

        /** Answered or declined after the deadline. */
        public boolean isLate() {
            return closed.isPresent() && closed.get().declaredSecond() > sent.deadlineSecond();
        }

        public Missing missing(long nowSecond) {
            if (closed.isPresent() || expired.isPresent()) {
                return Missing.NOTHING;
            }
            if (nowSecond > sent.deadlineSecond()) {
                return Missing.ANSWER_OVERDUE;
            }
            return acknowledged.isPresent() ? Missing.ANSWER : Missing.ACKNOWLEDGEMENT;
        }

        /** Open, and three quarters of its time are over: its desk is to be told once more. */
        public boolean isDue(long nowSecond) {
            Missing missing = missing(nowSecond);
            long asked = asked().declaredSecond();
            long quarter = Math.max(0, sent.deadlineSecond() - asked) / 4;
            return missing != Missing.NOTHING && nowSecond >= sent.deadlineSecond() - quarter;
        }

        /**
         * How long it took until a human acknowledged; for a drill by the seconds that its two
         * makers wrote, of which neither may leave its leaf's 300 s. Empty until then, and where
         * they do not fit.
         */
        public OptionalLong acknowledgedAfterSeconds() {
            Optional<Placed> first = acknowledged.or(() -> closed);
            if (first.isEmpty()) {
                return OptionalLong.empty();
            }
            long from = exact(asked);
            long to = exact(first.get());
            return from < 0 || to < from ? OptionalLong.empty() : OptionalLong.of(to - from);
        }

        private static long exact(Placed placed) {
            long said = placed.step().madeSecond();
            long declared = placed.declaredSecond();
            return said >= declared && said < declared + Leaf.ROUNDED_TO_SECONDS ? said : -1;
        }
    }

    public RequestBook {
        requests = Collections.unmodifiableSortedMap(new TreeMap<>(requests));
        refused = List.copyOf(refused);
    }

    /** From then on the asker's word that it expired counts: its leaf tells a rounded time. */
    public static long expiresAt(RequestStep.Sent sent) {
        return (sent.deadlineSecond() / Leaf.ROUNDED_TO_SECONDS + 1) * Leaf.ROUNDED_TO_SECONDS;
    }

    public static boolean mayExpire(RequestStep.Sent sent, long nowSecond) {
        return nowSecond >= expiresAt(sent);
    }

    public static RequestBook of(Collection<Placed> steps) {
        var requests = new TreeMap<RequestId, Progress>();
        var refused = new ArrayList<Refusal>();
        List<Placed> ordered =
                steps.stream()
                        .distinct()
                        .sorted(
                                Comparator.comparing((Placed it) ->
                                                it.step() instanceof RequestStep.Reply)
                                        .thenComparing(Placed::at))
                        .toList();
        for (Placed placed : ordered) {
            RequestId id = placed.step().id();
            switch (next(Optional.ofNullable(requests.get(id)), placed)) {
                case Checked.Good<Progress>(Progress progress) -> requests.put(id, progress);
                case Checked.Refused<Progress>(String why, String _) ->
                        refused.add(new Refusal(placed, why));
            }
        }
        return new RequestBook(requests, refused);
    }

    /** The progress with one more step; the one place that knows which transitions there are. */
    private static Checked<Progress> next(Optional<Progress> before, Placed placed) {
        if (!standsWithItsMaker(placed)) {
            return Checked.refused("not in the log of the party that may make this step", "");
        }
        return switch (placed.step()) {
            case RequestStep.Sent sent ->
                    before.isPresent()
                            ? Checked.refused("request was sent before", "")
                            : Checked.good(
                                    new Progress(
                                            sent,
                                            placed,
                                            Optional.empty(),
                                            Optional.empty(),
                                            Optional.empty(),
                                            List.of()));
            case RequestStep.Reply reply ->
                    before.isEmpty()
                            ? Checked.refused("reply to a request that was not sent", "")
                            : reply(before.get(), reply, placed);
        };
    }

    private static Checked<Progress> reply(Progress was, RequestStep.Reply reply, Placed placed) {
        return switch (reply.stage()) {
            case SENT -> throw new IllegalStateException("checked by its constructor");
            case REMINDED -> remind(was, placed);
            case ACKNOWLEDGED ->
                    was.acknowledged().isPresent() || was.closed().isPresent()
                            ? Checked.refused("acknowledged or closed before", "")
                            : Checked.good(
                                    new Progress(
                                            was.sent(),
                                            was.asked(),
                                            Optional.of(placed),
                                            was.closed(),
                                            was.expired(),
                                            was.reminders()));
            case ANSWERED, DECLINED ->
                    was.closed().isPresent()
                            ? Checked.refused("answered or declined before", "")
                            : Checked.good(
                                    new Progress(
                                            was.sent(),
                                            was.asked(),
                                            was.acknowledged(),
                                            Optional.of(placed),
                                            was.expired(),
                                            was.reminders()));
            case EXPIRED -> expire(was, placed);
        };
    }

    /** One that crossed an answer on its way counts: the order between two logs is not known. */
    private static Checked<Progress> remind(Progress was, Placed placed) {
        if (was.expired().isPresent() || was.reminders().size() >= REMINDERS_MAX) {
            return Checked.refused("expired, or reminded often enough", "");
        }
        var reminders = new ArrayList<>(was.reminders());
        reminders.add(placed);
        return Checked.good(
                new Progress(
                        was.sent(),
                        was.asked(),
                        was.acknowledged(),
                        was.closed(),
                        was.expired(),
                        reminders));
    }

    private static Checked<Progress> expire(Progress was, Placed placed) {
        if (was.expired().isPresent()) {
            return Checked.refused("expired before", "");
        }
        return placed.declaredSecond() <= was.sent().deadlineSecond()
                ? Checked.refused("expired before its deadline", "")
                : Checked.good(
                        new Progress(
                                was.sent(),
                                was.asked(),
                                was.acknowledged(),
                                was.closed(),
                                Optional.of(placed),
                                was.reminders()));
    }

    private static boolean standsWithItsMaker(Placed placed) {
        return placed.to().equals(placed.step().id().parties())
                && LogName.parseOrigin(placed.at().origin())
                        .optional()
                        .filter(it -> !it.isMain() && it.owner().equals(placed.step().maker()))
                        .isPresent();
    }
}
