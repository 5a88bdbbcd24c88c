package org.comity.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

final class JournalTest {
    private static final Bytes SALT = JournalFormat.freshSalt();

    /** Larger than a few sectors and without a run of zeros. */
    private static final Bytes LONG_VALUE = Bytes.utf8("evidence ".repeat(150));

    static final List<List<Change>> BATCHES =
            List.of(
                    List.of(new Change.Put(Bytes.utf8("a"), Bytes.utf8("first"))),
                    List.of(
                            new Change.Delete(Bytes.utf8("a")),
                            new Change.DeleteAll(Bytes.EMPTY),
                            new Change.Put(Bytes.utf8("b"), Bytes.EMPTY)),
                    List.of(
                            new Change.Put(Bytes.utf8("c"), Bytes.utf8("third")),
                            new Change.DeleteAll(Bytes.utf8("x"))));

    static byte[] journal(List<List<Change>> batches, int zeros) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(bytes(JournalFormat.header(7, SALT)));
        long number = 7;
        for (List<Change> batch : batches) {
            out.writeBytes(bytes(JournalFormat.batch(batch, number++, SALT)));
        }
        out.writeBytes(new byte[zeros]);
        return out.toByteArray();
    }

    private static byte[] bytes(ByteBuffer from) {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        return bytes;
    }

    private static JournalReading.Sound sound(byte[] file) {
        return assertInstanceOf(JournalReading.Sound.class, JournalParser.parse(file));
    }

    @Test
    void readsBackWhatWasWritten() {
        JournalReading.Sound content = sound(journal(BATCHES, 100));
        assertEquals(9, content.lastBatch());
        assertEquals(0, content.tornBytes());
        for (int at = 0; at < BATCHES.size(); at++) {
            assertEquals(BATCHES.get(at), content.batch(7 + at));
        }
    }

    @Test
    void looksAsDocumented() {
        Bytes salt = Bytes.parseHex("0123456789abcdef0123456789abcdef").orThrow();
        assertEquals(
                "434f4d4954592d4a00000001000000000000000b0123456789abcdef0123456789abcdef",
                Bytes.of(bytes(JournalFormat.header(11, salt))).hex().substring(0, 72));
        String batch = Bytes.of(bytes(JournalFormat.batch(BATCHES.getFirst(), 11, salt))).hex();
        assertEquals("0100000008", batch.substring(0, 10));
        assertEquals("000161" + Bytes.utf8("first").hex(), batch.substring(18, 34));
        assertEquals("0400000014", batch.substring(34, 44));
        assertEquals("000000000000000b00000001", batch.substring(52, 76));
        assertEquals("01234567", batch.substring(84));
    }

    @Test
    void cutsATornTailAtEveryByteOfTheLastBatch() {
        int start = journal(BATCHES.subList(0, 2), 0).length;
        byte[] whole = journal(BATCHES, 0);
        for (int cut = start; cut < whole.length; cut++) {
            JournalReading.Sound shorter = sound(Arrays.copyOf(whole, cut));
            assertEquals(start, shorter.end(), "file cut at " + cut);
            byte[] zeroed = Arrays.copyOf(Arrays.copyOf(whole, cut), whole.length + 600);
            JournalReading.Sound preallocated = sound(zeroed);
            int mark = whole.length - JournalFormat.MARK_BYTES;
            // Also when what was cut before it happens to be zeros.
            boolean onlyMarkLost =
                    Arrays.equals(Arrays.copyOf(zeroed, mark), Arrays.copyOf(whole, mark));
            assertEquals(
                    onlyMarkLost ? whole.length : start, preallocated.end(), "zeros from " + cut);
        }
    }

    @Test
    void cutsALastBatchOfWhichAnySectorWasNeverWritten() {
        List<List<Change>> batches =
                List.of(BATCHES.getFirst(), List.of(new Change.Put(Bytes.utf8("k"), LONG_VALUE)));
        int start = journal(batches.subList(0, 1), 0).length;
        byte[] whole = journal(batches, 300);
        for (int sector = 0; sector < start + 1400; sector += 512) {
            byte[] torn = whole.clone();
            Arrays.fill(
                    torn, Math.max(start, sector), Math.min(sector + 512, torn.length), (byte) 0);
            JournalReading.Sound content = sound(torn);
            assertEquals(start, content.end());
            assertTrue(content.tornBytes() > 0);
        }
    }

    @Test
    void findsEveryFlippedBitOrIsNotHarmedByIt() {
        byte[] whole = journal(BATCHES, 64);
        int end = whole.length - 64;
        int harmless = 0;
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            switch (JournalParser.parse(flipped)) {
                case JournalReading.Corrupt(_, var offset) ->
                        assertTrue(offset <= bit / 8, "says where");
                case JournalReading.Sound content -> {
                    harmless++;
                    assertTrue(bit / 8 >= end || isMark(bit / 8), "missed bit " + bit);
                    assertEquals(end, content.end());
                    assertEquals(BATCHES.getLast(), content.batch(9));
                }
            }
        }
        assertEquals((64 + 3 * JournalFormat.MARK_BYTES) * 8, harmless);
    }

    private static boolean isMark(int at) {
        for (int batches = 1; batches <= 3; batches++) {
            int end = journal(BATCHES.subList(0, batches), 0).length;
            if (at >= end - JournalFormat.MARK_BYTES && at < end) {
                return true;
            }
        }
        return false;
    }

    @Test
    void refusesBadBytesBeforeALaterCommitEvenWhenTheyAreZeros() {
        byte[] whole = journal(BATCHES, 64);
        int first = journal(BATCHES.subList(0, 1), 0).length;
        int second = journal(BATCHES.subList(0, 2), 0).length;
        Arrays.fill(whole, first, second, (byte) 0);
        var corrupt = assertInstanceOf(JournalReading.Corrupt.class, JournalParser.parse(whole));
        assertEquals(first, corrupt.offset());
    }

    @Test
    void takesNoStrangersBytesForACommit() {
        // A value that holds commit records made with a salt that the stranger had to guess.
        Bytes guess = Bytes.of(new byte[JournalFormat.SALT_BYTES]);
        Bytes forged = Bytes.of(bytes(JournalFormat.batch(List.of(), 9, guess)));
        List<Change> batch =
                List.of(
                        new Change.Put(
                                Bytes.utf8("k"), Bytes.join(forged, LONG_VALUE, LONG_VALUE)));
        byte[] whole = journal(List.of(BATCHES.getFirst(), batch), 0);
        JournalReading.Sound content = sound(Arrays.copyOf(whole, whole.length - 500));
        assertEquals(journal(List.of(BATCHES.getFirst()), 0).length, content.end());
    }

    @Test
    void refusesAJournalAboveTheLimit() {
        byte[] large =
                Arrays.copyOf(journal(BATCHES, 0), (int) JournalParser.JOURNAL_BYTES_MAX + 1);
        assertInstanceOf(JournalReading.Corrupt.class, JournalParser.parse(large));
    }

    @Test
    void refusesRecordsThatCannotBeOurs() {
        for (String record :
                List.of(
                        "01ffffffff",
                        "0100000001",
                        "0200000000",
                        "0200000401",
                        "0300000401",
                        "0500000001")) {
            byte[] body = new byte[1200];
            Arrays.fill(body, (byte) 1);
            byte[] whole = journal(BATCHES, 0);
            byte[] next = bytes(JournalFormat.batch(List.of(), 11, SALT));
            byte[] bad =
                    Bytes.join(
                                    Bytes.of(whole),
                                    Bytes.parseHex(record).orThrow(),
                                    Bytes.of(body),
                                    Bytes.of(next))
                            .array();
            var corrupt =
                    assertInstanceOf(
                            JournalReading.Corrupt.class, JournalParser.parse(bad), record);
            assertEquals(whole.length, corrupt.offset());
        }
    }
}
