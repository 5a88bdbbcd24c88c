package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.comity.agreement.Communique;
import org.comity.agreement.Vetoes;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.Member;
import org.comity.charter.MemberKeys;
import org.comity.charter.Sealing;
import org.comity.charter.Sector;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.store.EmbeddedStore;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.comity.views.Entry;
import org.comity.views.Stated;
import org.comity.views.SubjectIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far one member's benign words reach on the lists that a node keeps. */
class HeldVetoesOnListsTest {
    private static final long NOW = 1_800_000_000L;
    private static final MemberId SELF = new MemberId("desk.example");
    private static final MemberId OTHER = new MemberId("b.example");
    @TempDir Path folder;

    /** The one that is too many stops nothing, not even until its subject is decided again. */
    @Test
    void theFirstVetoBeyondTheBudgetStopsNothing() throws IOException {
        try (Desk desk = Desk.open(exchange(), InstantSource.fixed(Instant.ofEpochSecond(NOW)))) {
            desk.recover();
            desk.loadLists(desk.config().lists());
            int last = Vetoes.BUDGET_MIN;
            for (int at = 0; at <= last; at++) {
                say(desk, SELF, Stance.MALICIOUS, at);
            }
            for (int at = 0; at < last; at++) {
                say(desk, OTHER, Stance.BENIGN, at);
            }
            var left = List.of(subject(last));
            assertEquals(left, List.copyOf(desk.lists().scopeLines().keySet()));
            say(desk, OTHER, Stance.BENIGN, last);
            assertEquals(left, List.copyOf(desk.lists().scopeLines().keySet()));
        }
    }

    /** Whether it saw the vetoes stand or got all at once: nodes at any pace say the same. */
    @Test
    void whatIsTakenBackUsesUpTheBudget() throws IOException {
        for (boolean atOnce : List.of(true, false)) {
            folder = folder.resolve("at-once-" + atOnce);
            try (Desk desk =
                    Desk.open(exchange(), InstantSource.fixed(Instant.ofEpochSecond(NOW)))) {
                desk.recover();
                desk.loadLists(desk.config().lists());
                int last = Vetoes.BUDGET_MIN;
                for (int at = 0; at < last; at++) {
                    say(desk, SELF, Stance.MALICIOUS, at);
                    Entry veto = entry(OTHER, Stance.BENIGN, at, false);
                    Entry back = entry(OTHER, Stance.BENIGN, at, true);
                    if (!atOnce) {
                        say(desk, List.of(veto));
                        assertEquals(at, desk.lists().scopeLines().size());
                    }
                    say(desk, atOnce ? List.of(veto, back) : List.of(back));
                    assertEquals(at + 1, desk.lists().scopeLines().size());
                }
                say(desk, SELF, Stance.MALICIOUS, last);
                say(desk, OTHER, Stance.BENIGN, last);
                assertEquals(last + 1, desk.lists().scopeLines().size());
                Communique said = Communiques.of(desk, desk.lists(), NOW);
                assertEquals(last + 1, said.listed().count());
            }
        }
    }

    private static Subject subject(int at) {
        return new Subject(SubjectKind.DOMAIN, "bad-%02d.com".formatted(at));
    }

    private static void say(Desk desk, MemberId by, Stance stance, int at) throws IOException {
        say(desk, List.of(entry(by, stance, at, false)));
    }

    private static Entry entry(MemberId by, Stance stance, int at, boolean revoked) {
        var stated =
                new Stated(
                        by,
                        new StatementId(by.name() + "/log", 2L * at + (revoked ? 1 : 0)),
                        Marking.of(Tlp.GREEN),
                        new Audience.Exchange(),
                        NOW - 1_000);
        var roots = List.of(Hash.digest(new byte[] {(byte) at, (byte) stance.ordinal()}));
        var grounds = new Claim.Grounds(Basis.OBSERVED, Role.CONTENT, roots, "");
        var claim =
                new Claim(
                        subject(at),
                        stance,
                        AbuseClass.SPAM,
                        grounds,
                        new Claim.Validity(NOW - 500, NOW + 86_400),
                        Target.UNKNOWN,
                        "indicator--00000000-0000-4000-8000-0000000000%02d".formatted(at),
                        revoked);
        return Entry.all(stated, List.of(claim)).getFirst();
    }

    private static void say(Desk desk, List<Entry> entries) throws IOException {
        desk.writer()
                .call(() -> {
                    var rows = new ArrayList<Change>();
                    SubjectIndex.fold(entries).stream().map(StoreRows::toChange).forEach(rows::add);
                    desk.pending().write(rows);
                    desk.ledger().touch(List.of(entries.getFirst().claim().subject()));
                    return true;
                });
    }

    private Path exchange() throws IOException {
        Path data = Cli.init(folder, SELF.name(), "NL");
        SigningKey own = NodeKeys.open(SELF, data).memberKey();
        try (EmbeddedStore store = EmbeddedStore.open(data.resolve("store"), false)) {
            Charter charter =
                    CharterBook.parse(store.value(RowKeys.charter(1)).orElseThrow())
                            .orThrow()
                            .charter()
                            .admitting(other());
            Note note = Note.of(charter.text()).signedBy(own);
            store.commit(
                    List.of(
                            new Change.Delete(RowKeys.charter(1)),
                            new Change.Put(RowKeys.charter(charter.epoch()), note.bytes())));
        }
        return data;
    }

    private static Member other() {
        var keys =
                new MemberKeys(
                        key("member", VerifierKey.Type.ED25519),
                        key("log", VerifierKey.Type.ED25519),
                        key("witness", VerifierKey.Type.COSIGNATURE),
                        Sealing.publicKey(seed("seal")));
        return new Member(OTHER, new Country("FR"), Sector.PRIVATE, keys, "", true);
    }

    private static VerifierKey key(String what, VerifierKey.Type type) {
        return SigningKey.of(OTHER.name() + "/" + what, type, seed(what)).verifierKey();
    }

    private static Bytes seed(String label) {
        return SigningKey.derive(Bytes.of(new byte[32]), label);
    }
}
