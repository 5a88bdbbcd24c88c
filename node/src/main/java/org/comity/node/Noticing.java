package org.comity.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.comity.node.NoticeEvidence.Facts;
import org.comity.node.NoticeEvidence.Wish;
import org.comity.protection.Incident;
import org.comity.protection.MailAddress;
import org.comity.protection.Notice;
import org.comity.protection.NoticeMail;
import org.comity.statement.Ip;
import org.comity.statement.Subject;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * Drafts notices to networks that are no members, queues them when a person says so, and keeps what
 * became of them. What is mailed is byte for byte the draft that was shown.
 */
final class Noticing {
    static final Bytes REDACTION_KEY = RowKeys.single("redaction-key");
    static final int REDACTION_KEY_BYTES = 32;

    /** An older draft tells of what may be gone. */
    private static final long DRAFT_MAX = 7 * NoticeRates.DAY;

    private final Desk desk;
    private final Networks networks;

    Noticing(Desk desk) {
        this.desk = desk;
        this.networks = new Networks(desk.data());
    }

    /** What is asked for. */
    record Asked(Wish wish, Optional<MailAddress> to, Optional<Notice.Format> format) {}

    private record Rendered(Notice.Format format, Bytes mail) {}

    /** Drafts it, or says how far the one that is open has come. */
    NoticeRow draft(Subject subject, Asked asked) throws IOException {
        Facts facts = evidence().gather(subject, asked.wish());
        MailAddress contact = asked.to().isPresent() ? asked.to().get() : contact(facts);
        requireOthers(contact, facts.incident().source().address());
        Optional<NoticeRow> known = NoticeBook.of(desk.store(), facts.incident(), contact);
        if (known.isEmpty() || known.get().state() == NoticeState.CLOSED) {
            return desk.writer().call(() -> first(known, facts, contact, asked.format()));
        }
        NoticeRow row = known.get();
        return switch (row.state()) {
            case DRAFTED -> rewrite(row, facts, asked.format());
            case FIXED -> {
                long since = row.standing().second();
                boolean again = !evidence().sightings(subject, since).isEmpty();
                yield again
                        ? follow(row, evidence().gather(subject, asked.wish().after(since)))
                        : row;
            }
            case QUEUED, SENT, ACKNOWLEDGED, SEEN_AGAIN, FAILED -> count(row, facts.incident());
            case CLOSED -> throw new IllegalStateException("a closed notice is not open");
        };
    }

    private NoticeEvidence evidence() throws IOException {
        Optional<Bytes> known = desk.store().value(REDACTION_KEY);
        Bytes key = known.isPresent() ? known.get() : desk.writer().call(this::redactionKey);
        return new NoticeEvidence(desk, key);
    }

    private Bytes redactionKey() throws IOException {
        Optional<Bytes> known = desk.pending().value(REDACTION_KEY);
        if (known.isPresent()) {
            return known.get();
        }
        byte[] key = new byte[REDACTION_KEY_BYTES];
        desk.random().nextBytes(key);
        desk.pending().write(List.of(new Change.Put(REDACTION_KEY, Bytes.of(key))));
        return Bytes.of(key);
    }

    private MailAddress contact(Facts facts) throws IOException {
        String address = facts.incident().source().address().value();
        String said = Networks.together(networks.of(Ip.parse(address).orThrow())).contact();
        return MailAddress.parse(said)
                .optional()
                .orElseThrow(() ->
                        new Refusal(
                                "no abuse contact known for it: import a table (comity network"
                                        + " import), or say --to MAIL",
                                address));
    }

    private void requireOthers(MailAddress contact, Subject address) {
        Notice.Reporter reporter = reporter();
        boolean own =
                contact.isSameAs(reporter.contact())
                        || contact.domain().equals(reporter.from().domain())
                        || contact.domain().endsWith("." + reporter.from().domain());
        if (own) {
            throw new Refusal("a notice to an own address", contact.text());
        }
        boolean relay =
                desk.config().intake().ownRelays().stream().anyMatch(it -> it.contains(address));
        if (relay || desk.guards().isSpecialUse(address)) {
            throw new Refusal("an own relay, or an address that is nobody's", address.value());
        }
    }

    private Notice.Reporter reporter() {
        return desk.config()
                .notices()
                .reporter()
                .orElseThrow(() ->
                        new Refusal(
                                "set notices.from in comity.toml: in whose name is it written?",
                                ""));
    }

    /** On the writer's thread, as all below that write. */
    private NoticeRow first(
            Optional<NoticeRow> known,
            Facts facts,
            MailAddress contact,
            Optional<Notice.Format> format)
            throws IOException {
        requireUnchanged(known, facts.incident(), contact);
        long number = NoticeBook.nextNumber(desk.pending());
        var draft =
                new NoticeRow(
                        number,
                        facts.incident(),
                        contact,
                        format.orElse(Notice.Format.XARF),
                        standing(NoticeState.DRAFTED, ""),
                        List.of(newReport()),
                        facts.statements());
        desk.pending().write(List.of(new Change.Put(NoticeBook.NUMBER, RowKeys.number(number))));
        return write(draft, facts, format);
    }

    private NoticeRow rewrite(NoticeRow row, Facts facts, Optional<Notice.Format> format)
            throws IOException {
        return desk.writer()
                .call(() -> {
                    requireUnchanged(Optional.of(row), facts.incident(), row.contact());
                    NoticeRow anew = row.with(row.report().made(desk.nowSecond()));
                    return write(anew, facts, format);
                });
    }

    /** The same incident was seen after it was said to be fixed. */
    private NoticeRow follow(NoticeRow row, Facts facts) throws IOException {
        return desk.writer()
                .call(() -> {
                    requireUnchanged(Optional.of(row), facts.incident(), row.contact());
                    NoticeRow more =
                            row.following(newReport()).with(standing(NoticeState.SEEN_AGAIN, ""));
                    return write(more, facts, Optional.empty());
                });
    }

    private NoticeRow count(NoticeRow row, Incident seen) throws IOException {
        var now =
                new Incident(
                        row.incident().subject(),
                        row.incident().abuse(),
                        row.incident().source(),
                        seen.firstSecond(),
                        seen.lastSecond(),
                        seen.count());
        return desk.writer()
                .call(() -> {
                    NoticeRow newest = NoticeBook.require(desk.pending(), row.number());
                    NoticeRow counted = newest.seeing(now, newest.statements(), newest.format());
                    desk.pending().write(List.of(NoticeBook.put(counted)));
                    return counted;
                });
    }

    private void requireUnchanged(Optional<NoticeRow> known, Incident incident, MailAddress contact)
            throws IOException {
        if (!NoticeBook.of(desk.pending(), incident, contact).equals(known)) {
            throw new Refusal("this notice changed meanwhile; say it again", "");
        }
    }

    private NoticeRow write(NoticeRow draft, Facts facts, Optional<Notice.Format> format)
            throws IOException {
        var notice =
                new Notice(
                        draft.report().id(),
                        facts.incident(),
                        reporter(),
                        draft.contact(),
                        facts.sample(),
                        draft.before());
        Rendered rendered = render(notice, format);
        NoticeRow row = draft.seeing(facts.incident(), facts.statements(), rendered.format());
        desk.pending().write(NoticeBook.drafted(row, rendered.mail()));
        return row;
    }

    /** In the format that is asked for, else in the first that has all it needs. */
    private Rendered render(Notice notice, Optional<Notice.Format> asked) {
        var missing = new ArrayList<String>();
        for (Notice.Format format : asked.map(List::of).orElse(List.of(Notice.Format.values()))) {
            switch (NoticeMail.render(notice, format, desk.nowSecond())) {
                case Checked.Good<Bytes>(Bytes mail) -> {
                    return new Rendered(format, mail);
                }
                case Checked.Refused<Bytes>(String why, String _) -> missing.add(why);
            }
        }
        throw new Refusal(String.join("; ", missing), notice.incident().subject().key());
    }

    private NoticeRow.Standing standing(NoticeState state, String said) {
        return new NoticeRow.Standing(state, desk.nowSecond(), said);
    }

    /** With a random UUID, version 4 of RFC 9562. */
    private NoticeRow.Report newReport() {
        byte[] random = new byte[16];
        desk.random().nextBytes(random);
        random[6] = (byte) ((random[6] & 0x0f) | 0x40);
        random[8] = (byte) ((random[8] & 0x3f) | 0x80);
        ByteBuffer bytes = ByteBuffer.wrap(random);
        var id = new UUID(bytes.getLong(), bytes.getLong());
        return new NoticeRow.Report(id, desk.nowSecond(), 0, 0, 0);
    }

    /** Queues drafts, and again what had failed. */
    NoticeRow queue(long number) throws IOException {
        if (!desk.config().notices().send()) {
            throw new Refusal(
                    "nothing is mailed: notices.send is not true in comity.toml; the draft stays",
                    "");
        }
        return desk.writer()
                .call(() -> {
                    NoticeRow row = NoticeBook.require(desk.pending(), number);
                    if (!row.state().isDraft() && row.state() != NoticeState.FAILED) {
                        throw new Refusal("it is " + row.state().word(), Long.toString(number));
                    }
                    long now = desk.nowSecond();
                    if (now - row.report().madeSecond() > DRAFT_MAX) {
                        throw new Refusal(
                                "the draft is older than seven days; close it and make it anew",
                                Long.toString(number));
                    }
                    NoticeRow queued =
                            row.with(row.report().queued(now))
                                    .with(standing(NoticeState.QUEUED, ""));
                    desk.pending()
                            .write(
                                    List.of(
                                            NoticeBook.put(queued),
                                            NoticeBook.due(new NoticeBook.Due(now, number))));
                    return queued;
                });
    }

    List<Long> drafts() throws IOException {
        return NoticeBook.all(desk.store()).stream()
                .filter(it -> it.state().isDraft())
                .map(NoticeRow::number)
                .toList();
    }

    /** What the network said, or that nothing more is awaited. */
    NoticeRow move(long number, NoticeState to) throws IOException {
        return desk.writer()
                .call(() -> {
                    NoticeRow row = NoticeBook.require(desk.pending(), number);
                    boolean told =
                            row.state() == NoticeState.SENT
                                    || row.state() == NoticeState.ACKNOWLEDGED;
                    if (to != NoticeState.CLOSED && !told) {
                        throw new Refusal(
                                "only of a notice that was sent; it is " + row.state().word(),
                                Long.toString(number));
                    }
                    var changes = new ArrayList<Change>();
                    if (row.state() == NoticeState.QUEUED) {
                        changes.addAll(NoticeBook.unqueued(desk.pending(), number));
                    }
                    NoticeRow moved = row.with(standing(to, row.standing().said()));
                    changes.add(NoticeBook.put(moved));
                    desk.pending().write(changes);
                    return moved;
                });
    }

    /** Drafts a second report for what is seen again after it was said to be fixed; how many. */
    int lookAgain() throws IOException {
        int again = 0;
        for (NoticeRow row : NoticeBook.all(desk.store())) {
            if (row.state() == NoticeState.FIXED && isSeenAgain(row)) {
                again++;
            }
        }
        return again;
    }

    private boolean isSeenAgain(NoticeRow row) throws IOException {
        long since = row.standing().second();
        Subject subject = row.incident().subject();
        if (evidence().sightings(subject, since).isEmpty()
                || row.reports().size() == NoticeRow.REPORTS_MAX) {
            return false;
        }
        Incident.Source source = row.incident().source();
        Optional<Subject> server =
                source.deed() == Incident.Deed.SERVED
                        ? Optional.of(source.address())
                        : Optional.empty();
        try {
            var wish = new Wish(server, source.protocol(), source.port(), since);
            Facts facts = evidence().gather(subject, wish);
            if (facts.incident().abuse() != row.incident().abuse()) {
                return false;
            }
            var _ = follow(row, facts);
            return true;
        } catch (Refusal missing) {
            return false; // what is missing is said to whoever asks for it
        }
    }

    void forgetOld(long before) throws IOException {
        List<Change> gone = NoticeBook.withoutOld(desk.store(), before);
        if (!gone.isEmpty()) {
            desk.writer()
                    .call(() -> {
                        desk.pending().write(gone);
                        return true;
                    });
        }
    }
}
