package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.comity.charter.Charter;
import org.comity.statement.Claim;
import org.comity.statement.GuardSet;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.junit.jupiter.api.Test;

/** A budget of vetoes is for the day: what became of a veto gives nothing of it back. */
final class VetoesOfDayTest {
    private static final long DAY = 86_400;
    private static final long DAWN = Made.NOW - Made.NOW % DAY;
    private static final Charter FOUR = Made.charter("DE", "FR", "CN", "BR");

    @Test
    void whoTakesEachVetoBackHasNoMoreOfThem() {
        List<StatedClaim> used = used(20, Made.NOW, VetoesOfDayTest::takenBack);
        assertEquals(20, used.size());
        assertFalse(holdsOneMore(used, Made.NOW));
        assertTrue(holdsOneMore(used(19, Made.NOW, VetoesOfDayTest::takenBack), Made.NOW));
    }

    @Test
    void whoLetsEachVetoEndAtOnceHasNoMoreOfThemThatDay() {
        long last = DAWN + DAY - 1;
        UnaryOperator<List<StatedClaim>> ended = its -> List.of(lasting(its, DAWN + 1, DAWN + 2));
        assertFalse(holdsOneMore(used(20, last, ended), last));
        assertTrue(used(20, DAWN + DAY, ended).isEmpty());
        UnaryOperator<List<StatedClaim>> before = its -> List.of(lasting(its, DAWN - 9, DAWN));
        assertTrue(used(20, last, before).isEmpty());
    }

    @Test
    void saidAgainItKeepsItsPlace() {
        StatedClaim first = benign(1, 10);
        List<StatedClaim> its = List.of(first, benign(1, 99), malicious(1));
        assertEquals(List.of(first), Agreement.vetoesOfDay(subject(1), its, setting(Made.NOW)));
    }

    /** Each verdict holds all of a member's vetoes; what was said again must not make it dear. */
    @Test
    void saidAThousandTimesItIsWeighedOnce() {
        List<StatedClaim> its = new ArrayList<>();
        for (int at = 10; at < 1_010; at++) {
            its.add(benign(1, at));
        }
        its.add(malicious(1));
        List<StatedClaim> counting =
                CurrentClaims.thatMayCount(its, Lifespans.of(setting(Made.NOW)), Made.NOW);
        assertEquals(List.of(its.get(999), its.get(1_000)), sorted(counting));
        assertEquals(
                Agreement.decide(subject(1), its, setting(Made.NOW)),
                Agreement.decide(subject(1), counting, setting(Made.NOW)));
    }

    private static List<StatedClaim> sorted(List<StatedClaim> claims) {
        return claims.stream()
                .sorted(Comparator.comparing(it -> it.claim().stance()))
                .toList()
                .reversed();
    }

    /** In whatever order they arrive, and by whatever of them a node still holds. */
    @Test
    void neitherOrderNorWhatIsForgottenChangesWhatIsUsed() {
        Horizon horizon = Horizon.of(FOUR);
        Seeds.each(
                2_000,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    List<StatedClaim> all = new ArrayList<>(one.claims());
                    List<StatedClaim> used = Agreement.vetoesOfDay(Made.HOST, all, one.setting());
                    Collections.shuffle(all, new Random(random.nextLong()));
                    assertEquals(used, Agreement.vetoesOfDay(Made.HOST, all, one.setting()));
                    all.removeIf(it -> isOnly(it, one) && horizon.isOver(it, Made.NOW));
                    assertEquals(used, Agreement.vetoesOfDay(Made.HOST, all, one.setting()));
                    for (StatedClaim veto :
                            Agreement.bitingOnItsList(Made.HOST, one.claims(), one.setting())) {
                        assertTrue(
                                used.stream().anyMatch(it -> it.member().equals(veto.member())),
                                "what bites now is used today");
                    }
                });
    }

    /** Of its object: else the version before would come back. */
    private static boolean isOnly(StatedClaim claim, RandomCase one) {
        return one.claims().stream()
                .filter(it -> it.member().equals(claim.member()))
                .filter(it -> it.claim().objectId().equals(claim.claim().objectId()))
                .allMatch(claim::equals);
    }

    private static List<StatedClaim> used(
            int subjects, long second, UnaryOperator<List<StatedClaim>> fate) {
        var used = new ArrayList<StatedClaim>();
        for (int at = 0; at < subjects; at++) {
            List<StatedClaim> claims = new ArrayList<>(fate.apply(List.of(benign(at, 2L * at))));
            claims.add(malicious(at));
            used.addAll(Agreement.vetoesOfDay(subject(at), claims, setting(second)));
        }
        return used;
    }

    private static boolean holdsOneMore(List<StatedClaim> used, long second) {
        StatedClaim more = benign(99, 1_000);
        var all = new ArrayList<>(used);
        all.addAll(
                Agreement.vetoesOfDay(subject(99), List.of(more, malicious(99)), setting(second)));
        var book = new VetoBook();
        all.forEach(it -> book.put(it.claim().subject(), List.of(it)));
        boolean holds = Vetoes.budgeted(0, all).holds(more);
        assertEquals(holds, book.vetoes().holds(more));
        return holds;
    }

    private static List<StatedClaim> takenBack(List<StatedClaim> its) {
        StatedClaim said = its.getFirst();
        var later =
                new StatedClaim(
                        said.member(),
                        Say.by("a").at(said.statement().index() + 1, true).stated().statement(),
                        0,
                        said.claim().asRevoked(),
                        true);
        return List.of(said, later);
    }

    private static StatedClaim lasting(List<StatedClaim> its, long from, long until) {
        StatedClaim said = its.getFirst();
        return of(said, said.claim().subject(), new Claim.Validity(from, until));
    }

    private static StatedClaim benign(int at, long index) {
        StatedClaim like =
                Say.by("a")
                        .benign()
                        .object("indicator--" + at + index, false)
                        .at(index, true)
                        .stated();
        return of(like, subject(at), like.claim().validity());
    }

    private static StatedClaim malicious(int at) {
        StatedClaim like = Say.seen("b", at);
        return of(like, subject(at), like.claim().validity());
    }

    private static StatedClaim of(StatedClaim like, Subject subject, Claim.Validity validity) {
        Claim it = like.claim();
        var claim =
                new Claim(
                        subject,
                        it.stance(),
                        it.abuse(),
                        it.grounds(),
                        validity,
                        it.target(),
                        it.objectId(),
                        false);
        return new StatedClaim(like.member(), like.statement(), 0, claim, true);
    }

    private static Subject subject(int at) {
        return new Subject(SubjectKind.DOMAIN, "n" + at + "-campaign.com");
    }

    private static Setting setting(long second) {
        return new Setting(FOUR, GuardSet.shipped(), second, Made.ids("a", "b"), Vetoes.ALL);
    }
}
