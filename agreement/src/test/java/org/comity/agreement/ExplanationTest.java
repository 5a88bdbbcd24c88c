package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.comity.charter.Charter;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.TreeHead;
import org.junit.jupiter.api.Test;

final class ExplanationTest {
    private static final Charter FOUR = Made.charter("DE", "FR", "CN", "BR");
    private static final Setting ALL = Made.setting(FOUR, "a", "b");
    private static final Question AGREED =
            new Question(
                    Made.HOST,
                    List.of(Say.analysed("a", 1), Say.seen("b", 2), Say.benign("c", 3)),
                    ALL);
    private static final List<Checkpoint> HEADS =
            List.of(
                    new Checkpoint("b/log", TreeHead.EMPTY),
                    new Checkpoint("a/log", TreeHead.EMPTY));

    @Test
    void saysWhatWhyAndFromWhich() {
        List<String> lines = Explanation.of(AGREED, HEADS, _ -> true).lines();
        assertTrue(lines.getFirst().startsWith("bad-campaign.com is listed for blocking"));
        assertTrue(lines.get(1).startsWith("domain:bad-campaign.com is agreed, tier block, spam"));
        assertTrue(lines.contains("K 2, needed 2"), lines.toString());
        assertTrue(lines.contains("B country 2 for, 1 against, needed 2"), lines.toString());
        assertTrue(lines.contains("matched a to evidence " + Made.root(1)), lines.toString());
        assertTrue(
                lines.contains(
                        "rests on a: malicious, spam, analysed, content, statement a/log#0 claim 0"));
        assertTrue(
                lines.contains(
                        "opposed by c: benign, spam, observed, connected, statement c/log#0 claim 0"));
        assertTrue(lines.contains("charter " + FOUR.hash() + ", epoch 1"));
        int a = lines.indexOf("head a/log size 0 root " + TreeHead.EMPTY.root().base64());
        assertEquals(
                a + 1, lines.indexOf("head b/log size 0 root " + TreeHead.EMPTY.root().base64()));
    }

    @Test
    void givesOnlyCountsOfWhatTheReaderMayNotSee() {
        String text = String.join("\n", Explanation.of(AGREED, List.of(), _ -> false).lines());
        for (String hidden :
                List.of("a/log", "b/log", "c/log", Made.root(1).hex(), Made.root(2).hex())) {
            assertFalse(text.contains(hidden), text);
        }
        assertTrue(text.contains("rests on claims not for you to see: 2"), text);
        assertTrue(text.contains("opposed by claims not for you to see: 1"), text);
        assertTrue(text.contains("matched and not for you to see: 2"), text);
    }

    /** P17, as far as words go: the matching that is shown is one, of the size that decided. */
    @Test
    void theMatchingShownCanBeChecked() {
        Seeds.each(
                1_000,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    var question = new Question(Made.HOST, one.claims(), one.setting());
                    Verdict verdict = question.verdict();
                    Support support = verdict.support();
                    assertEquals(support.k(), support.matching().size());
                    Set<Object> members = new HashSet<>();
                    for (Support.Match match : support.matching()) {
                        assertTrue(members.add(match.member()));
                        assertTrue(
                                one.claims().stream()
                                        .anyMatch(it ->
                                                it.member().equals(match.member())
                                                        && it.claim()
                                                                .grounds()
                                                                .roots()
                                                                .contains(match.root())));
                    }
                    Explanation.of(question, HEADS, _ -> random.nextBoolean());
                });
    }
}
