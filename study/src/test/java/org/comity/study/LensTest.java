package org.comity.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Set;
import org.comity.intake.Found;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.junit.jupiter.api.Test;

/** Through which lenses one mail is stopped, after others reported what it names. */
final class LensTest {
    private static final long HOUR = 3_600;
    private static final Found ADDRESS =
            new Found(new Subject(SubjectKind.ADDRESS, "81.2.69.142"), Role.CONNECTED);
    private static final Found NAME = link(SubjectKind.DOMAIN, "one.qzshop.org");
    private static final Found PAGE = link(SubjectKind.URL, "http://one.qzshop.org/buy");

    /** What a sighting by one member is stopped by, whatever it is of. */
    private static final Set<Lens> ALWAYS =
            Set.of(Lens.LISTED, Lens.NO_LOCAL_TRUST, Lens.UNGUARDED);

    @Test
    void eachKindAndRoleIsSeenThroughItsOwn() {
        assertEquals(and(Lens.ADDRESS, Lens.DNS, Lens.CONNECTED), stoppedBy(ADDRESS, "A"));
        assertEquals(and(Lens.DOMAIN, Lens.DNS, Lens.LINK), stoppedBy(NAME, "A"));
        assertEquals(and(Lens.URL, Lens.LINK), stoppedBy(PAGE, "A"));
    }

    @Test
    void twoMembersAreAQuorumWhateverTheirStanding() {
        assertEquals(and(Lens.DOMAIN, Lens.DNS, Lens.LINK, Lens.QUORUM), stoppedBy(NAME, "A", "B"));
    }

    @Test
    void agreedNeedsMoreThanLinksFoundByMachines() {
        assertEquals(
                and(Lens.ADDRESS, Lens.DNS, Lens.CONNECTED, Lens.QUORUM, Lens.AGREED),
                stoppedBy(ADDRESS, "A", "B"));
    }

    @Test
    void whatAMailMerelyMentionsStopsNothing() {
        assertEquals(Set.of(), stoppedBy(new Found(NAME.subject(), Role.MENTION), "A", "B"));
    }

    @Test
    void whatStandsOnAWarningListIsStoppedWithoutIt() {
        assertEquals(Set.of(Lens.UNGUARDED), stoppedBy(link(SubjectKind.DOMAIN, "co.uk"), "A"));
    }

    @Test
    void byGuardWantedMailIsHitOnceOrNeverOrAlways() {
        var made = new MadeStream();
        made.mail(0, true, "A", NAME);
        made.mail(2 * HOUR, false, "C", NAME);
        made.mail(4 * HOUR, false, "C", NAME);
        made.mail(6 * HOUR, false, "C", NAME);
        Study study = made.study();
        assertEquals(1, wantedHit(study, study.main(), Lens.LISTED));
        Arm nothingKept = study.guards().getFirst();
        assertEquals(3, wantedHit(study, nothingKept, Lens.NO_LOCAL_TRUST));
        Arm stated = study.guards().getLast();
        assertEquals(1, wantedHit(study, stated, Lens.LISTED));
    }

    @Test
    void whatAnotherStatesAsWantedHitsNobody() {
        var made = new MadeStream();
        for (int at = 0; at < 3; at++) {
            made.wanted(at, "B", "shop.qzshop.org");
        }
        made.spam(2 * HOUR, "A", "shop.qzshop.org");
        made.wanted(5 * HOUR, "C", "shop.qzshop.org");
        Study study = made.study();
        assertEquals(1, wantedHit(study, study.main(), Lens.LISTED));
        assertEquals(0, wantedHit(study, study.guards().getLast(), Lens.LISTED));
    }

    private static long wantedHit(Study study, Arm arm, Lens lens) {
        return study.run(arm).through(lens).whole().wantedHit().n();
    }

    private static Set<Lens> and(Lens... more) {
        Set<Lens> all = EnumSet.copyOf(ALWAYS);
        all.addAll(Set.of(more));
        return all;
    }

    private static Set<Lens> stoppedBy(Found found, String... reporters) {
        var made = new MadeStream();
        for (String reporter : reporters) {
            made.mail(0, true, reporter, found);
        }
        made.mail(2 * HOUR, true, "C", found);
        Study study = made.study();
        Set<Lens> stopped = EnumSet.noneOf(Lens.class);
        for (Figures one : study.run(study.main()).lenses()) {
            if (one.whole().stopped().n() > 0) {
                stopped.add(one.lens());
            }
        }
        return stopped;
    }

    private static Found link(SubjectKind kind, String value) {
        return new Found(new Subject(kind, value), Role.CALLED_TO_LINK);
    }
}
