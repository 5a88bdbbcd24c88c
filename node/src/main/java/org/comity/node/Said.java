package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.intake.InputKind;
import org.comity.intake.Mail;
import org.comity.intake.MailParser;
import org.comity.intake.MailRules;
import org.comity.intake.MboxSplitter;
import org.comity.intake.Recognise;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.EraseNotice;
import org.comity.statement.Leaf;
import org.comity.statement.Report;
import org.comity.statement.Role;
import org.comity.statement.Roots;
import org.comity.statement.Stance;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Subject;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.tlog.SigningKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** What a person says with the command line: claim, retract, want, erase, halt. */
final class Said {
    private static final int EVIDENCE_BYTES_MAX = MboxSplitter.MAIL_BYTES_MAX;
    private final Desk desk;

    Said(Desk desk) {
        this.desk = desk;
    }

    /** A claim as typed. */
    record Typed(Subject subject, Stance stance, AbuseClass abuse, Target target) {}

    /** Analysed, since a person looked; without evidence it has no root and weighs less. */
    List<StatementId> claim(Typed typed, Optional<Bytes> raw, Addressed to) throws IOException {
        List<Hash> roots = raw.isPresent() ? List.of(root(desk, raw.get())) : List.of();
        long now = desk.nowSecond();
        Claim.Validity lasting = desk.writer().call(() -> lasting(typed, now));
        var claim =
                new Claim(
                        typed.subject(),
                        typed.stance(),
                        typed.abuse(),
                        new Claim.Grounds(Basis.ANALYSED, Role.CONTENT, roots, ""),
                        lasting,
                        typed.target(),
                        "",
                        false);
        Bytes salt = desk.sealer().salt();
        Optional<Hash> kept = raw.map(it -> Hash.digest(salt.array(), it.array()));
        var report = new Report(desk.self(), to.marking(), kept, now, List.of(claim));
        List<Statement> statements = desk.sealer().seal(report, to.audience());
        var rows = new ArrayList<Change>();
        if (raw.isPresent()) {
            Hash hash = kept.orElseThrow();
            rows.addAll(Evidence.rows(hash, now, salt, raw.get()));
            for (Statement statement : statements) {
                Bytes key = RowKeys.evidenceOf(statement.leaf().commitment());
                rows.add(new Change.Put(key, hash.bytes()));
            }
        }
        return desk.writer()
                .call(() -> desk.ownLogs().append(to.audience(), statements, rows, now));
    }

    private Claim.Validity lasting(Typed typed, long now) {
        Lasting lasting = desk.reporter().lasting();
        return typed.stance() == Stance.MALICIOUS
                ? lasting.from(now, typed.subject(), typed.target())
                : lasting.once(now, typed.subject(), typed.target());
    }

    /** Revokes all own unexpired claims on the subject, of whatever stance and basis. */
    List<StatementId> retract(Subject subject, Addressed to) throws IOException {
        return desk.writer()
                .call(() -> {
                    long now = desk.nowSecond();
                    List<Claim> said = desk.reporter().retractable(List.of(subject), now);
                    if (desk.logs().own().isEnded()) {
                        throw new Refusal("this member has halted its log; nothing counts", "");
                    }
                    if (said.isEmpty()) {
                        throw new Refusal(
                                "this member has no unexpired claim on it", subject.key());
                    }
                    return desk.reporter().state(said, to, now, List.of());
                });
    }

    /** Private: no list here carries it, and automatic claims of our own on it are taken back. */
    List<StatementId> want(Subject subject, boolean wanted, Addressed to) throws IOException {
        return desk.writer()
                .call(() -> {
                    var wants = new Wants(desk.pending(), desk.wantedPrints());
                    long now = desk.nowSecond();
                    var touched = new Alike(desk.pending(), desk.logs()).with(List.of(subject));
                    desk.ledger().decideAgain(touched);
                    if (!wanted) {
                        desk.pending().write(List.of(wants.delete(subject)));
                        return List.of();
                    }
                    List<Claim> said = desk.reporter().retractions(touched, Basis.OBSERVED, now);
                    return desk.reporter()
                            .state(
                                    said,
                                    to,
                                    now,
                                    List.of(wants.put(subject, wants.of(subject).said())));
                });
    }

    /**
     * Destroys own payloads here and asks all who hold them; then nothing of them is left in the
     * directory.
     */
    List<StatementId> erase(List<StatementId> ids, String reason) throws IOException {
        List<StatementId> notices =
                desk.writer()
                        .call(() -> {
                            Map<Log, List<Hash>> byLog = new LinkedHashMap<>();
                            for (StatementId id : ids) {
                                Hash commitment = ownCommitment(id);
                                Log log = desk.logs().log(id.origin()).orElseThrow();
                                byLog.computeIfAbsent(log, _ -> new ArrayList<>()).add(commitment);
                            }
                            var asked = new ArrayList<StatementId>();
                            for (Map.Entry<Log, List<Hash>> one : byLog.entrySet()) {
                                asked.add(erase(one.getKey(), one.getValue(), reason));
                            }
                            return asked;
                        });
        var _ = desk.shredding().finish();
        return notices;
    }

    /** In the same log: nobody else is to learn that there was something. */
    private StatementId erase(Log log, List<Hash> commitments, String reason) throws IOException {
        Audience to =
                log.audience()
                        .orElseThrow(() ->
                                new Refusal(
                                        "whom this log is for was lost with its first payload",
                                        log.origin()));
        Statement statement =
                desk.sealer()
                        .control(
                                StatementKind.ERASE,
                                desk.nowSecond(),
                                log.isMain() ? Tlp.GREEN : Tlp.RED,
                                to,
                                new EraseNotice(commitments, reason).json());
        return desk.ledger().append(log, List.of(statement), List.of()).getFirst();
    }

    StatementId halt(String reason) throws IOException {
        SigningKey memberKey = desk.keys().memberKey();
        return desk.writer()
                .call(() -> {
                    Log own = desk.logs().own();
                    var id = new StatementId(own.origin(), own.tree().size());
                    Statement halt =
                            desk.sealer()
                                    .control(
                                            StatementKind.HALT,
                                            desk.nowSecond(),
                                            Tlp.GREEN,
                                            new Audience.Exchange(),
                                            Halts.sign(id, reason, memberKey).json());
                    return desk.ledger().append(own, List.of(halt), List.of()).getFirst();
                });
    }

    private Hash ownCommitment(StatementId id) throws IOException {
        if (!desk.ledger().heads().isOwn(id.origin())) {
            throw new Refusal("only own statements can be erased", id.toString());
        }
        Leaf leaf =
                desk.logs()
                        .leaf(id)
                        .orElseThrow(() -> new Refusal("no such statement", id.toString()));
        if (!leaf.kind().mayBeErased()) {
            throw new Refusal(
                    "votes and what they rest on stay, or nobody could work out again what was"
                            + " decided",
                    id.toString());
        }
        return leaf.commitment();
    }

    /**
     * The same root that an observation of this mail has; another file is an artefact of its own.
     */
    static Hash root(Desk desk, Bytes raw) throws IOException {
        Bytes key = desk.keys().exchangeKey();
        int head = Math.min(raw.length(), Recognise.HEAD_BYTES_MAX);
        InputKind kind = Recognise.kind(raw.slice(0, head));
        if (kind == InputKind.MAIL) {
            var rules = new MailRules(desk.config().intake().ownRelays(), desk.guards());
            Optional<Mail> mail = MailParser.parse(raw, rules).optional();
            if (mail.isPresent()) {
                return Roots.of("mail", key, mail.get().canonical());
            }
        }
        return Roots.of("artefact", key, raw);
    }

    /** A mail or other evidence, bounded. */
    static Bytes read(Path file) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new Refusal("no such file, or not readable", file.toString());
        }
        try (var in = Files.newInputStream(file)) {
            byte[] raw = in.readNBytes(EVIDENCE_BYTES_MAX + 1);
            if (raw.length > EVIDENCE_BYTES_MAX) {
                throw new Refusal("evidence larger than 25 MiB", file.toString());
            }
            return Bytes.of(raw);
        }
    }
}
