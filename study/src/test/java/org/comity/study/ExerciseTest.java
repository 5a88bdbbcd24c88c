package org.comity.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.charter.Country;
import org.comity.intake.AddressRange;
import org.comity.intake.Found;
import org.comity.intake.Mail;
import org.comity.intake.MailParser;
import org.comity.intake.MailRules;
import org.comity.statement.Bundles;
import org.comity.statement.Claim;
import org.comity.statement.GuardSet;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Report;
import org.comity.statement.Roots;
import org.comity.statement.Subject;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** The exercise is what it says, and stays so. */
final class ExerciseTest {
    private static final Exercise FIXED = Exercise.of(ExerciseParameters.FIXED);
    private static final Exercise SMALL = Exercise.of(ExerciseParameters.SMALL);

    /** Whoever changes it changes every figure that was measured on it: say so where they stand. */
    @Test
    void theFixedExerciseIsTheOneThatFiguresWereMeasuredOn() {
        assertEquals(
                "8d01f82a7da43430fcc921ec3aa9ec3dc77e4886c9add6739e57b71becd81cb7",
                FIXED.digest().hex());
    }

    @Test
    void equalParametersGiveEqualExercisesAndAnotherSeedAnother() {
        assertEquals(SMALL.digest(), Exercise.of(ExerciseParameters.SMALL).digest());
        ExerciseParameters it = ExerciseParameters.SMALL;
        var other =
                new ExerciseParameters(
                        it.seed() + 1,
                        it.countries(),
                        it.membersEach(),
                        it.days(),
                        it.campaigns(),
                        it.bridges(),
                        it.feeds(),
                        it.wantedSenders());
        assertNotEquals(SMALL.digest(), Exercise.of(other).digest());
    }

    /** So claims and raw mails tell one story. */
    @Test
    void intakeFindsInEveryMailWhatTheExerciseSays() {
        var own = AddressRange.parse(ExerciseMail.OWN_RELAYS).orThrow();
        var rules = new MailRules(List.of(own), GuardSet.shipped());
        for (ExerciseMail mail : SMALL.mails(ExerciseAttack.OUTSIDER)) {
            Mail parsed = MailParser.parse(mail.raw(), rules).orThrow();
            assertEquals(parsed.projected(GuardSet.shipped()), mail.found(GuardSet.shipped()));
            assertEquals(mail.second(), parsed.receivedSecond().orElseThrow());
            assertEquals(parsed.canonical(), mail.raw());
        }
    }

    @Test
    void theTruthIsKnownOfEverySubjectAndNoGuardStandsInTheWay() {
        for (ExerciseMail mail : FIXED.mails(ExerciseAttack.OUTSIDER)) {
            for (Found found : mail.found(GuardSet.shipped())) {
                assertTrue(FIXED.truths().containsKey(found.subject()), found.toString());
                assertEquals(
                        GuardSet.Guard.NONE,
                        GuardSet.shipped().find(found.subject()).guard(),
                        found.toString());
            }
        }
    }

    /** Before their day two sets share nothing that is malicious; from it on, one thing. */
    @Test
    void bridgesConnectOnTheirDayAcrossCountries() {
        assertEquals(4, FIXED.bridges().size());
        for (ExerciseBridge bridge : FIXED.bridges()) {
            long day = ExerciseParameters.dayStart(bridge.day());
            Set<Subject> left = used(bridge.left(), 0, day);
            left.retainAll(used(bridge.right(), 0, day));
            assertEquals(Set.of(), left, bridge.name());
            assertTrue(used(bridge.left(), day, Long.MAX_VALUE).contains(bridge.shared()));
            assertTrue(used(bridge.right(), day, Long.MAX_VALUE).contains(bridge.shared()));
            Set<Country> countries = countries(bridge.left());
            countries.retainAll(countries(bridge.right()));
            assertEquals(Set.of(), countries);
        }
    }

    @Test
    void logsHaveNoHolesAndMailsAreTheirClaimsRoots() {
        Set<Hash> roots = new HashSet<>();
        for (ExerciseMail mail : SMALL.mails(ExerciseAttack.OUTSIDER)) {
            roots.add(Roots.of("mail", Exercise.EXCHANGE_KEY, mail.raw()));
        }
        var sizes = new TreeMap<MemberId, Long>();
        int onMail = 0;
        for (ExerciseSaid said : SMALL.said(ExerciseAttack.OUTSIDER)) {
            long size = sizes.merge(said.stated().member(), 1L, Long::sum);
            assertEquals(size - 1, said.stated().statement().index());
            assertTrue(said.second() >= ExerciseParameters.START_SECOND);
            onMail += roots.containsAll(said.stated().claim().grounds().roots()) ? 1 : 0;
        }
        assertTrue(onMail > 3_000, "on mails: " + onMail);
    }

    /** Attackers add; what the others say stands as it stood. */
    @Test
    void theHonestSayTheSameUnderEveryAttackOfMembers() {
        Set<Object> honest = words(ExerciseAttack.NONE);
        for (ExerciseAttack attack : ExerciseAttack.values()) {
            if (attack != ExerciseAttack.OUTSIDER) {
                assertTrue(words(attack).containsAll(honest), attack.words());
            }
        }
    }

    @Test
    void whatIsSaidCanBeWrittenAsStixAndReadBack() {
        List<ExerciseSaid> said = SMALL.said(ExerciseAttack.CAPTURED_COUNTRY);
        for (int at = 0; at < said.size(); at += 17) {
            Claim claim = said.get(at).stated().claim();
            var report =
                    new Report(
                            said.get(at).stated().member(),
                            Marking.STRICTEST,
                            Optional.empty(),
                            said.get(at).second(),
                            List.of(claim));
            var bundles = Bundles.write(report, new SplittableRandom(1));
            List<Claim> read = Bundles.read(bundles.getFirst().json()).orThrow();
            assertEquals(List.of(claim), read.stream().map(ExerciseTest::unwritten).toList());
        }
    }

    /** When a version is modified is known once it is written. */
    private static Claim unwritten(Claim claim) {
        return new Claim(
                claim.subject(),
                claim.stance(),
                claim.abuse(),
                claim.grounds(),
                claim.validity(),
                claim.target(),
                claim.objectId(),
                claim.revoked());
    }

    @Test
    void everyAttackHasTargetsAndAttackersOfItsOwn() {
        for (ExerciseAttack attack : ExerciseAttack.values()) {
            ExerciseRaid raid = FIXED.raid(attack);
            boolean aims = !raid.poison().isEmpty() || !raid.deny().isEmpty();
            assertEquals(attack != ExerciseAttack.NONE, aims, attack.words());
            raid.poison().forEach(it -> assertTrue(isInnocent(it), it.toString()));
            raid.deny().forEach(it -> assertTrue(isDedicated(it), it.toString()));
        }
        assertEquals(5, FIXED.raid(ExerciseAttack.CAPTURED_COUNTRY).members().size());
    }

    private static boolean isInnocent(Subject subject) {
        ExerciseTruth truth = FIXED.truths().get(subject);
        return truth != null && truth.nature() == ExerciseTruth.Nature.INNOCENT;
    }

    private static boolean isDedicated(Subject subject) {
        ExerciseTruth truth = FIXED.truths().get(subject);
        return truth != null && truth.nature() == ExerciseTruth.Nature.DEDICATED;
    }

    private static Set<Object> words(ExerciseAttack attack) {
        record Word(long second, MemberId member, Claim claim) {}
        Set<Object> words = new HashSet<>();
        for (ExerciseSaid said : SMALL.said(attack)) {
            words.add(new Word(said.second(), said.stated().member(), said.stated().claim()));
        }
        return words;
    }

    private static Set<Subject> used(List<String> campaigns, long from, long until) {
        Set<Subject> used = new TreeSet<>();
        for (ExerciseMail mail : FIXED.mails(ExerciseAttack.NONE)) {
            if (campaigns.contains(mail.source())
                    && from <= mail.second()
                    && mail.second() < until) {
                for (Found found : mail.found(GuardSet.shipped())) {
                    if (isDedicated(found.subject())) {
                        used.add(found.subject());
                    }
                }
            }
        }
        return used;
    }

    private static Set<Country> countries(List<String> campaigns) {
        Set<Country> countries = new TreeSet<>();
        for (ExerciseCampaign campaign : FIXED.campaigns()) {
            if (campaigns.contains(campaign.name())) {
                campaign.victims()
                        .forEach(it ->
                                countries.add(FIXED.charter().member(it).orElseThrow().country()));
            }
        }
        return countries;
    }
}
