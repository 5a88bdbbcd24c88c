package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

class WitnessRequestTest {
    private static final Desk OWNER = Desk.of("cert.example", "NL");
    private final TestLog log = new TestLog(OWNER.node()).grow(9, new Random(5));
    private final String checkpoint = log.checkpoint().bytes().utf8();
    private final String line = Hash.digest().base64() + "\n";

    @Test
    void readsWhatItWrites() {
        for (long old : new long[] {0, 1, 4, 9}) {
            ConsistencyProof proof = log.tree.proveConsistency(old, 9);
            WitnessRequest request = WitnessRequest.of(old, proof, log.checkpoint());
            assertEquals(request, WitnessRequest.parse(request.bytes()).orThrow());
            assertEquals("cert.example/log", request.origin());
            assertEquals(log.tree.head(), request.head());
        }
    }

    @Test
    void takesSixtyThreeLinesOfProofAndNotOneMore() {
        String most = "old 1\n" + line.repeat(63) + "\n" + checkpoint;
        assertEquals(63, parse(most).orThrow().proof().path().size());
        assertRefused("old 1\n" + line.repeat(64) + "\n" + checkpoint);
    }

    @Test
    void takesTheLargestSizeAndNotOneMore() {
        assertEquals(
                Long.MAX_VALUE,
                parse("old 9223372036854775807\n\n" + checkpoint).orThrow().oldSize());
        assertRefused("old 9223372036854775808\n\n" + checkpoint);
        assertRefused("old 99999999999999999999\n\n" + checkpoint);
    }

    @Test
    void refusesWhatIsSpeltOtherwise() {
        for (String head :
                List.of(
                        "",
                        "\n",
                        "old 1\n",
                        "old\n\n",
                        "old \n\n",
                        "old  1\n\n",
                        "Old 1\n\n",
                        "old 01\n\n",
                        "old +1\n\n",
                        "old -1\n\n",
                        "old 1 \n\n",
                        "old 1\r\n\r\n",
                        "1\n\n",
                        "old 1\nabc=\n\n",
                        "old 1\n" + line.strip() + "\n",
                        "old 1\n" + line.replace('=', 'A') + "\n",
                        "old 1\n" + line.strip() + "==\n\n",
                        "size 1\n\n")) {
            assertRefused(head + checkpoint);
        }
        assertRefused("old 1\n\n");
        assertRefused("old 1\n\n" + checkpoint.replaceFirst("\n9\n", "\n09\n"));
        assertRefused("old 1\n\n" + checkpoint.replaceFirst("\n9\n", "\n9\nmore\n"));
        assertRefused("old 1\n\n" + checkpoint.substring(0, checkpoint.length() - 1));
    }

    @Test
    void readsAWrongRootOfTheEmptyTreeSoThatItIsAnswered() {
        Note wrong =
                Note.of("cert.example/log\n0\n" + Hash.ZERO.base64() + "\n").signedBy(OWNER.node());
        WitnessRequest request = parse("old 0\n\n" + wrong.bytes().utf8()).orThrow();
        assertEquals(new TreeHead(0, Hash.ZERO), request.head());
        assertRefused("old 0\n\n" + wrong.bytes().utf8().replaceFirst("\n0\n.*\n", "\n0\nA\n"));
    }

    @Test
    void refusesMoreThanItsBytes() {
        String name = "x".repeat(200);
        String junk = "— " + name + " " + "A".repeat(400) + "\n";
        String many = "old 1\n\n" + checkpoint + junk.repeat(100);
        assertTrue(Bytes.utf8(many).length() < WitnessRequest.BYTES_MAX);
        assertInstanceOf(Checked.Good.class, parse(many));
        assertRefused("old 1\n\n" + checkpoint + junk.repeat(110));
    }

    @Test
    void damagedRequestsAreRefusedOrCanonical() {
        Bytes good =
                WitnessRequest.of(4, log.tree.proveConsistency(4, 9), log.checkpoint()).bytes();
        Seeds.each(
                5_000,
                random -> {
                    Bytes damaged = Mutations.of(good, random);
                    if (WitnessRequest.parse(damaged)
                            instanceof Checked.Good<WitnessRequest>(WitnessRequest request)) {
                        assertEquals(damaged, request.bytes());
                    }
                });
    }

    @Test
    void damagedAnswersThrowNothing() {
        Note note = log.checkpoint();
        Bytes good = Bytes.utf8(note.bytes().utf8().substring(note.text().length() + 1));
        assertEquals(
                new WitnessAnswer.Cosigned(note.signatures()), WitnessAnswer.read(note, 200, good));
        Seeds.each(
                3_000,
                random -> {
                    int status = List.of(200, 409, 403, 500).get(random.nextInt(4));
                    WitnessAnswer read =
                            WitnessAnswer.read(note, status, Mutations.of(good, random));
                    assertTrue(status != 200 || !(read instanceof WitnessAnswer.Conflict));
                });
    }

    @Test
    void readsTheSizeOfAConflictAndNothingElseForIt() {
        Note note = log.checkpoint();
        assertEquals(
                new WitnessAnswer.Conflict(12), WitnessAnswer.read(note, 409, Bytes.utf8("12\n")));
        for (String body : List.of("", "12", "012\n", "12\n\n", "-1\n", "root differs\n")) {
            assertInstanceOf(
                    WitnessAnswer.Refused.class, WitnessAnswer.read(note, 409, Bytes.utf8(body)));
        }
        assertInstanceOf(WitnessAnswer.Failed.class, WitnessAnswer.read(note, 200, note.bytes()));
        String longer = String.join("", Collections.nCopies(WitnessAnswer.BYTES_MAX + 1, "A"));
        assertInstanceOf(
                WitnessAnswer.Failed.class, WitnessAnswer.read(note, 200, Bytes.utf8(longer)));
    }

    private static Checked<WitnessRequest> parse(String text) {
        return WitnessRequest.parse(Bytes.utf8(text));
    }

    private static void assertRefused(String text) {
        assertInstanceOf(Checked.Refused.class, parse(text), () -> text);
    }
}
