package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Claim;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Observables;
import org.comity.statement.Report;
import org.comity.statement.Stance;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.store.SimulatedStore;
import org.comity.store.Store;
import org.comity.tlog.Note;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Payloads go 180 days after their last claim has expired, unless told otherwise. */
class RetentionTest {
    private static final Instant START = Instant.parse("2026-01-05T12:00:00Z");
    @TempDir Path folder;
    private volatile Instant now = START;

    @Test
    void aPayloadStaysUntilItsLastClaimHasBeenOverForHalfAYear() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        try (Desk desk = Desk.open(data, () -> now)) {
            desk.recover();
            desk.loadLists(desk.config().lists());
            StatementId early = claim(desk, "bad-early.com");
            now = START.plus(Duration.ofDays(100));
            StatementId later = claim(desk, "bad-later.com");
            // A domain's claim holds for 14 days.
            now = START.plus(Duration.ofDays(14 + 179));
            desk.tick();
            assertTrue(desk.payloads().statement(early).isPresent());
            now = START.plus(Duration.ofDays(14 + 181));
            desk.tick();
            assertTrue(desk.payloads().statement(early).isEmpty());
            assertTrue(desk.payloads().statement(later).isPresent());
            assertEquals(0, desk.index().entriesOf(early).size());
            desk.tick();
            var checked = DataCheck.of(desk, _ -> {});
            assertEquals(List.of(), checked.findings());
        }
        Path toml = Desk.configFile(data);
        Files.writeString(
                toml,
                Files.readString(toml)
                        .replace("[exchange]", "[exchange]\nkeep-payloads = \"for-ever\""));
        now = START.plus(Duration.ofDays(1_000));
        try (Desk desk = Desk.open(data, () -> now)) {
            desk.recover();
            desk.tick();
            assertTrue(
                    desk.payloads().statement(new StatementId("desk.example/log", 1)).isPresent());
        }
    }

    /** Standing goes by when witnesses saw it: who got the payload late would have it still. */
    @Test
    void whatNoWitnessSawYetStaysAndGoesHalfAYearAfterOneDid() throws IOException {
        var members = SimulatedMembers.of(folder, 2, new SeededRandom(1));
        SimulatedStore disk = SimulatedStore.empty(512);
        try (Store store = disk.open()) {
            store.commit(
                    CharterBook.founding(Note.parse(members.note()).orThrow(), members.charter()));
        }
        Path data = members.directories().getFirst();
        var machine =
                new Machine(
                        () -> now,
                        new SeededRandom(2),
                        InlineWriter::new,
                        disk::guard,
                        new Threads(),
                        new HttpWire());
        try (Desk desk = Desk.open(data, Desk.config(data), disk.open(), machine)) {
            desk.recover();
            StatementId id = claim(desk, "bad-unseen.com");
            now = START.plus(Duration.ofDays(14 + 181));
            desk.tick();
            assertTrue(desk.payloads().statement(id).isPresent());
            var times = new TreeMap<MemberId, Long>();
            times.put(SimulatedMembers.id(1), now.getEpochSecond());
            desk.logs().own().anchored(List.of(new Anchors.Anchor(1, 1, times)));
            desk.tick();
            assertTrue(desk.payloads().statement(id).isPresent());
            now = now.plus(Duration.ofDays(181));
            desk.tick();
            assertTrue(desk.payloads().statement(id).isEmpty());
        }
    }

    @Test
    void aShorterVersionStaysAsLongAsTheOneThatItReplaced() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        try (Desk desk = Desk.open(data, () -> now)) {
            desk.recover();
            StatementId id = claim(desk, "bad-long.com");
            Claim said = desk.index().entriesOf(id).getFirst().claim();
            StatementId first = state(desk, lasting(said, 400));
            Claim stated = desk.index().entriesOf(first).getFirst().claim();
            StatementId second = state(desk, lasting(stated, 1));
            now = START.plus(Duration.ofDays(200));
            desk.tick();
            assertTrue(desk.payloads().statement(id).isEmpty(), "nothing hangs on it");
            assertTrue(desk.payloads().statement(second).isPresent(), "or the first would hold");
            now = START.plus(Duration.ofDays(400 + 181));
            desk.tick();
            desk.tick();
            assertTrue(desk.payloads().statement(first).isEmpty());
            assertTrue(desk.payloads().statement(second).isEmpty());
        }
    }

    @Test
    void whatPushesAnOlderClaimOutOfABoundedReadStaysAsLongAsThatMayCount() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        try (Desk desk = Desk.open(data, () -> now)) {
            desk.recover();
            StatementId id = claim(desk, "bad-ahead.com");
            Claim said = desk.index().entriesOf(id).getFirst().claim();
            StatementId ahead = state(desk, lasting(said, 400));
            var newer = new ArrayList<StatementId>();
            for (int at = 0; at < 3; at++) {
                newer.add(claim(desk, "bad-ahead.com"));
            }
            now = START.plus(Duration.ofDays(14 + 181));
            desk.tick();
            assertTrue(desk.payloads().statement(id).isEmpty(), "nothing older than it");
            for (StatementId one : newer) {
                assertTrue(desk.payloads().statement(one).isPresent());
            }
            now = START.plus(Duration.ofDays(400 + 181));
            for (int sweep = 0; sweep < 5; sweep++) {
                desk.tick();
            }
            assertTrue(desk.payloads().statement(ahead).isEmpty());
            for (StatementId one : newer) {
                assertTrue(desk.payloads().statement(one).isEmpty());
            }
        }
    }

    /** The same word of an object of its own; for its first version without an id. */
    private static Claim lasting(Claim claim, int days) {
        long from = claim.validity().fromSecond();
        boolean isNew = days > 100;
        return new Claim(
                claim.subject(),
                claim.stance(),
                claim.abuse(),
                claim.grounds(),
                new Claim.Validity(from, from + Duration.ofDays(days).toSeconds()),
                claim.target(),
                isNew ? "" : claim.objectId(),
                false);
    }

    private StatementId state(Desk desk, Claim claim) throws IOException {
        var report =
                new Report(
                        desk.self(),
                        Marking.of(Tlp.GREEN),
                        Optional.empty(),
                        desk.nowSecond(),
                        List.of(claim));
        Statement statement = desk.sealer().seal(report, new Audience.Exchange()).getFirst();
        return desk.writer()
                .call(() ->
                        desk.ledger()
                                .append(desk.logs().own(), List.of(statement), List.of())
                                .getFirst());
    }

    private static StatementId claim(Desk desk, String value) throws IOException {
        var typed =
                new Said.Typed(
                        Observables.recognise(value).orThrow(),
                        Stance.MALICIOUS,
                        AbuseClass.SPAM,
                        Target.UNKNOWN);
        return new Said(desk)
                .claim(typed, Optional.empty(), Addressed.toAll(Marking.of(Tlp.GREEN)))
                .getFirst();
    }
}
