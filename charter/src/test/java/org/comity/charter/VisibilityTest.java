package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.statement.Audience;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Pap;
import org.comity.statement.Tlp;
import org.junit.jupiter.api.Test;

final class VisibilityTest {
    private static final Charter FOUR = grouped();
    private static final Viewer STRANGER = new Viewer.Stranger();

    /**
     * Every marking, audience, author and viewer against a table of who is reached, written another
     * way.
     */
    @Test
    void agreesWithTheTableInEveryCombination() {
        int shown = 0;
        for (Tlp tlp : Tlp.values()) {
            for (Pap pap : Pap.values()) {
                for (Audience audience : audiences()) {
                    for (String author : List.of("a", "b", "c", "d")) {
                        shown += check(new Marking(tlp, pap), audience, author);
                    }
                }
            }
        }
        assertTrue(shown > 0);
    }

    @Test
    void nothingStricterShowsMore() {
        for (Audience audience : audiences()) {
            for (Viewer viewer : viewers()) {
                boolean before = true;
                for (Tlp tlp : Tlp.values()) {
                    boolean sees = sees(Marking.of(tlp), audience, "d", viewer);
                    assertTrue(before || !sees, tlp + audience.text());
                    before = sees;
                }
            }
        }
    }

    @Test
    void clearForPartiesIsForThePartiesOnly() {
        var parties = new Audience.Parties(ids("a", "b"));
        assertFalse(sees(Marking.of(Tlp.CLEAR), parties, "a", STRANGER));
        assertFalse(sees(Marking.of(Tlp.CLEAR), parties, "a", viewer("c")));
        assertTrue(sees(Marking.of(Tlp.CLEAR), parties, "a", viewer("b")));
    }

    @Test
    void aPartyThatIsNoMemberSeesNothing() {
        var parties = new Audience.Parties(ids("a", "z"));
        assertFalse(sees(Marking.of(Tlp.GREEN), parties, "a", viewer("z")));
    }

    @Test
    void anUnknownMarkingReachesOnlyNamedParties() {
        assertFalse(sees(Marking.STRICTEST, new Audience.Exchange(), "a", viewer("b")));
        assertFalse(sees(Marking.STRICTEST, new Audience.Group("g"), "a", viewer("b")));
        assertTrue(sees(Marking.STRICTEST, new Audience.Exchange(), "a", viewer("a")));
    }

    /** A scope may use what each of its viewers may see, whoever wrote it, and act on. */
    @Test
    void aScopeRestsOnWhatEachOfItsViewersMaySee() {
        int used = 0;
        for (Scope scope :
                List.of(
                        new Scope.Public(),
                        new Scope.Acting(),
                        new Scope.Members(),
                        new Scope.Of("g"),
                        new Scope.Of("none"))) {
            List<Viewer> all =
                    switch (scope) {
                        case Scope.Public() -> List.of(STRANGER);
                        case Scope.Acting(), Scope.Members() ->
                                List.of(viewer("a"), viewer("b"), viewer("c"), viewer("d"));
                        case Scope.Of(String group) ->
                                group.equals("g") ? List.of(viewer("a"), viewer("b")) : List.of();
                    };
            var more = new java.util.ArrayList<>(audiences());
            more.add(new Audience.Parties(ids("a", "b")));
            more.add(new Audience.Parties(ids("a", "b", "c", "d")));
            for (Tlp tlp : Tlp.values()) {
                for (Pap pap : Pap.values()) {
                    for (Audience audience : more) {
                        var marking = new Marking(tlp, pap);
                        // By somebody who is none of them, so that nobody sees it as its author.
                        boolean seen =
                                !all.isEmpty()
                                        && all.stream()
                                                .allMatch(it -> sees(marking, audience, "z", it));
                        boolean acts = pap == Pap.CLEAR || pap == Pap.GREEN;
                        // What named members are told stands in no log that all can name.
                        boolean stands = !(audience instanceof Audience.Parties);
                        boolean shown = sees(marking, audience, "z", STRANGER);
                        boolean isSaid =
                                !(scope instanceof Scope.Acting) || shown || pap == Pap.CLEAR;
                        boolean expected = seen && acts && stands && isSaid && tlp != Tlp.RED;
                        assertEquals(
                                expected,
                                Visibility.mayUse(scope, marking, audience, FOUR),
                                scope.word() + " " + marking + " " + audience.text());
                        used += expected ? 1 : 0;
                    }
                }
            }
        }
        assertTrue(used > 20, "used " + used);
    }

    @Test
    void whatStrangersMayUseMembersMayToo() {
        for (Tlp tlp : Tlp.values()) {
            for (Pap pap : Pap.values()) {
                for (Audience audience : audiences()) {
                    var marking = new Marking(tlp, pap);
                    boolean before = true;
                    for (Scope scope :
                            List.of(
                                    new Scope.Of("g"),
                                    new Scope.Members(),
                                    new Scope.Acting(),
                                    new Scope.Public())) {
                        boolean uses = Visibility.mayUse(scope, marking, audience, FOUR);
                        assertTrue(before || !uses, scope.word() + marking + audience.text());
                        before = uses;
                    }
                }
            }
        }
    }

    /** PAP gives nobody anything to see. */
    @Test
    void whatMayBeDoneChangesNotWhoMaySee() {
        for (Tlp tlp : Tlp.values()) {
            for (Audience audience : audiences()) {
                for (Viewer viewer : viewers()) {
                    for (Pap pap : Pap.values()) {
                        assertEquals(
                                sees(Marking.of(tlp), audience, "d", viewer),
                                sees(new Marking(tlp, pap), audience, "d", viewer));
                    }
                }
            }
        }
    }

    @Test
    void scopesHaveOneSpelling() {
        for (Scope scope :
                List.of(
                        new Scope.Public(),
                        new Scope.Acting(),
                        new Scope.Members(),
                        new Scope.Of("banks"))) {
            assertEquals(java.util.Optional.of(scope), Scope.ofWord(scope.word()));
        }
        for (String wrong : List.of("", "exchange", "group", "group ", "group A", "group a b")) {
            assertEquals(java.util.Optional.empty(), Scope.ofWord(wrong));
        }
        assertTrue(new Scope.Of("g").isFor(new MemberId("a"), FOUR));
        assertFalse(new Scope.Of("g").isFor(new MemberId("c"), FOUR));
        assertFalse(new Scope.Public().isFor(new MemberId("z"), FOUR));
    }

    private static int check(Marking marking, Audience audience, String author) {
        int shown = 0;
        for (Viewer viewer : viewers()) {
            boolean sees = sees(marking, audience, author, viewer);
            assertEquals(expected(marking.tlp(), audience, author, viewer), sees);
            shown += sees ? 1 : 0;
        }
        return shown;
    }

    private static boolean expected(Tlp tlp, Audience audience, String author, Viewer viewer) {
        String name = viewer instanceof Viewer.Identified(MemberId member) ? member.name() : "-";
        Set<String> reached =
                switch (audience.text()) {
                    case "exchange" -> Set.of("a", "b", "c", "d");
                    case "group:g" -> Set.of("a", "b");
                    case "parties:a" -> Set.of("a");
                    case "parties:b,c" -> Set.of("b", "c");
                    default -> Set.of();
                };
        if (name.equals(author)) {
            return true;
        }
        if (tlp == Tlp.RED && !audience.text().startsWith("parties:")) {
            return false;
        }
        return reached.contains(name) || (tlp == Tlp.CLEAR && audience.text().equals("exchange"));
    }

    private static List<Audience> audiences() {
        return List.of(
                new Audience.Exchange(),
                new Audience.Group("g"),
                new Audience.Group("unknown"),
                new Audience.Parties(ids("a")),
                new Audience.Parties(ids("b", "c")));
    }

    private static List<Viewer> viewers() {
        return List.of(STRANGER, viewer("a"), viewer("b"), viewer("c"), viewer("d"), viewer("z"));
    }

    private static boolean sees(Marking marking, Audience audience, String author, Viewer viewer) {
        return Visibility.maySee(marking, audience, new MemberId(author), viewer, FOUR);
    }

    private static Viewer viewer(String name) {
        return new Viewer.Identified(new MemberId(name));
    }

    private static SortedSet<MemberId> ids(String... names) {
        var ids = new TreeSet<MemberId>();
        List.of(names).forEach(it -> ids.add(new MemberId(it)));
        return ids;
    }

    private static Charter grouped() {
        Charter plain = Made.charter("DE", "FR", "CN", "BR");
        return Made.with(plain, List.of(new Group("g", ids("a", "b"))), plain.members());
    }
}
