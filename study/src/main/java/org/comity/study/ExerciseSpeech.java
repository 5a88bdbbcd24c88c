package org.comity.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.agreement.StatedClaim;
import org.comity.intake.Found;
import org.comity.statement.AbuseClass;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.GuardSet;
import org.comity.statement.Lifetimes;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Roots;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * What honest members say of what they see. A node claims by itself what an unwanted mail shows,
 * but nothing that it has seen in wanted mail, and takes back what it then sees there (DESIGN
 * section 5); a person looks into some of it later; feeds are passed on; appeals are heard.
 */
final class ExerciseSpeech {
    private static final int HOUR = 3_600;
    private static final int REPORTED = 8_000;
    private static final int MISJUDGED = 10;
    private static final int ANALYSED = 400;
    private static final int FEED_COVERAGE = 3_000;
    private static final int FEED_ERRORS = 3;

    /** Of a member, in order of time; its place in the log follows from that. */
    private record Word(long second, MemberId member, Claim claim) {}

    private final ExerciseParameters parameters;
    private final ExercisePlot plot;
    private final SortedMap<Subject, ExerciseTruth> truths;
    private final SortedMap<MemberId, ExerciseCast.Player> players;
    private final SortedMap<MemberId, Set<Subject>> wanted = new TreeMap<>();
    private final SortedMap<MemberId, SortedMap<Subject, List<Claim>>> byItself = new TreeMap<>();
    private final List<Word> words = new ArrayList<>();

    ExerciseSpeech(
            ExerciseParameters parameters,
            ExercisePlot plot,
            SortedMap<Subject, ExerciseTruth> truths) {
        this.parameters = parameters;
        this.plot = plot;
        this.truths = truths;
        this.players = plot.cast().byId();
    }

    /** Mails in the order in which they arrive. */
    void hear(List<ExerciseMail> mails) {
        for (ExerciseMail mail : mails) {
            Draw draw = Draw.of(parameters.seed(), "report " + mail.number());
            List<Found> found = mail.found(GuardSet.shipped());
            boolean misjudged = draw.chance(MISJUDGED);
            boolean reported = draw.chance(REPORTED);
            if (mail.wanted() && !misjudged) {
                want(mail, found);
            } else if (mail.wanted() || reported) {
                report(mail, found);
            }
            if (!mail.wanted() && reported && draw.chance(ANALYSED)) {
                analyse(mail, found, HOUR * (long) draw.between(1, 12));
            }
        }
    }

    void relayFeeds() {
        for (int feed = 0; feed < parameters.feeds(); feed++) {
            Draw draw = Draw.of(parameters.seed(), "feed " + feed);
            for (ExerciseTruth truth : truths.values()) {
                boolean covered = draw.chance(FEED_COVERAGE);
                long delay = HOUR * (long) draw.between(2, 24);
                if (covered
                        && truth.nature() == ExerciseTruth.Nature.DEDICATED
                        && isNamedByFeeds(truth.subject())) {
                    relay(feed, truth.subject(), truth.fromSecond() + delay);
                }
            }
            List<String> wrong = new ArrayList<>(draw.some(FEED_ERRORS, plot.bystanders()));
            wrong.add(draw.any(plot.senders()).domain());
            for (String name : wrong) {
                long second = ExerciseParameters.dayStart(draw.below(parameters.days()));
                relay(feed, new Subject(SubjectKind.DOMAIN, name), second);
            }
        }
    }

    /** Two members of different countries look at a cleaned shop; half of the others take back. */
    void hearAppeals() {
        for (ExercisePlot.Shop shop : plot.shops()) {
            Draw draw = Draw.of(parameters.seed(), "appeal of " + shop.campaign());
            long cleaned = ExerciseParameters.dayStart(shop.span().untilDay());
            Hash root = Roots.of("artefact", Exercise.EXCHANGE_KEY, Bytes.utf8(shop.campaign()));
            for (var country : draw.some(2, plot.cast().countries())) {
                MemberId judge = draw.any(plot.cast().of(List.of(country))).id();
                long second = cleaned + HOUR * (long) draw.between(3, 9);
                for (String name : List.of(shop.domain(), "www." + shop.domain())) {
                    var subject = new Subject(SubjectKind.DOMAIN, name);
                    say(second, judge, benign(judge, subject, second, root));
                }
            }
            for (MemberId member : players.keySet()) {
                boolean takesBack = draw.chance(5_000);
                long second = cleaned + HOUR * (long) draw.between(4, 28);
                if (takesBack) {
                    takeBack(member, new Subject(SubjectKind.DOMAIN, shop.domain()), second);
                    takeBack(
                            member,
                            new Subject(SubjectKind.DOMAIN, "www." + shop.domain()),
                            second);
                }
            }
        }
    }

    /** Says it at the second at which the member's node can. */
    void say(long second, MemberId member, Claim claim) {
        ExerciseCast.Player player = players.get(member);
        words.add(new Word(player == null ? second : player.statedAt(second), member, claim));
    }

    /** Malicious, for as long as the kind of subject lives. */
    static Claim own(MemberId member, Subject subject, long second, Claim.Grounds grounds) {
        long life = Lifetimes.of(subject.kind(), Target.UNKNOWN).toSeconds();
        String name = member + " " + subject + " " + grounds + " " + second;
        return new Claim(
                subject,
                Stance.MALICIOUS,
                AbuseClass.SPAM,
                grounds,
                new Claim.Validity(second, second + life),
                Target.UNKNOWN,
                objectId(Hash.digest(Bytes.utf8(name).array()).hex()),
                false);
    }

    /** Looked into, and found good. */
    static Claim benign(MemberId member, Subject subject, long second, Hash root) {
        var grounds = new Claim.Grounds(Basis.ANALYSED, Role.CONTENT, List.of(root), "");
        Claim claim = own(member, subject, second, grounds);
        return new Claim(
                subject,
                Stance.BENIGN,
                AbuseClass.UNSPECIFIED,
                grounds,
                claim.validity(),
                claim.target(),
                claim.objectId(),
                false);
    }

    static Hash ownRoot(MemberId member, Subject subject, String what) {
        return Roots.of(
                "artefact",
                Exercise.EXCHANGE_KEY,
                Bytes.utf8(what + " " + member + " " + subject.key()));
    }

    /** In the order in which they came, each with its place in its member's log. */
    List<ExerciseSaid> said() {
        List<Word> sorted = new ArrayList<>(words);
        sorted.sort(Comparator.comparingLong(Word::second).thenComparing(Word::member));
        var sizes = new TreeMap<MemberId, Long>();
        List<ExerciseSaid> said = new ArrayList<>();
        for (Word word : sorted) {
            long index = sizes.merge(word.member(), 1L, Long::sum) - 1;
            var id = new StatementId(word.member() + "/log", index);
            said.add(
                    new ExerciseSaid(
                            word.second(),
                            new StatedClaim(word.member(), id, 0, word.claim(), true)));
        }
        return Collections.unmodifiableList(said);
    }

    private Set<Subject> wantedBy(MemberId member) {
        return wanted.computeIfAbsent(member, _ -> new TreeSet<>());
    }

    private SortedMap<Subject, List<Claim>> madeBy(MemberId member) {
        return byItself.computeIfAbsent(member, _ -> new TreeMap<>());
    }

    private void want(ExerciseMail mail, List<Found> found) {
        for (Found one : found) {
            if (wantedBy(mail.member()).add(one.subject())) {
                takeBack(mail.member(), one.subject(), mail.second() + 60);
            }
        }
    }

    private void report(ExerciseMail mail, List<Found> found) {
        MemberId member = mail.member();
        Hash root = Roots.of("mail", Exercise.EXCHANGE_KEY, mail.raw());
        for (Found one : found) {
            if (!wantedBy(member).contains(one.subject())) {
                var grounds = new Claim.Grounds(Basis.OBSERVED, one.role(), List.of(root), "");
                Claim claim = own(member, one.subject(), mail.second(), grounds);
                madeBy(member).computeIfAbsent(one.subject(), _ -> new ArrayList<>()).add(claim);
                say(mail.second() + 60, member, claim);
            }
        }
    }

    /** A person sees what is innocent, and names what is made for abuse or was broken into. */
    private void analyse(ExerciseMail mail, List<Found> found, long later) {
        Hash root = Roots.of("mail", Exercise.EXCHANGE_KEY, mail.raw());
        for (Found one : found) {
            ExerciseTruth truth = truths.get(one.subject());
            if (truth != null
                    && truth.isMalicious(mail.second())
                    && isNamedByFeeds(one.subject())) {
                var grounds = new Claim.Grounds(Basis.ANALYSED, one.role(), List.of(root), "");
                Target target =
                        truth.nature() == ExerciseTruth.Nature.COMPROMISED
                                ? Target.COMPROMISED
                                : Target.DEDICATED;
                long second = mail.second() + later;
                Claim claim = own(mail.member(), one.subject(), second, grounds);
                Claim named = on(claim, target, false);
                madeBy(mail.member())
                        .computeIfAbsent(one.subject(), _ -> new ArrayList<>())
                        .add(named);
                say(second, mail.member(), named);
            }
        }
    }

    private void relay(int feed, Subject subject, long second) {
        String source = "feed-" + feed;
        Hash root =
                Roots.of("feed", Exercise.EXCHANGE_KEY, Bytes.utf8(source + " " + subject.key()));
        Draw draw = Draw.of(parameters.seed(), "relays of " + source + " " + subject.key());
        for (ExerciseCast.Player player : players.values()) {
            long later = second + draw.below(3 * HOUR);
            if (player.relays().contains(feed) && later < parameters.endSecond()) {
                Role role =
                        subject.kind() == SubjectKind.ADDRESS
                                ? Role.CONNECTED
                                : Role.CALLED_TO_LINK;
                Claim.Grounds grounds =
                        player.launders()
                                ? new Claim.Grounds(
                                        Basis.OBSERVED,
                                        role,
                                        List.of(ownRoot(player.id(), subject, source)),
                                        "")
                                : new Claim.Grounds(Basis.RELAYED, role, List.of(root), source);
                say(later, player.id(), own(player.id(), subject, later, grounds));
            }
        }
    }

    private void takeBack(MemberId member, Subject subject, long second) {
        List<Claim> made = madeBy(member).remove(subject);
        if (made != null) {
            made.stream()
                    .filter(it -> it.validity().fromSecond() < second)
                    .filter(it -> it.validity().untilSecond() > second)
                    .forEach(it -> say(second, member, on(it, it.target(), true)));
        }
    }

    /** Feeds name addresses and registrable names; the hosts below are too many. */
    private static boolean isNamedByFeeds(Subject subject) {
        return subject.kind() == SubjectKind.ADDRESS
                || (subject.kind() == SubjectKind.DOMAIN
                        && subject.value().indexOf('.') == subject.value().lastIndexOf('.'));
    }

    private static Claim on(Claim claim, Target target, boolean revoked) {
        return new Claim(
                claim.subject(),
                claim.stance(),
                claim.abuse(),
                claim.grounds(),
                claim.validity(),
                target,
                claim.objectId(),
                revoked);
    }

    /** In the form of a random UUID (RFC 9562, version 4), as STIX wants it. */
    private static String objectId(String hex) {
        return "indicator--"
                + hex.substring(0, 8)
                + "-"
                + hex.substring(8, 12)
                + "-4"
                + hex.substring(13, 16)
                + "-a"
                + hex.substring(17, 20)
                + "-"
                + hex.substring(20, 32);
    }
}
