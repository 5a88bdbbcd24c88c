package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.comity.tlog.Cosignature;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;
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
    private static final Cosigning.Trusted BY = Cosigning.Trusted.at(1_780_000_100L, KEYS);
    private final TestLog log = new TestLog(OWNER.node()).grow(9, new Random(5));
    private final Note note = log.checkpoint();

    @Test
    void mergesTheSameInAnyOrderAndKeepsTheOlderOfEach() {
        Seeds.each(
                30,
                random -> {
                    Note left = cosigned(random, 1_780_000_000L);
                    Note right = cosigned(random, 1_780_000_001L);
                    Note merged = Cosigning.merge(left, right, logKey(), BY).orThrow();
                    assertEquals(merged, Cosigning.merge(right, left, logKey(), BY).orThrow());
                    assertEquals(merged, Cosigning.merge(merged, right, logKey(), BY).orThrow());
                    var first = Cosignature.verify(left, KEYS);
                    for (Cosignature good : Cosignature.verify(merged, KEYS)) {
                        boolean older = first.stream().anyMatch(it -> it.key().equals(good.key()));
                        assertEquals(older ? 1_780_000_000L : 1_780_000_001L, good.atSecond());
                    }
                });
    }

    private Note cosigned(Random random, long second) {
        var lines = new ArrayList<>(note.signatures());
        for (Desk witness : WITNESSES) {
            if (random.nextBoolean()) {
                lines.add(Cosignature.sign(note, witness.witness(), second));
            }
        }
        Collections.shuffle(lines, random);
        return new Note(note.text(), lines);
    }

    @Test
    void takesNoTimeFurtherAheadThanClocksMayDiffer() {
        SigningKey witness = WITNESSES.getFirst().witness();
        long now = 1_780_000_000L;
        var trusted = Cosigning.Trusted.at(now, KEYS);
        for (long ahead : new long[] {0, 300, 301, 3_600, Long.MAX_VALUE - now}) {
            Note offered = note.with(Cosignature.sign(note, witness, now + ahead));
            Note merged = Cosigning.merge(note, offered, logKey(), trusted).orThrow();
            assertEquals(ahead <= 300 ? 2 : 1, merged.signatures().size(), "ahead " + ahead);
        }
    }

    @Test
    void ofEachKeyOneLineIsLookedAtAndOfStrangersNone() {
        var lines = new ArrayList<>(note.signatures());
        for (int line = 0; line < 500; line++) {
            VerifierKey named = KEYS.get(line % 2);
            Bytes junk = Bytes.join(Bytes.of(new byte[71]), Bytes.of(new byte[] {(byte) line}));
            lines.add(new Note.Signature(named.name(), named.keyId() + line / 250, junk));
        }
        Note sifted = Cosigning.sifted(new Note(note.text(), lines), KEYS);
        assertEquals(2, sifted.signatures().size());
        assertEquals(note, Cosigning.sifted(note, List.of(logKey())));
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
        assertEquals(Checked.good(note), Cosigning.merge(note, offered, logKey(), BY));
    }

    @Test
    void refusesAnotherCheckpointAndOneThatTheLogDidNotSign() {
        assertInstanceOf(
                Checked.Refused.class, Cosigning.merge(note, log.checkpointAt(8), logKey(), BY));
        Note unsigned = Note.of(note.text());
        assertInstanceOf(Checked.Refused.class, Cosigning.merge(unsigned, unsigned, logKey(), BY));
    }

    private static VerifierKey logKey() {
        return OWNER.node().verifierKey();
    }
}
