package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Cosignature;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

class CosigningTest {
    private static final Desk OWNER = Desk.of("cert.example", "NL");
    private static final List<Desk> WITNESSES =
            List.of(
                    Desk.of("isp.example", "DE"),
                    Desk.of("mail.example", "FR"),
                    Desk.of("x.example", "JP"));
    private static final List<VerifierKey> KEYS =
            WITNESSES.stream().map(desk -> desk.witness().verifierKey()).toList();
    private final TestLog log = new TestLog(OWNER.node()).grow(9, new Random(5));
    private final Note note = log.checkpoint();

    @Test
    void cosignsALargerTreeAndTheFirst() {
        assertEquals(new Cosigning.Decision.Cosign(head(9)), decide(Optional.empty(), head(9)));
        assertEquals(new Cosigning.Decision.Cosign(head(9)), decide(Optional.of(head(4)), head(9)));
    }

    @Test
    void doesNotCosignTheSameHeadAgain() {
        assertEquals(new Cosigning.Decision.Stands(), decide(Optional.of(head(9)), head(9)));
    }

    @Test
    void neverCosignsASmallerTree() {
        assertInstanceOf(Cosigning.Decision.Refuse.class, decide(Optional.of(head(9)), head(8)));
        assertInstanceOf(Cosigning.Decision.Refuse.class, decide(Optional.of(head(9)), head(0)));
    }

    @Test
    void neverCosignsTwoRootsForOneSize() {
        TreeHead other = new TreeHead(9, Hash.ZERO);
        assertInstanceOf(Cosigning.Decision.Refuse.class, decide(Optional.of(head(9)), other));
    }

    @Test
    void neverCosignsWhatItsOwnEntriesDoNotGive() {
        assertInstanceOf(
                Cosigning.Decision.Refuse.class,
                Cosigning.decide(Optional.empty(), head(8), checkpoint(head(9))));
    }

    @Test
    void mergesTheSameInAnyOrderAndKeepsTheOldestOfEach() {
        Seeds.each(
                30,
                random -> {
                    var lines = new ArrayList<>(note.signatures());
                    for (Desk witness : WITNESSES) {
                        for (long second = 0; second < 1 + random.nextInt(3); second++) {
                            lines.add(
                                    Cosignature.sign(
                                            note, witness.witness(), 1_780_000_000L + second));
                        }
                    }
                    Collections.shuffle(lines, random);
                    int cut = random.nextInt(lines.size() + 1);
                    var left = new Note(note.text(), lines.subList(0, cut));
                    var right = new Note(note.text(), lines.subList(cut, lines.size()));
                    Note merged = Cosigning.merge(left, right, logKey(), KEYS).orThrow();
                    assertEquals(merged, Cosigning.merge(right, left, logKey(), KEYS).orThrow());
                    assertEquals(merged, Cosigning.merge(merged, right, logKey(), KEYS).orThrow());
                    List<Cosignature> good = Cosignature.verify(merged, KEYS);
                    assertEquals(WITNESSES.size(), good.size());
                    good.forEach(it -> assertEquals(1_780_000_000L, it.atSecond()));
                });
    }

    @Test
    void leavesOutForeignAndBadLines() {
        Note offered =
                note.with(
                                Cosignature.sign(
                                        note,
                                        Desk.of("stranger.example", "US").witness(),
                                        1_780_000_000L))
                        .with(
                                new Note.Signature(
                                        KEYS.getFirst().name(),
                                        KEYS.getFirst().keyId(),
                                        Bytes.of(new byte[72])));
        assertEquals(Checked.good(note), Cosigning.merge(note, offered, logKey(), KEYS));
    }

    @Test
    void refusesAnotherCheckpointAndOneThatTheLogDidNotSign() {
        assertInstanceOf(
                Checked.Refused.class, Cosigning.merge(note, log.checkpointAt(8), logKey(), KEYS));
        Note unsigned = Note.of(note.text());
        assertInstanceOf(
                Checked.Refused.class, Cosigning.merge(unsigned, unsigned, logKey(), KEYS));
    }

    private static VerifierKey logKey() {
        return OWNER.node().verifierKey();
    }

    private TreeHead head(long size) {
        return log.tree.headAt(size);
    }

    private static Checkpoint checkpoint(TreeHead head) {
        return new Checkpoint("cert.example/log", head);
    }

    private static Cosigning.Decision decide(Optional<TreeHead> last, TreeHead verified) {
        return Cosigning.decide(last, verified, checkpoint(verified));
    }
}
