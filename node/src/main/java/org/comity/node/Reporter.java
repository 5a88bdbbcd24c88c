package org.comity.node;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.comity.agreement.Horizon;
import org.comity.charter.Charter;
import org.comity.intake.Found;
import org.comity.intake.Mail;
import org.comity.statement.AbuseClass;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.GuardSet;
import org.comity.statement.Report;
import org.comity.statement.Role;
import org.comity.statement.Roots;
import org.comity.statement.Stance;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.Target;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.comity.views.Entry;
import org.comity.views.SubjectIndex;

/**
 * Turns mails into statements and into private wants. What it submits runs on the writer's thread.
 */
final class Reporter {
    /** How a mail is to be taken. */
    record MailUse(boolean spam, AbuseClass abuse, Addressed to, boolean arrivingNow) {}

    /** In place of a statement's id, for the root of a mail that was wanted. */
    private static final Bytes WANTED = Bytes.utf8("wanted mail");

    private final PendingStore store;
    private final Ledger ledger;
    private final LogBook logs;
    private final SubjectIndex index;
    private final Wants wants;
    private final Sealer sealer;
    private final Circumstances circumstances;
    private final Lasting lasting;
    private final ListBook lists;
    private final Worth worth;
    private final OwnLogs own;

    /** What a report depends on beside the mail. */
    record Circumstances(
            InstantSource clock,
            GuardSet guards,
            boolean stateWanted,
            NodeKeys keys,
            CharterBook charters) {
        long nowSecond() {
            return clock.instant().getEpochSecond();
        }
    }

    /** The node's parts that a report changes. */
    record Parts(
            PendingStore store,
            Ledger ledger,
            LogBook logs,
            SubjectIndex index,
            Wants wants,
            ListBook lists) {}

    Reporter(Parts parts, Sealer sealer, Circumstances circumstances) throws IOException {
        this.store = parts.store();
        this.ledger = parts.ledger();
        this.logs = parts.logs();
        this.index = parts.index();
        this.wants = parts.wants();
        this.sealer = sealer;
        this.own = new OwnLogs(ledger, logs, sealer);
        this.circumstances = circumstances;
        this.lists = parts.lists();
        this.worth = new Worth(store, ledger, lists.members(), logs.own().author());
        worth.load();
        this.lasting = new Lasting(parts, circumstances.charters());
    }

    /** For the writer's thread. */
    Lasting lasting() {
        return lasting;
    }

    /** For the writer's thread. */
    Worth worth() {
        return worth;
    }

    /** What the mail says of the members' claims as they stood before it. */
    private List<Change> told(Seen seen, boolean spam) throws IOException {
        var mail = new Worth.OwnMail(seen.root(), seen.found(), spam);
        List<Change> rows = worth.told(mail, circumstances.nowSecond());
        decideIfTurned();
        return rows;
    }

    /** A filter asks about a mail that is listed. */
    void asked(Writer writer, Mail mail) throws IOException {
        Hash root = Roots.of("mail", circumstances.keys().exchangeKey(), mail.canonical());
        List<Found> found = mail.claimable(circumstances.guards());
        var own = new Worth.OwnMail(root, found, false);
        // Nobody waits for it; what is lost with a crash is met again.
        var _ =
                writer.submit(() -> {
                    store.write(worth.asked(own, circumstances.nowSecond()));
                    decideIfTurned();
                    return true;
                });
    }

    /** Everything that rests on such a member alone comes or goes on the own lists. */
    private void decideIfTurned() {
        if (worth.takeTurned()) {
            lists.allAnew();
        }
    }

    /**
     * Reports a spam mail, or keeps what a wanted one names; the answer comes once it is durable.
     */
    CompletableFuture<Reported> mail(Writer writer, Bytes raw, Mail mail, MailUse use)
            throws IOException {
        Hash root = Roots.of("mail", circumstances.keys().exchangeKey(), mail.canonical());
        List<Found> found = mail.claimable(circumstances.guards());
        return writer.submit(() -> {
            Optional<Bytes> before = store.value(RowKeys.root(root));
            // Told later that a spam mail was wanted after all, what it made is taken back.
            boolean corrected = !use.spam() && !before.equals(Optional.of(WANTED));
            if (before.isPresent() && !corrected) {
                return new Reported.Already(before.get().utf8());
            }
            return use.spam()
                    ? spam(raw, mail, new Seen(root, found), use)
                    : wanted(mail, new Seen(root, found), use.to());
        });
    }

    private record Seen(Hash root, List<Found> found) {}

    private Reported spam(Bytes raw, Mail mail, Seen evidence, MailUse use) throws IOException {
        if (evidence.found().isEmpty()) {
            return new Reported.Nothing("nothing in it can be claimed");
        }
        long now = circumstances.nowSecond();
        long from = use.arrivingNow() ? now : Math.min(mail.receivedSecond().orElse(now), now);
        var claims = new ArrayList<Claim>();
        for (Found found : evidence.found()) {
            if (!wants.isWanted(found.subject())) {
                var grounds =
                        new Claim.Grounds(
                                Basis.OBSERVED, found.role(), List.of(evidence.root()), "");
                var word = new Word(found.subject(), Stance.MALICIOUS, use.abuse(), grounds);
                claims.add(word.holding(lasting.from(from, found.subject(), Target.UNKNOWN)));
            }
        }
        if (claims.isEmpty()) {
            return new Reported.Nothing("all that it names is wanted here");
        }
        claims.removeIf(it -> it.validity().untilSecond() <= now);
        if (claims.isEmpty()) {
            return new Reported.Nothing("so old that every claim on it has expired");
        }
        Bytes salt = sealer.salt();
        Hash kept = Hash.digest(salt.array(), raw.array());
        var report =
                new Report(logs.own().author(), use.to().marking(), Optional.of(kept), now, claims);
        List<Statement> statements = sealer.seal(report, use.to().audience());
        var extra = new ArrayList<Change>();
        extra.addAll(Evidence.rows(kept, now, salt, raw));
        extra.addAll(told(evidence, true));
        for (Statement statement : statements) {
            extra.add(
                    new Change.Put(
                            RowKeys.evidenceOf(statement.leaf().commitment()), kept.bytes()));
        }
        OwnLogs.Place place = own.of(use.to().audience(), now);
        String id = place.next().toString();
        extra.add(new Change.Put(RowKeys.root(evidence.root()), Bytes.utf8(id)));
        return new Reported.Stated(own.append(place, statements, extra), claims.size());
    }

    private Reported wanted(Mail mail, Seen evidence, Addressed to) throws IOException {
        var extra = new LinkedHashMap<Bytes, Change>();
        var benign = new ArrayList<Claim>();
        long now = circumstances.nowSecond();
        var rows = new ArrayList<Change>(told(evidence, false));
        Set<Subject> linkNames = Mail.linkNames(evidence.found(), circumstances.guards());
        Hash sender = Hash.digest(Bytes.utf8(mail.senderKey()).array());
        for (Found found : evidence.found()) {
            Wants.Want want = wants.of(found.subject());
            if (linkNames.contains(found.subject()) && !mail.senderKey().isEmpty()) {
                want = want.calledToBy(sender, evidence.root());
                if (circumstances.stateWanted() && want.mayBeStated()) {
                    benign.add(
                            benign(found.subject(), want.roots())
                                    .holdingOnce(circumstances.charters().charter(), now));
                    want = want.afterStating();
                }
            }
            Change.Put change = wants.put(found.subject(), want);
            extra.put(change.key(), change);
        }
        extra.put(
                RowKeys.root(evidence.root()),
                new Change.Put(RowKeys.root(evidence.root()), WANTED));
        List<Subject> subjects = evidence.found().stream().map(Found::subject).toList();
        var touched = new Alike(store, logs).with(subjects);
        ledger.decideAgain(touched);
        List<Claim> said = retractions(touched, Basis.OBSERVED, now);
        said.addAll(benign);
        rows.addAll(extra.values());
        return new Reported.Kept(subjects.size(), state(said, to, now, rows));
    }

    /**
     * States the claims, or only writes the rows when there are none. A later version of what was
     * said before goes to whom that was said: nobody else is to learn of it, and all of them are.
     */
    List<StatementId> state(List<Claim> claims, Addressed to, long now, List<Change> rows)
            throws IOException {
        if (claims.isEmpty() || logs.own().isEnded()) {
            // After a halt nothing is stated any more, but what is wanted here is still this
            // member's own affair.
            store.write(rows);
            return List.of();
        }
        Map<Addressed, List<Claim>> byAddress = new LinkedHashMap<>();
        for (Claim claim : claims) {
            byAddress.computeIfAbsent(before(claim).orElse(to), _ -> new ArrayList<>()).add(claim);
        }
        List<Change> with = rows;
        var ids = new ArrayList<StatementId>();
        for (Map.Entry<Addressed, List<Claim>> one : byAddress.entrySet()) {
            Addressed its = one.getKey();
            var report =
                    new Report(
                            logs.own().author(),
                            its.marking(),
                            Optional.empty(),
                            now,
                            one.getValue());
            List<Statement> statements = sealer.seal(report, its.audience());
            ids.addAll(own.append(its.audience(), statements, with, now));
            with = List.of();
        }
        return ids;
    }

    /** To whom the version before was said; empty when there is none. */
    private Optional<Addressed> before(Claim claim) {
        return claim.objectId().isEmpty()
                ? Optional.empty()
                : ownEntries(claim.subject()).stream()
                        .filter(it -> it.claim().version().isOfSameObject(claim.version()))
                        .reduce((_, later) -> later)
                        .map(it -> new Addressed(it.marking(), it.audience()));
    }

    /** Revoked versions of the own unexpired malicious claims whose basis is this one or weaker. */
    List<Claim> retractions(Collection<Subject> subjects, Basis strongest, long now) {
        var revoked = retractable(subjects, now);
        revoked.removeIf(it ->
                it.stance() == Stance.BENIGN || it.grounds().basis().compareTo(strongest) < 0);
        return revoked;
    }

    /** Revoked versions of all own unexpired claims on the subjects. */
    List<Claim> retractable(Collection<Subject> subjects, long now) {
        // One object may claim several of the subjects.
        var revoked = new LinkedHashMap<List<Object>, Claim>();
        for (Subject subject : subjects) {
            for (Entry entry : HeldVersions.of(ownEntries(subject))) {
                Claim claim = entry.claim();
                if (!claim.revoked() && claim.validity().untilSecond() > now) {
                    revoked.put(
                            List.of(subject, claim.version().line(), claim.objectId()),
                            claim.asRevoked());
                }
            }
        }
        return new ArrayList<>(revoked.values());
    }

    /** Own entries on a subject, oldest first, so that the last version of an object wins. */
    List<Entry> ownEntries(Subject subject) {
        return index.entriesOn(subject).entries().stream()
                .filter(it -> it.member().equals(logs.own().author()))
                .sorted(
                        java.util.Comparator.comparing(Entry::statement)
                                .thenComparingInt(Entry::position))
                .toList();
    }

    /** What is claimed, before it is said for how long. */
    record Word(Subject subject, Stance stance, AbuseClass abuse, Claim.Grounds grounds) {
        Claim holding(Claim.Validity validity) {
            return new Claim(subject, stance, abuse, grounds, validity, Target.UNKNOWN, "", false);
        }

        /** For one life of its kind. */
        Claim holdingOnce(Charter charter, long from) {
            long life = Horizon.of(charter).lifeSeconds(subject.kind(), Target.UNKNOWN);
            return holding(new Claim.Validity(from, from + life));
        }
    }

    private static Word benign(Subject subject, List<Hash> roots) {
        var grounds = new Claim.Grounds(Basis.OBSERVED, Role.CALLED_TO_LINK, roots, "");
        return new Word(subject, Stance.BENIGN, AbuseClass.UNSPECIFIED, grounds);
    }
}
