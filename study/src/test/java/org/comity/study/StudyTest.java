package org.comity.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.Member;
import org.comity.charter.MemberKeys;
import org.comity.charter.Rules;
import org.comity.charter.Sealing;
import org.comity.charter.Sector;
import org.comity.intake.Found;
import org.comity.statement.Fingerprint;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** Small streams whose answers can be counted by hand. */
class StudyTest {
    private static final long START = 1_800_000_000L;
    private static final long HOUR = 3_600;

    private record Line(long second, boolean spam, String member, Seen seen) {}

    private final List<Line> lines = new ArrayList<>();

    private void spam(long second, String member, String... hosts) {
        lines.add(new Line(START + second, true, member, seen(hosts)));
    }

    private void wanted(long second, String member, String... hosts) {
        lines.add(new Line(START + second, false, member, seen(hosts)));
    }

    private Seen seen(String... hosts) {
        var found = new ArrayList<Found>();
        var names = new TreeSet<Subject>();
        for (String host : hosts) {
            var subject = new Subject(SubjectKind.DOMAIN, host);
            found.add(new Found(subject, Role.CALLED_TO_LINK));
            names.add(subject);
        }
        Hash root = Hash.digest(Bytes.utf8("mail " + lines.size()).array());
        return new Seen(found, found, names, "sender " + lines.size(), root);
    }

    @Test
    void whatAnotherReportedIsStoppedAfterTheDelay() {
        spam(0, "A", "one.qzshop.org");
        spam(HOUR, "C", "one.qzshop.org");
        spam(HOUR - 1, "C", "one.qzshop.org");
        Study study = study();
        assertEquals(0, stopped(study.memberships().getFirst(), study), "own reports come later");
        assertEquals(1, stopped(study.main(), study));
        assertEquals(2, stopped(delay(study, 0), study));
        assertEquals(0, stopped(delay(study, 86_400), study));
    }

    @Test
    void aVariantOfAReportedTextIsStoppedUnlessItIsLikeOwnWantedMail() {
        print(0, true, "A", 0);
        print(2 * HOUR, true, "C", 20);
        print(2 * HOUR, true, "C", 21);
        print(3 * HOUR, false, "C", 14);
        print(5 * HOUR, true, "C", 16);
        Study study = study();
        // 12 of 32 positions equal are enough, 11 are not.
        assertEquals(1, through(Lens.FINGERPRINT, study.main(), study).stopped().n());
        assertEquals(1, through(Lens.FINGERPRINT, study.main(), study).wantedHit().n());
        assertEquals(1, through(Lens.LISTED, study.main(), study).wantedHit().n());
        assertEquals(0, through(Lens.DNS, study.main(), study).stopped().n());
    }

    @Test
    void whatIsLikeOwnWantedMailIsNotStoppedAlthoughTheReportedTextIsNotLikeIt() {
        print(0, true, "A", 0);
        print(2 * HOUR, false, "C", 22);
        print(5 * HOUR, true, "C", 8);
        Study study = study();
        assertEquals(0, stopped(study.main(), study));
        assertEquals(0, through(Lens.LISTED, study.main(), study).wantedHit().n());
        Arm none = study.guards().getFirst();
        assertEquals(1, stopped(none, study), "nobody keeps what it wants");
    }

    @Test
    void whoWantsATextTakesItsReportOfALikeOneBack() {
        print(0, true, "A", 0);
        print(HOUR, false, "A", 20);
        print(9 * HOUR, true, "C", 0);
        Study study = study();
        assertEquals(0, stopped(study.main(), study));
    }

    /** A text of which as many values are of a second form, and the others of a first. */
    private void print(long second, boolean spam, String member, int changed) {
        long[] values = new long[Fingerprint.POSITIONS];
        for (int at = 0; at < values.length; at++) {
            values[at] = 1_000L + at + (at < changed ? 100 : 0);
        }
        var found = new Found(Fingerprint.of(values).orThrow().subject(), Role.CONTENT);
        Hash root = Hash.digest(Bytes.utf8("mail " + lines.size()).array());
        var seen =
                new Seen(
                        List.of(found),
                        List.of(found),
                        new TreeSet<>(),
                        "sender " + lines.size(),
                        root);
        lines.add(new Line(START + second, spam, member, seen));
    }

    @Test
    void aMailNeverWarnsOfItselfOrOfItsSecond() {
        spam(0, "A", "one.qzshop.org");
        spam(0, "C", "one.qzshop.org");
        Study study = study();
        assertEquals(0, stopped(delay(study, 0), study));
    }

    @Test
    void claimsEndWithTheirLife() {
        spam(0, "A", "one.qzshop.org");
        spam(14 * 86_400 - 1, "C", "one.qzshop.org");
        spam(14 * 86_400, "C", "one.qzshop.org");
        Study study = study();
        // The first is reported too, but an hour after the second came.
        assertEquals(1, stopped(study.main(), study));
    }

    @Test
    void whatIsWantedIsHitOnceAndNeverAgain() {
        spam(0, "A", "shop.qzshop.org");
        wanted(2 * HOUR, "C", "shop.qzshop.org");
        wanted(4 * HOUR, "C", "shop.qzshop.org");
        Study study = study();
        assertEquals(1, through(Lens.LISTED, study.main(), study).wantedHit().n());
        Arm none = study.guards().getFirst();
        assertEquals(2, through(Lens.LISTED, none, study).wantedHit().n());
    }

    @Test
    void whoWantsANameItselfDoesNotReportItAndTakesItsReportBack() {
        wanted(0, "A", "shop.qzshop.org");
        spam(2 * HOUR, "A", "shop.qzshop.org");
        spam(0, "B", "news.qzshop.org");
        wanted(HOUR, "B", "news.qzshop.org");
        wanted(9 * HOUR, "C", "shop.qzshop.org", "news.qzshop.org");
        Study study = study();
        assertEquals(0, through(Lens.LISTED, study.main(), study).wantedHit().n());
    }

    @Test
    void aNewcomerListsNothingAndASleeperIsSeenBySomeAndStoppedByLocalTrust() {
        IntStream.range(0, 40).forEach(it -> spam(it, "A", "bad" + it + ".qzshop.org"));
        IntStream.range(0, 40)
                .forEach(it -> wanted(HOUR * it + 200, "C", "w" + it + ".qzshop.net"));
        Study study = study();
        assertEquals(0, late("newcomer", Lens.LISTED, study).wantedHit().n());
        assertEquals(0, late("colluders", Lens.LISTED, study).wantedHit().n());
        Proportion fooled = late("sleeper", Lens.NO_LOCAL_TRUST, study).wantedHit();
        assertEquals(fooled.ofAll(), fooled.n());
        // After three nobody believes it alone: each was known before the next came.
        assertEquals(3, late("sleeper", Lens.LISTED, study).wantedHit().n());
    }

    @Test
    void anOutsiderWhoKnowsYesterdaysMailHitsNobodyAndBurnsNobody() {
        for (int at = 0; at < 40; at++) {
            spam(at, "A", "bad" + at + ".qzshop.org");
            wanted(at * HOUR, "C", "w" + at + ".qzshop.net");
            wanted(at * HOUR + 40 * 86_400, "C", "w" + at + ".qzshop.net");
            spam(at * HOUR + 60 * 86_400, "A", "new" + at + ".qzshop.org");
            spam(at * HOUR + 60 * 86_400 + 2 * HOUR, "C", "new" + at + ".qzshop.org");
        }
        Study study = study();
        Figures.Part before = through(Lens.LISTED, study.main(), study);
        assertEquals(40, before.stopped().n());
        for (String attack : List.of("outsider to all", "outsider burning three")) {
            assertEquals(before.stopped(), whole(attack, Lens.LISTED, study).stopped(), attack);
            assertEquals(before.wantedHit(), whole(attack, Lens.LISTED, study).wantedHit(), attack);
        }
        Proportion foreseen = late("foreseeing outsider", Lens.LISTED, study).wantedHit();
        assertEquals(0, foreseen.n(), "nothing new was wanted");
    }

    @Test
    void aVetoerTakesOthersClaimsOffButNeverTheOwn() {
        for (int at = 0; at < 10; at++) {
            spam(at, "A", "old" + at + ".qzshop.org");
            spam(at + 20, "B", "bad" + at + ".qzshop.org");
            spam(at + 2 * HOUR, "C", "bad" + at + ".qzshop.org");
            spam(at + 5 * HOUR, "C", "bad" + at + ".qzshop.org");
        }
        Study study = study();
        Proportion before = through(Lens.LISTED, study.main(), study).stopped();
        Proportion after = whole("vetoer", Lens.NO_LOCAL_TRUST, study).stopped();
        Proportion trusting = whole("vetoer", Lens.LISTED, study).stopped();
        assertEquals(20, before.n());
        assertTrue(after.n() >= 10 && after.n() < 20, after.toString());
        assertTrue(trusting.n() >= after.n(), trusting.toString());
        assertEquals(before, whole("sybil benign votes", Lens.LISTED, study).stopped());
    }

    @Test
    void exchangeValueAndLeadTimeSayWhoHelpedWhomAndHowLongBefore() {
        spam(0, "A", "one.qzshop.org");
        spam(2 * HOUR, "C", "one.qzshop.org");
        Study study = study();
        ExchangeValue value = study.exchangeValue();
        assertEquals(List.of("A", "C"), value.members());
        assertEquals(List.of(1L, 0L), value.rows().get(1).byOther());
        assertEquals(List.of(0L, 0L), value.rows().get(0).byOther());
        LeadTime domains = study.leadTimes().get(1);
        assertEquals(1, domains.earlier().byAnHour());
        assertEquals(2 * HOUR, domains.quartiles().median());
    }

    @Test
    void firstTenOfACampaignAreCountedAcrossItsNames() {
        spam(0, "A", "one.qzshop.org", "two.qzshop.net");
        for (int at = 0; at < 12; at++) {
            spam(2 * HOUR + at, "C", at % 2 == 0 ? "one.qzshop.org" : "two.qzshop.net");
        }
        Study study = study();
        assertEquals(new Proportion(10, 10), through(Lens.LISTED, study.main(), study).firstTen());
    }

    @Test
    void theOrderOfLinesChangesNothing() {
        var random = new Random(7);
        for (int at = 0; at < 200; at++) {
            String member = List.of("A", "B", "C").get(random.nextInt(3));
            String host = "h" + random.nextInt(30) + ".qzshop.org";
            if (random.nextInt(3) > 0) {
                spam(random.nextInt(40) * 900, member, host);
            } else {
                wanted(random.nextInt(40) * 900, member, "w" + host);
            }
        }
        List<Figures> first = all();
        for (int run = 0; run < 3; run++) {
            Collections.shuffle(lines, random);
            assertEquals(first, all());
        }
    }

    private List<Figures> all() {
        Study study = study();
        var arms = new ArrayList<Arm>(study.memberships());
        arms.addAll(study.guards());
        arms.addAll(study.attacks());
        return arms.stream().flatMap(it -> study.run(it).lenses().stream()).toList();
    }

    private static Arm delay(Study study, long seconds) {
        return study.memberships().stream()
                .filter(it -> it.delaySeconds() == seconds)
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private static long stopped(Arm arm, Study study) {
        return through(Lens.LISTED, arm, study).stopped().n();
    }

    private static Figures.Part through(Lens lens, Arm arm, Study study) {
        return study.run(arm).through(lens).whole();
    }

    private static Figures.Part late(String attack, Lens lens, Study study) {
        return study.run(attacked(attack, study)).through(lens).late();
    }

    private static Figures.Part whole(String attack, Lens lens, Study study) {
        return study.run(attacked(attack, study)).through(lens).whole();
    }

    private static Arm attacked(String attack, Study study) {
        return study.attacks().stream()
                .filter(it -> it.attack().name().equals(attack))
                .findFirst()
                .orElseThrow();
    }

    private Study study() {
        var gathering = new MailStream.Gathering();
        lines.forEach(it -> gathering.add(it.second(), it.spam(), it.member(), it.seen()));
        MailStream stream = gathering.stream();
        List<String> codes = List.of("NL", "BR", "JP");
        List<Seat> seats =
                IntStream.range(0, stream.members().size())
                        .mapToObj(at ->
                                new Seat(
                                        new MemberId("m" + at),
                                        stream.members().get(at),
                                        new Country(codes.get(at)),
                                        true))
                        .toList();
        return new Study(
                new Scene(stream, seats, stream.members().indexOf("C"), StudyTest::charter));
    }

    private static Charter charter(List<Seat> seats) {
        int countries = (int) seats.stream().map(Seat::country).distinct().count();
        return new Charter(
                "0".repeat(32),
                1,
                Optional.empty(),
                GuardSet.shipped().hash(),
                Rules.defaultsFor(countries),
                List.of(),
                seats.stream().map(StudyTest::member).toList());
    }

    private static Member member(Seat seat) {
        String name = seat.id().name();
        var keys =
                new MemberKeys(
                        key(name + "/member", VerifierKey.Type.ED25519),
                        key(name + "/log", VerifierKey.Type.ED25519),
                        key(name + "/witness", VerifierKey.Type.COSIGNATURE),
                        Sealing.publicKey(seed(name)));
        return new Member(seat.id(), seat.country(), Sector.PRIVATE, keys, "", seat.vouched());
    }

    private static VerifierKey key(String name, VerifierKey.Type type) {
        return SigningKey.of(name, type, seed(name)).verifierKey();
    }

    private static Bytes seed(String name) {
        return SigningKey.derive(Bytes.of(new byte[32]), name);
    }
}
