package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.comity.intake.Found;
import org.comity.intake.MailParser;
import org.comity.intake.ReportableHeader;
import org.comity.protection.Incident;
import org.comity.protection.MailAddress;
import org.comity.protection.Notice;
import org.comity.statement.Leaf;
import org.comity.statement.Observables;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.comity.views.Entry;

/**
 * What this member itself saw of a subject, and the evidence that it holds: nothing else goes into
 * a notice. What other members said, and what was relayed from a feed, is not looked at, so no
 * notice tells anything of theirs.
 */
final class NoticeEvidence {
    /** Mails that are looked at for one that may be shown, the newest first. */
    private static final int MAILS_MAX = 20;

    private final Desk desk;
    private final Bytes redactionKey;

    NoticeEvidence(Desk desk, Bytes redactionKey) {
        this.desk = desk;
        this.redactionKey = redactionKey;
    }

    /**
     * What the person says who makes the notice.
     *
     * @param servedBy the address that serves the subject, if he knows it
     * @param afterSecond only what was seen later
     */
    record Wish(Optional<Subject> servedBy, String protocol, OptionalInt port, long afterSecond) {
        Wish after(long second) {
            return new Wish(servedBy, protocol, port, second);
        }
    }

    /** All that a notice says of the matter. */
    record Facts(Incident incident, Optional<Notice.Sample> sample, List<StatementId> statements) {}

    /** A mail that may be shown, and the address that handed it over. */
    private record Shown(Notice.Sample sample, Optional<Subject> connected) {}

    Facts gather(Subject subject, Wish wish) throws IOException {
        List<Entry> seen = sightings(subject, wish.afterSecond());
        Entry newest =
                seen.stream()
                        .filter(it -> it.claim().validity().holdsAt(desk.nowSecond()))
                        .reduce((_, later) -> later)
                        .orElseThrow(() ->
                                new Refusal(
                                        "no current claim of this member's own on it; what others"
                                                + " said, what a feed said and what a mail only"
                                                + " mentions goes into no notice",
                                        subject.key()));
        List<Entry> same =
                seen.stream().filter(it -> it.claim().abuse() == newest.claim().abuse()).toList();
        Optional<Shown> mail = mail(same.reversed());
        Incident.Source source = source(newest, mail, wish);
        // Of a mail that another address sent, this one's network need see nothing.
        Optional<Notice.Sample> sample =
                source.deed() == Incident.Deed.DID ? Optional.empty() : mail.map(Shown::sample);
        var incident =
                new Incident(
                        subject,
                        newest.claim().abuse(),
                        source,
                        second(same.getFirst()),
                        second(same.getLast()),
                        same.size());
        List<StatementId> statements =
                same.reversed().stream()
                        .map(Entry::statement)
                        .distinct()
                        .limit(NoticeRow.STATEMENTS_MAX)
                        .toList();
        return new Facts(incident, sample, statements);
    }

    /** Own claims that stand, by the second for which they were made. */
    List<Entry> sightings(Subject subject, long afterSecond) {
        List<Entry> own =
                desk.index().entriesOn(subject).entries().stream()
                        .filter(it -> it.member().equals(desk.self()))
                        .filter(it -> it.statement().origin().equals(desk.logs().own().origin()))
                        .toList();
        var seen = new ArrayList<Entry>();
        for (Entry one : HeldVersions.of(own)) {
            if (!one.claim().revoked()
                    && one.claim().stance() == Stance.MALICIOUS
                    && mayBeTold(one)
                    && second(one) > afterSecond) {
                seen.add(one);
            }
        }
        seen.sort(Comparator.comparingLong(NoticeEvidence::second));
        return seen;
    }

    private static long second(Entry entry) {
        return entry.claim().validity().fromSecond();
    }

    /** A mail names innocent hosts by the dozen, and anybody can forge a sender. */
    private static boolean mayBeTold(Entry entry) {
        Role role = entry.claim().grounds().role();
        return switch (entry.claim().grounds().basis()) {
            case ANALYSED -> true;
            case OBSERVED ->
                    role == Role.CONNECTED
                            || role == Role.AUTHENTICATED_SENDER
                            || role == Role.CALLED_TO_LINK
                            || role == Role.ATTACHMENT;
            case RELAYED -> false;
        };
    }

    private Optional<Shown> mail(List<Entry> newestFirst) throws IOException {
        boolean automatic = false;
        for (Entry one : newestFirst.subList(0, Math.min(MAILS_MAX, newestFirst.size()))) {
            Optional<Bytes> raw = raw(one.statement());
            Optional<ReportableHeader> header =
                    raw.flatMap(it -> ReportableHeader.of(it, redactionKey).optional());
            if (header.isPresent() && !header.get().automatic()) {
                return Optional.of(shown(raw.get(), header.get()));
            }
            automatic |= header.isPresent();
        }
        if (automatic) {
            throw new Refusal(
                    "the mail behind it is a machine's answer or a report itself: two machines"
                            + " would write to each other for ever",
                    "");
        }
        return Optional.empty();
    }

    private Shown shown(Bytes raw, ReportableHeader header) throws IOException {
        Optional<Subject> connected =
                MailParser.parse(raw, desk.mailRules()).optional().stream()
                        .flatMap(it -> it.found().stream())
                        .filter(it -> it.role() == Role.CONNECTED)
                        .map(Found::subject)
                        .findFirst();
        var sample =
                new Notice.Sample(header.lines(), MailAddress.parse(header.sender()).optional());
        return new Shown(sample, connected);
    }

    private Optional<Bytes> raw(StatementId id) throws IOException {
        Optional<Leaf> leaf = LogBook.leaf(desk.store(), id);
        Optional<Bytes> evidence =
                leaf.isEmpty()
                        ? Optional.empty()
                        : desk.store().value(RowKeys.evidenceOf(leaf.get().commitment()));
        return evidence.isEmpty()
                ? Optional.empty()
                : Evidence.raw(desk.store(), Hash.of(evidence.get().array()));
    }

    private Incident.Source source(Entry newest, Optional<Shown> mail, Wish wish) {
        Subject subject = newest.claim().subject();
        Optional<Subject> sender = mail.flatMap(Shown::connected);
        if (subject.kind() == SubjectKind.ADDRESS) {
            Incident.Deed deed =
                    newest.claim().grounds().role() == Role.CALLED_TO_LINK
                            ? Incident.Deed.SERVED
                            : sender.equals(Optional.of(subject))
                                    ? Incident.Deed.SENT
                                    : Incident.Deed.DID;
            return source(subject, deed, wish);
        }
        if (subject.kind() == SubjectKind.FINGERPRINT
                || subject.kind() == SubjectKind.MAIL_ADDRESS) {
            throw new Refusal("no network answers for it; name an address", subject.key());
        }
        Optional<Subject> host =
                subject.kind() == SubjectKind.URL
                        ? Optional.of(Observables.host(subject))
                                .filter(it -> it.kind() == SubjectKind.ADDRESS)
                        : Optional.empty();
        Optional<Subject> server = wish.servedBy().or(() -> host);
        if (server.isPresent()) {
            return source(server.get(), Incident.Deed.SERVED, wish);
        }
        return source(
                sender.orElseThrow(() ->
                        new Refusal(
                                "no address in the own evidence for it, and no name is looked up:"
                                        + " say which address serves it, with --served-by",
                                subject.key())),
                Incident.Deed.SENT,
                wish);
    }

    private static Incident.Source source(Subject address, Incident.Deed deed, Wish wish) {
        return new Incident.Source(address, deed, wish.protocol(), wish.port());
    }
}
