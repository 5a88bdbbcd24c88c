package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.intake.Mail;
import org.comity.intake.MailParser;
import org.comity.statement.Audience;
import org.comity.statement.Claim;
import org.comity.statement.Marking;
import org.comity.statement.Report;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.comity.views.Entry;

/**
 * After joining: own current claims are stated anew under the exchange's key, as new versions of
 * the same objects, so that their roots can be compared with others' (DESIGN section 5). Where the
 * raw evidence is gone the claim stands without a root, since a root under another key would count
 * as evidence that nobody else can have.
 */
final class Restating {
    private static final Bytes DUE = RowKeys.single("restating");

    private final Desk desk;
    private final long nowSecond;

    private Restating(Desk desk) {
        this.desk = desk;
        this.nowSecond = desk.nowSecond();
    }

    /** To be written together with what makes it needed; a crash then leaves it to be done. */
    static Change due() {
        return new Change.Put(DUE, Bytes.EMPTY);
    }

    /** On the writer's thread: states what is due; returns how many statements that made. */
    static int runIfDue(Desk desk) throws IOException {
        boolean mayState = desk.ledger().heads().history().isNewest();
        if (!mayState || desk.pending().value(DUE).isEmpty()) {
            return 0;
        }
        int made = new Restating(desk).all();
        desk.pending().write(List.of(new Change.Delete(DUE)));
        return made;
    }

    private int all() throws IOException {
        int made = 0;
        Log own = desk.logs().own();
        if (own.isEnded()) {
            return 0;
        }
        long size = own.tree().size();
        for (long at = 0; at < size; at++) {
            made += restate(new StatementId(own.origin(), at));
        }
        return made;
    }

    private int restate(StatementId id) throws IOException {
        var claims = new ArrayList<Claim>();
        Optional<Marking> marking = Optional.empty();
        Optional<Hash> evidence = evidence(id);
        List<Hash> roots = roots(evidence);
        for (Entry entry : desk.pendingIndex().entriesOf(id)) {
            Claim claim = entry.claim();
            boolean rooted = !claim.grounds().roots().isEmpty();
            // A group is the old charter's: under the same name the new one may mean others.
            boolean toAll = entry.audience() instanceof Audience.Exchange;
            if (rooted && toAll && claim.validity().untilSecond() > nowSecond && isNewest(entry)) {
                // Whoever made it can say it anew; until then its root names nothing here.
                claims.addAll(
                        claim.version().isRelayed()
                                ? List.of(claim.asRevoked())
                                : anew(withRoots(claim, roots), evidence));
                marking = Optional.of(entry.marking());
            }
        }
        if (claims.isEmpty()) {
            return 0;
        }
        var report =
                new Report(
                        desk.self(),
                        marking.orElseThrow(),
                        roots.isEmpty() ? Optional.empty() : evidence,
                        nowSecond,
                        claims);
        List<Statement> statements = desk.sealer().seal(report, new Audience.Exchange());
        var rows = new ArrayList<Change>();
        String first = new StatementId(id.origin(), desk.logs().own().tree().size()).toString();
        roots.forEach(it -> rows.add(new Change.Put(RowKeys.root(it), Bytes.utf8(first))));
        if (!roots.isEmpty()) {
            for (Statement one : statements) {
                Bytes key = RowKeys.evidenceOf(one.leaf().commitment());
                rows.add(new Change.Put(key, evidence.orElseThrow().bytes()));
            }
        }
        return desk.ledger().append(desk.logs().own(), statements, rows).size();
    }

    /**
     * A fingerprint is another under another key: the old one is taken back, and the mail's new one
     * claimed where the mail is still here.
     */
    private List<Claim> anew(Claim claim, Optional<Hash> evidence) throws IOException {
        if (claim.subject().kind() != SubjectKind.FINGERPRINT) {
            return List.of(claim);
        }
        var claims = new ArrayList<Claim>(List.of(claim.asRevoked()));
        Optional<Bytes> raw = raw(evidence);
        if (raw.isPresent()) {
            MailParser.parse(raw.get(), desk.mailRules())
                    .optional()
                    .flatMap(Mail::fingerprint)
                    .ifPresent(it -> claims.add(on(it.subject(), claim)));
        }
        return claims;
    }

    /** The same word on another subject, as an object of its own. */
    private static Claim on(Subject subject, Claim claim) {
        return new Claim(
                subject,
                claim.stance(),
                claim.abuse(),
                claim.grounds(),
                claim.validity(),
                claim.target(),
                "",
                false);
    }

    private boolean isNewest(Entry entry) {
        List<Entry> own = desk.reporter().ownEntries(entry.claim().subject());
        return HeldVersions.of(own).contains(entry) && !entry.claim().revoked();
    }

    private Optional<Hash> evidence(StatementId id) throws IOException {
        Hash commitment = LogBook.leaf(desk.pending(), id).orElseThrow().commitment();
        return desk.pending().value(RowKeys.evidenceOf(commitment)).map(it -> Hash.of(it.array()));
    }

    private Optional<Bytes> raw(Optional<Hash> evidence) throws IOException {
        return evidence.isEmpty() ? Optional.empty() : Evidence.raw(desk.pending(), evidence.get());
    }

    private List<Hash> roots(Optional<Hash> evidence) throws IOException {
        Optional<Bytes> raw = raw(evidence);
        return raw.isEmpty() ? List.of() : List.of(Said.root(desk, raw.get()));
    }

    private static Claim withRoots(Claim claim, List<Hash> roots) {
        Claim.Grounds grounds = claim.grounds();
        return claim.on(
                new Claim.Grounds(grounds.basis(), grounds.role(), roots, grounds.source()));
    }
}
