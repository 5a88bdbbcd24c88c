package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.comity.charter.Charter;
import org.comity.charter.Receipt;
import org.comity.statement.GuardSet;
import org.comity.statement.MotionNotice;
import org.comity.statement.Stance;
import org.comity.statement.Tlp;
import org.comity.statement.Topic;
import org.comity.statement.VoteNotice;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

/** P17: an explanation verifies with nothing else at hand, and a changed one does not. */
final class ExplanationFileTest {
    private static final Charter FOUR = charter("DE", "FR", "CN", "BR");
    private static final String LEFT_OUT = "left out";
    private static final Note NOTE = MadeLogs.signed(FOUR);

    private final MadeLogs logs = new MadeLogs(FOUR);
    private final List<Receipt> receipts =
            List.of(
                    logs.state(Say.analysed("a", 1), Tlp.GREEN),
                    logs.state(Say.seen("b", 2), Tlp.GREEN),
                    logs.state(Say.seen("c", 3), Tlp.CLEAR),
                    logs.state(Say.benign("d", 4), Tlp.CLEAR));

    @Test
    void followsAndSaysTheSameAsTheNode() {
        ExplanationFile file = make(logs.asked("a", "b"), receipts);
        ExplanationCheck check = reread(file);
        assertEquals(List.of(), check.wrong());
        Verdict verdict = check.question().orElseThrow().verdict();
        assertEquals(Level.AGREED, verdict.level());
        assertEquals(Optional.of(Tier.BLOCK), verdict.tier());
        assertEquals(3, verdict.support().k());
        assertTrue(file.head().answered().lines().get(1).startsWith("verdict agreed block"));
        assertTrue(
                file.head().answered().lines().contains("cover benign member:d"),
                file.head().answered().lines().toString());
        assertTrue(
                check.notChecked().stream().anyMatch(it -> it.contains("left nothing out")),
                check.notChecked().toString());
    }

    @Test
    void aDecisionIsWorkedOutFromItsVotes() {
        var motion =
                new MotionNotice(
                        new Topic.OnSubject(Made.HOST, Stance.BENIGN), Made.NOW + 86_400, "shop");
        Receipt moved = logs.move("c", motion);
        var vote = new VoteNotice(moved.leaf().commitment(), true, "");
        Receipt voted = logs.vote("d", vote);
        List<Receipt> all = new ArrayList<>(List.of(moved, voted));
        ExplanationFile file = make(logs.asked("a"), all);
        assertTrue(file.head().answered().lines().get(1).startsWith("verdict cleared none"));
        assertEquals(List.of(), reread(file).wrong());
        all.remove(voted);
        ExplanationFile less = make(logs.asked("a"), all);
        assertTrue(less.head().answered().lines().get(1).startsWith("verdict unknown none"));
    }

    /** Not one bit can be another and the file be good. */
    @Test
    void noBitCanBeAnother() {
        Bytes good = make(logs.asked("a", "b"), receipts).bytes();
        assertTrue(ExplanationCheck.of(ExplanationFile.parse(good).orThrow()).follows());
        Seeds.each(
                300,
                random -> {
                    byte[] bytes = good.array();
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                    assertFalse(isGood(Bytes.of(bytes)));
                });
        Seeds.each(
                100,
                random -> {
                    int from = random.nextInt(good.length());
                    int until = Math.min(good.length(), from + random.nextInt(1, 200));
                    assertFalse(
                            isGood(
                                    Bytes.join(
                                            good.slice(0, from),
                                            good.slice(until, good.length()))));
                    Bytes twice = Bytes.join(good.slice(0, until), good.slice(from, good.length()));
                    assertFalse(isGood(twice));
                });
        assertFalse(isGood(Bytes.join(good, Bytes.utf8("\n"))));
    }

    @Test
    void theAnswerBearsTheStrictestMarking() {
        ExplanationFile open = make(forEverybody(logs.asked("a", "b")), receipts.subList(2, 4));
        assertEquals("marking TLP:CLEAR", open.head().answered().lines().getFirst());
        ExplanationFile green = make(logs.asked("a", "b"), receipts.subList(2, 4));
        assertEquals("marking TLP:GREEN", green.head().answered().lines().getFirst());
        List<Receipt> all = new ArrayList<>(receipts);
        all.set(0, logs.state(Say.analysed("a", 1), Tlp.AMBER));
        ExplanationFile amber = make(logs.asked("a", "b"), all);
        assertEquals("marking TLP:AMBER", amber.head().answered().lines().getFirst());
        assertEquals(Tlp.AMBER, reread(amber).strictest());
    }

    /**
     * A file for everybody knows only of some who are in standing: it says nothing of the others.
     */
    @Test
    void aStrangerIsToldWhatFollowsFromWhatIsSaidAlone() {
        List<Receipt> two = receipts.subList(2, 4);
        String member = String.join("\n", words(make(logs.asked("a", "b"), two)));
        String stranger = String.join("\n", words(make(forEverybody(logs.asked("c")), two)));
        assertTrue(member.contains("more member"), member);
        assertFalse(stranger.contains("more member"), stranger);
        assertTrue(stranger.contains("would change: a decision"), stranger);
        assertTrue(stranger.contains("head a/log size 1 root "), stranger);
    }

    private static List<String> words(ExplanationFile file) {
        return Explanation.of(reread(file)).orElseThrow().lines();
    }

    /** Neither the same signature twice nor a second one. */
    @Test
    void oneSignatureStandsUnderIt() {
        ExplanationFile file = make(logs.asked("a", "b"), receipts);
        Bytes note = file.note().bytes();
        String text = note.utf8();
        Bytes line = Bytes.utf8(text.substring(text.indexOf("\n\n") + 2));
        Bytes rest = file.bytes().slice(note.length(), file.bytes().length());
        assertTrue(isGood(Bytes.join(note, rest)));
        assertFalse(isGood(Bytes.join(note, line, rest)));
        Note both = file.note().signedBy(MadeLogs.nodeKey("b"));
        assertFalse(reread(new ExplanationFile(file.head(), both, file.attached())).follows());
    }

    /** Who signs what does not follow is found out, whatever it changed. */
    @Test
    void aLyingMemberIsFoundOut() {
        ExplanationHead asked = logs.asked("a", "b");
        ExplanationFile good = make(asked, receipts);
        // Each change with the true answer, signed again.
        changed(good, "second ", it -> "second " + (Made.NOW + 13 * 86_400));
        changed(good, "standing a", it -> LEFT_OUT);
        changed(good, "verdict ", it -> it.replace("block", "score"));
        changed(good, "verdict ", it -> it.replace("spam", "phishing"));
        changed(good, "k 3", it -> "k 4 of 2");
        changed(good, "blocs country", it -> it.replace("against 1", "against 0"));
        changed(good, "matched b", it -> it.replace("matched b", "matched d"));
        changed(good, "enough a", it -> "enough d/log#0 0");
        changed(good, "cover benign", it -> "cover benign");
        changed(good, "list ", it -> "list mail\nof a\nof b");
        changed(good, "head a/log", it -> it.replaceAll(" 1 (.*) 1$", " 0 $1 0"));
        changed(good, "charter ", it -> "charter " + Made.root(1).hex());
        changed(good, "guards ", it -> "guards " + Made.root(1).hex());
        changed(good, "subject ", it -> "subject domain:other-campaign.com");
        changed(good, "by a", it -> "by b");
        changed(good, "for members", it -> "for everybody");
    }

    @Test
    void leftOutOrPutInClaimsGiveAnotherAnswer() {
        ExplanationFile good = make(logs.asked("a", "b"), receipts);
        for (int out = 0; out < receipts.size(); out++) {
            List<Receipt> less = new ArrayList<>(receipts);
            less.remove(out);
            ExplanationHead told = swapped(good.head(), make(logs.asked("a", "b"), less).head());
            ExplanationFile file = signed(told, attached(less));
            assertFalse(reread(file).follows(), "without receipt " + out);
        }
        List<Receipt> more = new ArrayList<>(receipts);
        more.add(receipts.getFirst());
        refused("enclosed twice", make(logs.asked("a"), NOTE, more));
    }

    @Test
    void whatHasNoPartInItIsRefused() {
        Receipt late = logs.state(Say.seen("b", 5), Tlp.GREEN, Made.NOW + 600);
        refused("stated after the second", make(logs.asked("a"), NOTE, List.of(late)));
        Receipt red = logs.state(Say.seen("b", 5), Tlp.RED);
        refused("lets no verdict rest on it", make(logs.asked("a"), NOTE, List.of(red)));
        Receipt bare =
                new Receipt(
                        receipts.getFirst().leaf(), Optional.empty(), receipts.getFirst().proof());
        refused("is not enclosed", make(logs.asked("a"), NOTE, List.of(bare)));
        var elsewhere = new MadeLogs(charter("DE", "FR"));
        refused(
                "its log is not the one",
                make(
                        logs.asked("a"),
                        NOTE,
                        List.of(elsewhere.state(Say.analysed("a", 9), Tlp.GREEN))));
        var vote = new VoteNotice(Made.root(1), true, "");
        Receipt voted = logs.vote("c", vote);
        refused("no word on the subject", make(logs.asked("a"), NOTE, List.of(voted)));
    }

    /** A charter that its members did not sign, or another one, proves nothing. */
    @Test
    void anotherCharterIsRefused() {
        Charter other = charter("DE", "DE", "CN", "BR");
        refused(
                "not the one that is named",
                make(logs.asked("a", "b"), MadeLogs.signed(other), receipts));
        Note unsigned = Note.of(FOUR.text()).signedBy(MadeLogs.nodeKey("a"));
        refused("neither signed", make(logs.asked("a", "b"), unsigned, receipts));
    }

    @Test
    void forEverybodyHoldsOnlyWhatEverybodyMaySee() {
        ExplanationHead asked = forEverybody(logs.asked("a", "b"));
        refused("not for everybody to see", make(asked, NOTE, receipts));
        ExplanationFile open = make(asked, receipts.subList(2, 4));
        ExplanationCheck check = reread(open);
        assertEquals(List.of(), check.wrong());
        assertTrue(
                check.notChecked().stream().anyMatch(it -> it.contains("only among themselves")));
    }

    private void changed(ExplanationFile good, String line, UnaryOperator<String> other) {
        List<String> lines = new ArrayList<>();
        boolean found = false;
        for (String one : good.head().text().split("\n", -1)) {
            boolean is = !found && one.startsWith(line);
            lines.add(is ? other.apply(one) : one);
            found |= is;
        }
        lines.remove(LEFT_OUT);
        String text = String.join("\n", lines);
        assertFalse(text.equals(good.head().text()), "nothing changed: " + line);
        Note note = Note.of(text).signedBy(MadeLogs.nodeKey("a"));
        ExplanationHead head = ExplanationHead.parse(text).orThrow();
        assertFalse(reread(new ExplanationFile(head, note, good.attached())).follows(), line);
    }

    /** Says what the one says of what the other encloses. */
    private static ExplanationHead swapped(ExplanationHead says, ExplanationHead encloses) {
        return says.answering(encloses.answered().attached(), says.answered().lines());
    }

    private static List<Bytes> attached(List<Receipt> receipts) {
        List<Bytes> all = new ArrayList<>(List.of(NOTE.bytes()));
        receipts.forEach(it -> all.add(it.bytes()));
        return all;
    }

    private static ExplanationFile signed(ExplanationHead head, List<Bytes> attached) {
        Note note = Note.of(head.text()).signedBy(MadeLogs.nodeKey("a"));
        return new ExplanationFile(head, note, attached);
    }

    private static ExplanationHead forEverybody(ExplanationHead it) {
        return new ExplanationHead(
                it.by(),
                ExplanationHead.Reader.EVERYBODY,
                it.subject(),
                it.list(),
                it.inputs(),
                new ExplanationHead.Believed(it.believed().inStanding(), new TreeSet<>(), false),
                it.heads(),
                it.answered());
    }

    static boolean isGood(Bytes bytes) {
        return ExplanationFile.parse(bytes)
                .optional()
                .filter(it -> ExplanationCheck.of(it).follows())
                .isPresent();
    }

    static ExplanationCheck reread(ExplanationFile file) {
        ExplanationFile read = ExplanationFile.parse(file.bytes()).orThrow();
        assertEquals(file, read);
        return ExplanationCheck.of(read);
    }

    private static ExplanationFile make(ExplanationHead asked, List<Receipt> receipts) {
        return make(asked, NOTE, receipts).orThrow();
    }

    static Checked<ExplanationFile> make(
            ExplanationHead asked, Note charter, List<Receipt> receipts) {
        return ExplanationFile.make(asked, charter, receipts, MadeLogs.nodeKey("a"))
                .map(ExplanationFile.Made::file);
    }

    private static void refused(String why, Checked<ExplanationFile> made) {
        Checked.Refused<?> refused = assertInstanceOf(Checked.Refused.class, made);
        assertTrue(refused.where().contains(why), refused.toString());
    }

    static Charter charter(String... countries) {
        Charter made = Made.charter(countries);
        return new Charter(
                made.exchange(),
                made.epoch(),
                made.parent(),
                GuardSet.shipped().hash(),
                made.rules(),
                made.groups(),
                made.members());
    }
}
