package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.exchange.Step;
import org.comity.statement.Audience;
import org.comity.statement.Leaf;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Cosignature;
import org.comity.tlog.Merkle;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node keeps, shows and counts of the lines under a checkpoint of another member's log. */
class HeadsTest extends FoundedNodes {
    private static final String OWNER = "owner.example";
    private static final String ORIGIN = OWNER + "/log";
    private static final SigningKey KEY = Absent.key(OWNER, "log", VerifierKey.Type.ED25519);
    private static final long TEN_YEARS = 10L * 366 * 86_400;

    private Desk desk;
    private Leaf leaf;
    private Note bare;

    @BeforeEach
    void found() throws Exception {
        Logs.quiet();
        directories("one.example");
        absent(OWNER, "two.example", "three.example");
        super.found();
        open();
        leaf =
                desk.sealer()
                        .control(
                                StatementKind.REQUEST,
                                desk.nowSecond(),
                                Tlp.GREEN,
                                new Audience.Exchange(),
                                Bytes.utf8("{}"))
                        .leaf();
        bare = Note.of(new Checkpoint(ORIGIN, head()).text()).signedBy(KEY);
    }

    private void open() throws Exception {
        desk = Desk.open(directories.getFirst(), InstantSource.system());
        desk.recover();
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
    }

    @Test
    void aStrangersLinesInFrontKeepNoQuorumFromCounting() throws Exception {
        accept(poisoned());
        assertHeld(bare);
        Note good = cosigned(desk.nowSecond());
        cosigned(new Note(bare.text(), lines(poisoned(), good)));
        assertEquals(0, log().cosignedSize());
        cosigned(good);
        assertEquals(1, log().cosignedSize());
        assertHeld(good);
    }

    @Test
    void aStrangersLinesThatWereStoredOnceGoWithTheNextStart() throws Exception {
        accept(bare);
        desk.writer()
                .call(() -> {
                    Bytes row = RowKeys.checkpoint(ORIGIN);
                    desk.pending().write(List.of(new Change.Put(row, poisoned().bytes())));
                    return true;
                });
        desk.close();
        open();
        assertHeld(bare);
        cosigned(cosigned(desk.nowSecond()));
        assertEquals(1, log().cosignedSize());
    }

    @Test
    void cosignaturesYearsAheadCountNeitherWithTheEntriesNorAfterThem() throws Exception {
        Note ahead = cosigned(desk.nowSecond() + TEN_YEARS);
        accept(ahead);
        assertHeld(bare);
        cosigned(ahead);
        assertHeld(bare);
        assertEquals(0, log().cosignedSize());
        Note good = cosigned(desk.nowSecond());
        cosigned(good);
        assertHeld(good);
        assertEquals(1, log().cosignedSize());
    }

    @Test
    void aCosignatureIsShownOnceItIsDurable() throws Exception {
        accept(bare);
        Note good = cosigned(desk.nowSecond());
        Optional<Note> inBetween =
                desk.writer()
                        .call(() -> {
                            desk.ledger().heads().cosigned(log(), good);
                            return log().checkpoint();
                        });
        assertEquals(Optional.of(bare), inBetween);
        assertHeld(good);
        assertEquals(1, log().cosignedSize());
    }

    @Test
    void whatWasCosignedOfACopyThatWasCutMeanwhileIsNotShown() throws Exception {
        accept(bare);
        Note good = cosigned(desk.nowSecond());
        desk.writer()
                .call(() -> {
                    desk.ledger().heads().cosigned(log(), good);
                    new Replicas(desk).cut(log(), 0);
                    return true;
                });
        assertEquals(Optional.empty(), log().checkpoint());
        assertEquals(0, log().cosignedSize());
    }

    /** That they count becomes durable with the commit after the one that keeps them. */
    @Test
    void cosignaturesThatWereDurableAtACrashCountAfterIt() throws Exception {
        Note good = cosigned(desk.nowSecond());
        accept(good);
        desk.writer()
                .call(() -> {
                    desk.pending().write(List.of(new Change.Delete(RowKeys.cosigned(ORIGIN))));
                    return true;
                });
        desk.close();
        open();
        assertEquals(1, log().cosignedSize());
        assertHeld(good);
    }

    private TreeHead head() {
        var tree = new MerkleTree();
        tree.append(Merkle.leaf(leaf.bytes()));
        return tree.head();
    }

    private Log log() {
        return desk.logs().log(ORIGIN).orElseThrow();
    }

    private void accept(Note note) throws Exception {
        var step = new Step.Advanced(note, head(), List.of(leaf.bytes()), 0);
        desk.writer()
                .call(() -> {
                    desk.ledger().accept(log(), step);
                    return true;
                });
    }

    private void cosigned(Note note) throws Exception {
        desk.writer()
                .call(() -> {
                    desk.ledger().heads().cosigned(log(), note);
                    return true;
                });
    }

    private void assertHeld(Note note) throws Exception {
        assertEquals(Optional.of(note), log().checkpoint());
        assertEquals(
                Optional.of(note.bytes()), desk.store().value(RowKeys.checkpoint(ORIGIN)), "row");
    }

    /** By all that are needed, in the order of the charter. */
    private Note cosigned(long atSecond) {
        Note note = bare;
        for (VerifierKey key : desk.charters().witnessKeys()) {
            String member = key.name().substring(0, key.name().indexOf('/'));
            if (!member.equals(OWNER)) {
                SigningKey witness =
                        key.equals(desk.keys().witness().verifierKey())
                                ? desk.keys().witness()
                                : Absent.witness(member);
                note = note.with(Cosignature.sign(bare, witness, atSecond));
            }
        }
        return note;
    }

    /** A line for each witness that it never wrote, and lines of nobody, before the log's own. */
    private Note poisoned() {
        var lines = new ArrayList<Note.Signature>();
        for (VerifierKey key : desk.charters().witnessKeys()) {
            lines.add(new Note.Signature(key.name(), key.keyId(), Bytes.of(new byte[72])));
        }
        for (int number = 0; number < 100; number++) {
            lines.add(new Note.Signature("stranger.example", number, Bytes.of(new byte[72])));
        }
        return new Note(bare.text(), lines(new Note(bare.text(), lines), bare));
    }

    private static List<Note.Signature> lines(Note first, Note then) {
        var lines = new ArrayList<>(first.signatures());
        lines.addAll(then.signatures());
        return lines;
    }
}
