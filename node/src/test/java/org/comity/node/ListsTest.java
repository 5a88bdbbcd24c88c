package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.comity.agreement.Communique;
import org.comity.charter.Scope;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.Marking;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.views.Entry;
import org.comity.views.Stated;
import org.comity.views.SubjectIndex;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lists that a node keeps in step, without the node's sockets. */
class ListsTest {
    private static final Instant START = Instant.ofEpochSecond(1_800_000_000L);
    private static final Subject HOST = new Subject(SubjectKind.ADDRESS, "45.80.9.9");
    @TempDir Path folder;
    private Instant now = START;
    private Desk desk;

    @BeforeEach
    void open() throws IOException {
        InstantSource clock = () -> now;
        desk = Desk.open(Cli.init(folder, "desk.example", "NL"), clock);
        desk.recover();
        desk.loadLists(desk.config().lists());
    }

    @AfterEach
    void close() throws IOException {
        desk.close();
    }

    @Test
    void aClockThatIsPutBackBringsBackWhatHadEnded() throws IOException {
        claim();
        assertTrue(isListed());
        now = START.plus(Duration.ofDays(30));
        desk.tick();
        desk.writer()
                .call(() -> {
                    desk.ledger().decideAgain(List.of(HOST));
                    return true;
                });
        assertFalse(isListed());
        now = START.plus(Duration.ofHours(1));
        // Something else is decided before the next tick.
        desk.writer()
                .call(() -> {
                    desk.ledger()
                            .decideAgain(List.of(new Subject(SubjectKind.DOMAIN, "other.com")));
                    return true;
                });
        desk.tick();
        assertTrue(isListed());
    }

    @Test
    void whatWasWantedMeanwhileIsDecidedAgainWithTheClaimsAsTheyWere() throws IOException {
        claim();
        desk.writer()
                .call(() -> {
                    desk.ledger().decideAgain(List.of(HOST));
                    return true;
                });
        assertTrue(isListed());
    }

    /** A statement waits for no more than a slice of it, and nothing has to come to go on. */
    @Test
    void whatConcernsAllIsDecidedInPartsWhileOthersAreAnswered() throws Exception {
        int count = 5_000;
        int atOnce = 100;
        for (int at = 0; at < count; at += atOnce) {
            claim(at, atOnce);
        }
        assertEquals(count, listed());
        now = START.plus(Duration.ofDays(30));
        desk.writer()
                .call(() -> {
                    desk.lists().allAnew();
                    return true;
                });
        assertTrue(listed() > 0, "all at once");
        claim();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (listed() > 1) {
            assertTrue(System.nanoTime() < end, "left: " + listed());
            LockSupport.parkNanos(1_000_000);
        }
        assertTrue(isListed());
    }

    /** A peer that works it out anew would else find another list at the same second. */
    @Test
    void noCommuniqueIsMadeWhileAllIsDecidedAnewAfterTheClockWasPutBack() throws Exception {
        int count = 1_000;
        for (int at = 0; at < count; at += 100) {
            claim(at, 100);
        }
        now = START.plus(Duration.ofDays(30));
        desk.tick();
        assertEquals(0, listed());
        now = START.plus(Duration.ofHours(1));
        // Whatever it is, it makes the next communique due.
        desk.writer().call(() -> true);
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (newest().inputs().second() != now.getEpochSecond()) {
            assertTrue(System.nanoTime() < end, "none is made");
            LockSupport.parkNanos(1_000_000);
        }
        assertEquals(count, newest().listed().count());
    }

    private Communique newest() {
        String text = desk.logs().communiques().newest(new Scope.Members()).orElseThrow().text();
        return Communique.parse(text).orThrow().communique();
    }

    private int listed() {
        return desk.lists().all().getFirst().listings().count();
    }

    private void claim(int from, int count) throws IOException {
        var claims = new ArrayList<Claim>();
        long second = now.getEpochSecond();
        for (int at = from; at < from + count; at++) {
            var subject = new Subject(SubjectKind.DOMAIN, "bad-" + at + ".com");
            var grounds = new Claim.Grounds(Basis.ANALYSED, Role.CONTENT, List.of(), "");
            claims.add(
                    new Reporter.Word(subject, Stance.MALICIOUS, AbuseClass.SPAM, grounds)
                            .holdingOnce(desk.charters().charter(), second));
        }
        desk.writer()
                .call(() ->
                        desk.reporter()
                                .state(
                                        claims,
                                        Addressed.toAll(Marking.of(Tlp.GREEN)),
                                        second,
                                        List.of()));
    }

    @Test
    void aRowThatShouldNotBeThereGoesFromTheListsWithARebuild() throws IOException {
        var stated =
                new Stated(
                        desk.self(),
                        new StatementId(desk.logs().own().origin(), 0),
                        Marking.of(Tlp.GREEN),
                        new Audience.Exchange(),
                        START.getEpochSecond());
        var grounds = new Claim.Grounds(Basis.ANALYSED, Role.CONTENT, List.of(), "");
        var validity = new Claim.Validity(START.getEpochSecond(), START.getEpochSecond() + 86_400);
        var claim =
                new Claim(
                        HOST,
                        Stance.MALICIOUS,
                        AbuseClass.SPAM,
                        grounds,
                        validity,
                        Target.UNKNOWN,
                        "indicator--00000000-0000-4000-8000-000000000000",
                        false);
        desk.writer()
                .call(() -> {
                    List<Entry> entries = Entry.all(stated, List.of(claim));
                    desk.pending()
                            .write(
                                    SubjectIndex.fold(entries).stream()
                                            .map(StoreRows::toChange)
                                            .toList());
                    desk.ledger().touch(List.of(HOST));
                    return true;
                });
        assertTrue(isListed());
        desk.writer().callLong(() -> Rebuild.run(desk));
        assertFalse(isListed());
    }

    private void claim() throws IOException {
        var typed = new Said.Typed(HOST, Stance.MALICIOUS, AbuseClass.SPAM, Target.UNKNOWN);
        new Said(desk).claim(typed, Optional.empty(), Addressed.toAll(Marking.of(Tlp.GREEN)));
    }

    private boolean isListed() {
        return desk.lists().all().getFirst().listings().on(HOST).isPresent();
    }
}
