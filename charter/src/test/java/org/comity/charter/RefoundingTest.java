package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

/** Those who stay found the exchange anew. */
class RefoundingTest {
    private static final String NAME = "ffffffffffffffffffffffffffffffff";
    private static final MemberId C = new MemberId("c");
    private static final MemberId D = new MemberId("d");
    private static final MemberId E = new MemberId("e");

    private static Charter old() {
        Charter plain = Made.charter("NL", "BR", "KE", "JP", "FR");
        var probation = new Admission(new TreeSet<>(), plain.epoch() + 2);
        List<Member> members =
                plain.members().stream()
                        .map(it -> it.id().name().equals("b") ? it.admitted(true, probation) : it)
                        .toList();
        return new Charter(
                plain.exchange(),
                plain.epoch(),
                plain.parent(),
                plain.guardSet(),
                new Rules(2, 5, List.of("country")),
                List.of(new Group("g", new TreeSet<>(List.of(new MemberId("a"), C)))),
                members,
                Articles.DEFAULT
                        .withProtectedAssets(new TreeSet<>(List.of(Made.GUARDS)))
                        .withLists(
                                List.of(
                                        new ListRules(
                                                "mail",
                                                new Rules(2, 4, List.of("sector")),
                                                Lives.DEFAULT))));
    }

    private static Charter draft(Charter old) {
        var leaving = new TreeMap<MemberId, TreeHead>();
        leaving.put(C, new TreeHead(7, Made.GUARDS));
        leaving.put(D, TreeHead.EMPTY);
        leaving.put(E, TreeHead.EMPTY);
        return Refounding.draft(old, leaving, NAME);
    }

    @Test
    void theNewGenesisNamesTheOldCharterAndWhereTheLogsOfTheOthersEnd() {
        Charter old = old();
        Charter next = draft(old);
        assertEquals(1, next.epoch());
        assertEquals(Optional.of(old.hash()), next.parent());
        assertEquals(NAME, next.exchange());
        assertEquals(2, next.members().size());
        assertEquals(7, next.cutOf(C).orElseThrow().head().size());
        assertEquals(List.of(new MemberId("a")), List.copyOf(next.groups().getFirst().members()));
        assertEquals(Rules.defaultsFor(2), next.rules());
        assertEquals(new Rules(0, 2, List.of("sector")), next.rules("mail"));
        assertTrue(next.articles().protectedAssets().isEmpty());
        // Three epochs of probation were left: the one in force and two more.
        assertEquals(3, next.member(new MemberId("b")).orElseThrow().admission().probationUntil());
        assertEquals(next, Charter.parse(next.text()).orThrow());
    }

    @Test
    void itIsInForceWhenAllWhoStaySignedAndNobodyElseNeeds() {
        Charter old = old();
        Charter next = draft(old);
        Note note = Note.of(next.text()).signedBy(Made.memberKey("a"));
        assertEquals(next, Refounding.parse(old, note).orThrow());
        assertFalse(next.isInForce(note));
        assertEquals(List.of(new MemberId("a")), Refounding.signed(next, note));
        assertTrue(next.isInForce(note.signedBy(Made.memberKey("b"))));
    }

    @Test
    void itChangesNothingButWhoIsIn() {
        Charter old = old();
        Charter next = draft(old);
        var more = new Rules(1, 3, next.rules().dimensions());
        for (Charter wrong :
                List.of(
                        Made.with(next, next.groups(), next.members()),
                        refounded(next, old.exchange(), next.rules(), next.members()),
                        refounded(next, NAME, more, next.members()),
                        refounded(next, NAME, next.rules(), List.of(Made.member("a", "NL"))),
                        refounded(
                                next,
                                NAME,
                                next.rules(),
                                List.of(
                                        next.members().getFirst(),
                                        next.members().getLast(),
                                        Made.member("z", "CN"))),
                        old,
                        Amending.of(old).guards(Made.GUARDS).next())) {
            assertInstanceOf(
                    Checked.Refused.class,
                    Refounding.parse(old, Note.of(wrong.text())),
                    wrong::text);
        }
        Charter stranger = Made.charter("NL", "BR", "KE", "JP", "FR");
        assertInstanceOf(Checked.Refused.class, Refounding.parse(stranger, Note.of(next.text())));
    }

    private static Charter refounded(
            Charter next, String exchange, Rules rules, List<Member> members) {
        return new Charter(
                exchange,
                1,
                next.parent(),
                next.guardSet(),
                rules,
                next.groups(),
                members,
                next.articles());
    }

    @Test
    void itSaysInWordsWhatSigningDoes() {
        Charter old = old();
        String words = String.join("\n", Refounding.words(old, draft(old)));
        assertTrue(words.contains(old.hash().hex()), words);
        assertTrue(words.contains("when all of these have signed: a, b."), words);
        assertTrue(words.contains("c does not come along"), words);
        assertTrue(words.contains("ends at 7 statements"), words);
        assertTrue(words.contains("No node follows"), words);
        assertTrue(words.contains("1 protected assets must be named anew"), words);
        assertFalse(words.contains("charter propose --remove"), words);
        var one = new TreeMap<MemberId, TreeHead>();
        one.put(E, TreeHead.EMPTY);
        assertTrue(
                Refounding.words(old, Refounding.draft(old, one, NAME))
                        .getLast()
                        .contains("charter propose --remove"));
        assertThrows(
                IllegalArgumentException.class,
                () -> {
                    var all = new TreeMap<MemberId, TreeHead>();
                    old.members().forEach(it -> all.put(it.id(), TreeHead.EMPTY));
                    Refounding.draft(old, all, NAME);
                });
    }
}
