package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;
import org.junit.jupiter.api.Test;

/** A member that publishes, and neither votes nor witnesses. */
class ContributorTest {
    private static final Member DESK = Made.member("x", "JP").withUrl("").asContributor();
    private static final Charter THREE = Made.charter("DE", "FR", "CN");
    private static final Charter WITH = THREE.admitting(DESK);

    @Test
    void isReadAsItIsWritten() {
        assertEquals(WITH, Charter.parse(WITH.text()).orThrow());
        assertTrue(WITH.text().contains(" probation=0 footing=contributor seal="));
        assertFalse(THREE.text().contains("footing"));
    }

    @Test
    void whoAcceptedAsAContributorIsAdmittedAsOne() {
        assertTrue(WITH.member(DESK.id()).orElseThrow().isContributor());
        assertTrue(DESK.admitted(true, new Admission(new TreeSet<>(), 7)).isContributor());
    }

    @Test
    void itsSignatureIsNotWaitedFor() {
        Note note = Note.of(WITH.text());
        for (String name : List.of("a", "b", "c")) {
            assertFalse(WITH.isInForce(note));
            note = note.signedBy(Made.memberKey(name));
        }
        assertTrue(WITH.isInForce(note));
    }

    @Test
    void itWitnessesNothingAndIsWitnessedByAll() {
        assertEquals(WitnessQuorum.needed(THREE), WitnessQuorum.needed(WITH));
        assertTrue(WitnessQuorum.isMet(WITH, new MemberId("a"), ids("b", "c")));
        assertFalse(WitnessQuorum.isMet(WITH, new MemberId("a"), ids("b", "x")));
        assertTrue(WitnessQuorum.isMet(WITH, DESK.id(), ids("a", "b", "c")));
        assertFalse(WitnessQuorum.isMet(WITH, DESK.id(), ids("a", "b")));
    }

    @Test
    void itChangesNoNumberOfVotes() {
        assertEquals(THREE.countries(), WITH.countriesOfVoters());
        assertEquals(3, WITH.voters().size());
        assertEquals(Motions.membersNeeded(THREE), Motions.membersNeeded(withRulesOf(THREE)));
        assertEquals(Motions.countriesNeeded(THREE), Motions.countriesNeeded(withRulesOf(THREE)));
    }

    @Test
    void somebodyHasAVoteAndNoContributorIsInTheCommittee() {
        assertThrows(
                IllegalArgumentException.class, () -> Made.with(THREE, List.of(), List.of(DESK)));
        var all = new ArrayList<Member>();
        for (char name = 'a'; name <= 'l'; name++) {
            all.add(Made.member(String.valueOf(name), "DE"));
        }
        all.add(DESK);
        Charter many = Made.with(THREE, List.of(), all);
        assertEquals(13, many.members().size());
        var committee = ids("a", "b", "c", "d", "x");
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new Charter(
                                many.exchange(),
                                many.epoch(),
                                Optional.of(Made.GUARDS),
                                many.guardSet(),
                                many.rules(),
                                List.of(),
                                all,
                                Articles.DEFAULT.withCommittee(new TreeSet<>(committee))));
    }

    /** Rules follow from all countries whose word counts; the number of votes does not. */
    private static Charter withRulesOf(Charter rules) {
        return new Charter(
                WITH.exchange(),
                WITH.epoch(),
                WITH.parent(),
                WITH.guardSet(),
                rules.rules(),
                WITH.groups(),
                WITH.members());
    }

    private static Set<MemberId> ids(String... names) {
        var ids = new TreeSet<MemberId>();
        for (String name : names) {
            ids.add(new MemberId(name));
        }
        return ids;
    }
}
