package org.comity.node;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.comity.node.NoticeBook.Due;
import org.comity.node.SmtpSession.Answer;
import org.comity.protection.MailAddress;
import org.comity.protection.Notice;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mails what is queued, one after another, within the limits. Before each dialogue it is on disk
 * that it begins, and after it what came of it, before the next one begins: so after a crash at
 * most the one that was under way is mailed again, under the same Message-ID and report id.
 */
final class NoticeSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeSender.class);

    /** Mails over one connection. */
    private static final int SESSION_MAILS_MAX = 100;

    private static final Duration STOP_MAX = Duration.ofMinutes(1);
    private static final long LATER_MIN = 300;
    private static final long LATER_MAX = 4 * 3_600;

    /** Then a mail that is refused for now has failed. */
    private static final long TRIED_MAX = 4 * NoticeRates.DAY;

    private static final long DOWN_MIN = 60;
    private static final long DOWN_MAX = 1_800;

    private final Desk desk;
    private final Config.Notices config;
    private final ReentrantLock running = new ReentrantLock();
    private volatile boolean stopping;
    // Changed on the writer's thread alone.
    private final NoticeRates rates;
    // Changed by whoever holds the lock: how often the server was down in a row, and until when it
    // is left alone.
    private int downs;
    private long notBefore;

    /** What is under way. */
    private record Outgoing(NoticeRow row, Due due, Bytes mail, long second) {}

    private record Done(Outgoing of, Answer answer) {}

    private NoticeSender(Desk desk) {
        this.desk = desk;
        this.config = desk.config().notices();
        this.rates = new NoticeRates(config.limits());
    }

    static NoticeSender open(Desk desk) throws IOException {
        var sender = new NoticeSender(desk);
        desk.writer()
                .call(() -> {
                    var old = NoticeBook.rates(desk.pending(), sender.rates, desk.nowSecond());
                    desk.pending().write(old);
                    return true;
                });
        return sender;
    }

    /** Mails what is due; how many the server took. */
    int run() throws IOException {
        if (!config.send() || stopping) {
            return 0;
        }
        running.lock();
        try {
            return desk.nowSecond() < notBefore ? 0 : sendDue();
        } finally {
            running.unlock();
        }
    }

    private int sendDue() throws IOException {
        Deque<Due> due = new ArrayDeque<>(NoticeBook.due(desk.store(), desk.nowSecond()));
        Optional<Outgoing> next = due.isEmpty() ? Optional.empty() : next(Optional.empty(), due);
        int taken = 0;
        while (next.isPresent()) {
            Optional<SmtpSession> session = session(next.get(), due);
            if (session.isEmpty()) {
                return taken;
            }
            try (SmtpSession open = session.get()) {
                Optional<Answer> last = Optional.empty();
                for (int at = 0; at < SESSION_MAILS_MAX && next.isPresent() && goesOn(last); at++) {
                    Outgoing one = next.get();
                    Answer answer = open.send(reporter().from(), one.row().contact(), one.mail());
                    taken += answer instanceof Answer.Taken ? 1 : 0;
                    last = Optional.of(answer);
                    next = next(Optional.of(new Done(one, answer)), due);
                }
            }
        }
        return taken;
    }

    /** After a loss the next mail goes over a new connection. */
    private static boolean goesOn(Optional<Answer> last) {
        return last.filter(it -> it instanceof Answer.Unknown).isEmpty();
    }

    private Optional<SmtpSession> session(Outgoing first, Deque<Due> due) throws IOException {
        try {
            return Optional.of(
                    SmtpSession.open(
                            config.server().orElseThrow(),
                            desk.data(),
                            reporter().from().domain()));
        } catch (IOException unusable) {
            var down = new Answer.Down(Main.reason(unusable));
            var _ = next(Optional.of(new Done(first, down)), due);
            return Optional.empty();
        }
    }

    private Notice.Reporter reporter() {
        return config.reporter().orElseThrow();
    }

    /** Puts down what came of one and that the next one begins, and waits until that is on disk. */
    private Optional<Outgoing> next(Optional<Done> before, Deque<Due> due) throws IOException {
        long now = desk.nowSecond();
        boolean down = before.filter(it -> it.answer() instanceof Answer.Down).isPresent();
        if (down) {
            downs++;
            notBefore = now + Math.min(DOWN_MAX, DOWN_MIN << Math.min(downs - 1, 10));
            LOG.atWarn()
                    .addKeyValue("why", before.get().answer().said())
                    .log("mail server for notices cannot be used");
        } else if (before.isPresent()) {
            downs = 0;
        }
        boolean more = !down && !stopping;
        return desk.writer()
                .call(() -> {
                    if (before.isPresent()) {
                        desk.pending().write(settled(before.get(), now));
                    }
                    return more ? begun(due, now) : Optional.<Outgoing>empty();
                });
    }

    /** The next that the limits let through; those that must wait are put off. */
    private Optional<Outgoing> begun(Deque<Due> due, long now) throws IOException {
        while (!due.isEmpty() && rates.freeAt(now) <= now) {
            Due one = due.remove();
            Optional<NoticeRow> row =
                    NoticeBook.find(desk.pending(), one.number())
                            .filter(it -> it.state() == NoticeState.QUEUED);
            Optional<Bytes> mail = NoticeBook.mail(desk.pending(), one.number());
            if (row.isEmpty() || mail.isEmpty()) {
                desk.pending().write(List.of(NoticeBook.done(one)));
                continue;
            }
            MailAddress contact = row.get().contact();
            long free = rates.freeAt(contact.text(), now);
            if (free > now) {
                var later = new Due(free, one.number());
                desk.pending().write(List.of(NoticeBook.done(one), NoticeBook.due(later)));
                continue;
            }
            NoticeRow tried = row.get().with(row.get().report().tried(1));
            rates.add(now, contact.text());
            desk.pending()
                    .write(
                            List.of(
                                    NoticeBook.put(tried),
                                    new Change.Put(
                                            NoticeBook.sentKey(now, one.number()),
                                            Bytes.utf8(contact.text()))));
            return Optional.of(new Outgoing(tried, one, mail.get(), now));
        }
        return Optional.empty();
    }

    private List<Change> settled(Done done, long now) throws IOException {
        var changes = new ArrayList<Change>();
        Outgoing of = done.of();
        boolean down = done.answer() instanceof Answer.Down;
        if (down) {
            rates.takeBack(of.second(), of.row().contact().text());
            changes.add(new Change.Delete(NoticeBook.sentKey(of.second(), of.due().number())));
        } else {
            changes.add(NoticeBook.done(of.due()));
        }
        Optional<NoticeRow> row = NoticeBook.find(desk.pending(), of.due().number());
        if (row.isPresent()) {
            NoticeRow after = after(row.get(), done.answer(), now);
            changes.add(NoticeBook.put(after));
            boolean again = !down && after.state() == NoticeState.QUEUED;
            if (again) {
                long wait = later(after.report().attempts());
                changes.add(NoticeBook.due(new Due(now + wait, after.number())));
            }
        }
        return changes;
    }

    /** What a person did to it meanwhile stays; that it went out is put down all the same. */
    private static NoticeRow after(NoticeRow row, Answer answer, long now) {
        boolean queued = row.state() == NoticeState.QUEUED;
        long since = row.standing().second();
        return switch (answer) {
            case Answer.Taken(String said) -> {
                NoticeRow sent = row.with(row.report().sent(now));
                yield queued ? sent.with(standing(NoticeState.SENT, now, said)) : sent;
            }
            case Answer.Never(String said) ->
                    queued ? row.with(standing(NoticeState.FAILED, now, said)) : row;
            case Answer.Down(String said) -> {
                NoticeRow untried = row.with(row.report().tried(-1));
                yield queued ? untried.with(standing(row.state(), since, said)) : untried;
            }
            case Answer.Later _, Answer.Unknown _ -> {
                boolean over = now - row.report().queuedSecond() > TRIED_MAX;
                yield !queued
                        ? row
                        : over
                                ? row.with(
                                        standing(
                                                NoticeState.FAILED,
                                                now,
                                                "given up after four days: " + answer.said()))
                                : row.with(standing(row.state(), since, answer.said()));
            }
        };
    }

    private static NoticeRow.Standing standing(NoticeState state, long second, String said) {
        return new NoticeRow.Standing(state, second, said);
    }

    /** Five minutes, then twice as long each time, up to four hours. */
    private static long later(int attempts) {
        return Math.min(LATER_MAX, LATER_MIN << Math.clamp(attempts - 1, 0, 10));
    }

    /** The mail that is under way is finished; no other begins. */
    @Override
    public void close() {
        stopping = true;
        try {
            if (running.tryLock(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                running.unlock();
            } else {
                LOG.atWarn().log("mail server for notices did not answer; stopped all the same");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
