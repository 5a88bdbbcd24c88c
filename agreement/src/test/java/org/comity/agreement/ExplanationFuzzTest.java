package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.comity.charter.Charter;
import org.comity.charter.Receipt;
import org.comity.statement.Tlp;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

/** P17: what is changed anywhere in an explanation's file is found out, and nothing throws. */
final class ExplanationFuzzTest {
    private static ExplanationFile file() {
        Charter four = ExplanationFileTest.charter("DE", "FR", "CN", "BR");
        var logs = new MadeLogs(four);
        List<Receipt> receipts =
                List.of(
                        logs.state(Say.analysed("a", 1), Tlp.GREEN),
                        logs.state(Say.seen("b", 2), Tlp.GREEN),
                        logs.state(Say.benign("d", 4), Tlp.CLEAR));
        return ExplanationFileTest.make(logs.asked("a", "b"), MadeLogs.signed(four), receipts)
                .orThrow();
    }

    /** P17: every byte of a small file, each by some other. */
    @Test
    void noByteCanBeAnother() {
        Charter alone = ExplanationFileTest.charter("DE");
        var small = new MadeLogs(alone);
        Receipt receipt = small.state(Say.analysed("a", 1), Tlp.CLEAR);
        Bytes good =
                ExplanationFileTest.make(small.asked("a"), MadeLogs.signed(alone), List.of(receipt))
                        .orThrow()
                        .bytes();
        assertTrue(ExplanationFileTest.isGood(good));
        var random = new SplittableRandom(17);
        for (int at = 0; at < good.length(); at++) {
            byte[] bytes = good.array();
            bytes[at] ^= (byte) (1 + random.nextInt(255));
            assertFalse(ExplanationFileTest.isGood(Bytes.of(bytes)), "byte " + at);
        }
    }

    /** Lines moved, doubled, left out, or with a word of another: unsigned, none is good. */
    @Test
    void noLineCanBeAnother() {
        ExplanationFile file = file();
        String good = file.bytes().utf8();
        Seeds.each(
                1_000,
                random -> {
                    String other = edited(good, random);
                    assertTrue(
                            other.equals(good) || !ExplanationFileTest.isGood(Bytes.utf8(other)));
                });
    }

    /**
     * A member may sign anything: then what is read either follows or is told, and never throws.
     */
    @Test
    void whatALyingMemberSignsNeverThrows() {
        ExplanationFile file = file();
        var counts = new int[2];
        Seeds.each(
                2_000,
                random -> {
                    String text = edited(file.head().text(), random);
                    Optional<ExplanationHead> head = ExplanationHead.parse(text).optional();
                    if (head.isPresent()) {
                        Note note = Note.of(text).signedBy(MadeLogs.nodeKey("a"));
                        var lie = new ExplanationFile(head.get(), note, file.attached());
                        ExplanationCheck check = ExplanationFileTest.reread(lie);
                        Explanation.of(check).orElseThrow();
                        counts[0]++;
                        if (check.follows()) {
                            counts[1]++;
                            assertEquals(file.head().answered(), head.get().answered());
                        }
                    }
                });
        assertTrue(counts[0] > 50 || Long.getLong("seed") != null, "read: " + counts[0]);
    }

    private static String edited(String text, RandomGenerator random) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        int times = random.nextInt(1, 3);
        for (int time = 0; time < times; time++) {
            int one = random.nextInt(lines.size());
            int two = random.nextInt(lines.size());
            switch (random.nextInt(5)) {
                case 0 -> lines.remove(one);
                case 1 -> lines.add(two, lines.get(one));
                case 2 -> Collections.swap(lines, one, two);
                case 3 -> lines.set(one, mixed(lines.get(one), lines.get(two), random));
                default -> lines.set(one, numbered(lines.get(one), random));
            }
        }
        return String.join("\n", lines);
    }

    /** One word of the other in place of an own one. */
    private static String mixed(String line, String other, RandomGenerator random) {
        String[] words = line.split(" ", -1);
        words[random.nextInt(words.length)] = Made.any(List.of(other.split(" ", -1)), random);
        return String.join(" ", words);
    }

    /** Another number in place of the last word. */
    private static String numbered(String line, RandomGenerator random) {
        List<String> numbers =
                List.of("0", "-1", "1", "253402300799", "253402300800", "999999999999999999", "");
        return line.replaceFirst("[^ ]*$", Made.any(numbers, random));
    }

    @Test
    void garbageIsRefusedAndNeverThrows() {
        Seeds.each(
                500,
                random -> {
                    byte[] bytes = new byte[random.nextInt(400)];
                    random.nextBytes(bytes);
                    Bytes begun =
                            Bytes.join(
                                    Bytes.utf8(ExplanationHead.FIRST_LINE + "\n"), Bytes.of(bytes));
                    assertInstanceOf(Checked.Refused.class, ExplanationFile.parse(begun));
                });
    }
}
