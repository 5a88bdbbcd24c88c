package org.comity.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.comity.charter.Country;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;

/** Plans the attacks, and says or mails what belongs to them. */
final class ExerciseRaids {
    private static final int HOUR = 3_600;
    private static final int DAY = 86_400;
    private static final int POISON_EACH = 15;
    private static final int DENY_MAX = 60;
    private static final int REPEATED = 40;
    private static final int DEFENDED = 3_000;
    private static final int NUMBER_FROM = 1_000_000;

    private final ExerciseParameters parameters;
    private final ExercisePlot plot;
    private final SortedMap<Subject, ExerciseTruth> truths;

    ExerciseRaids(
            ExerciseParameters parameters,
            ExercisePlot plot,
            SortedMap<Subject, ExerciseTruth> truths) {
        this.parameters = parameters;
        this.plot = plot;
        this.truths = truths;
    }

    ExerciseRaid plan(ExerciseAttack attack) {
        Draw draw = Draw.of(parameters.seed(), "attack " + attack.name());
        long from = ExerciseParameters.dayStart(parameters.days() / 2);
        List<Subject> poison = attack == ExerciseAttack.VETOER ? List.of() : poison(draw);
        List<MemberId> members = members(attack, draw);
        List<Subject> deny =
                switch (attack) {
                    case VETOER -> since(from, Integer.MAX_VALUE);
                    case CAPTURED_COUNTRY -> since(from - 3 * DAY, DENY_MAX);
                    case NONE, NEWCOMER, COLLUDERS, SLEEPER, OUTSIDER -> List.of();
                };
        return attack == ExerciseAttack.NONE
                ? new ExerciseRaid(attack, List.of(), from, List.of(), List.of())
                : new ExerciseRaid(attack, members, from, poison, deny);
    }

    /** What the attackers say, beside what they would have said anyway. */
    void speak(ExerciseRaid raid, ExerciseSpeech speech) {
        if (raid.attack() == ExerciseAttack.NEWCOMER) {
            repeat(raid, speech);
        }
        defend(raid, speech);
        for (MemberId member : raid.members()) {
            poison(raid, speech, member);
            for (Subject subject : raid.deny()) {
                ExerciseTruth truth = truths.get(subject);
                long seen = truth == null ? raid.fromSecond() : truth.fromSecond();
                long second = Math.max(raid.fromSecond(), seen) + 2 * HOUR;
                var root = ExerciseSpeech.ownRoot(member, subject, "denied");
                speech.say(second, member, ExerciseSpeech.benign(member, subject, second, root));
            }
        }
    }

    /** An outsider's mails: each name to every member within two days. */
    List<ExerciseMail> mails(ExerciseRaid raid) {
        List<ExerciseMail> mails = new ArrayList<>();
        if (raid.attack() != ExerciseAttack.OUTSIDER) {
            return mails;
        }
        Draw draw = Draw.of(parameters.seed(), "mails of the outsider");
        for (Subject name : raid.poison()) {
            for (ExerciseCast.Player player : plot.cast().players()) {
                mails.add(
                        new ExerciseMail(
                                NUMBER_FROM + mails.size(),
                                raid.fromSecond() + draw.below(2 * DAY),
                                player.id(),
                                false,
                                "outsider",
                                plot.outsider(),
                                List.of("https://www." + name.value() + "/letters"),
                                Optional.empty()));
            }
        }
        return mails;
    }

    /** Readers miss their mail: some of their desks look into it within two days and say so. */
    private void defend(ExerciseRaid raid, ExerciseSpeech speech) {
        Draw draw = Draw.of(parameters.seed(), "defence against " + raid.attack().name());
        for (ExerciseSender sender : plot.senders()) {
            var subject = new Subject(SubjectKind.DOMAIN, sender.domain());
            if (raid.poison().contains(subject)) {
                for (MemberId reader : sender.readers()) {
                    boolean looks = draw.chance(DEFENDED);
                    long second = raid.fromSecond() + HOUR * (long) draw.between(6, 48);
                    if (looks && !raid.members().contains(reader)) {
                        var root = ExerciseSpeech.ownRoot(reader, subject, "wanted");
                        speech.say(
                                second,
                                reader,
                                ExerciseSpeech.benign(reader, subject, second, root));
                    }
                }
            }
        }
    }

    /** One name an hour, and again before it ends, to the end. */
    private void poison(ExerciseRaid raid, ExerciseSpeech speech, MemberId member) {
        boolean loud = raid.attack() != ExerciseAttack.SLEEPER;
        Basis basis = loud ? Basis.ANALYSED : Basis.OBSERVED;
        for (int at = 0; at < raid.poison().size(); at++) {
            Subject subject = raid.poison().get(at);
            long from = raid.fromSecond() + HOUR * (long) at;
            for (long second = from; second < parameters.endSecond(); second += 12L * DAY) {
                var root = ExerciseSpeech.ownRoot(member, subject, "poison " + second);
                var grounds = new Claim.Grounds(basis, Role.CONNECTED, List.of(root), "");
                speech.say(second, member, ExerciseSpeech.own(member, subject, second, grounds));
            }
        }
    }

    /** An hour after others said it: true, and copied. */
    private void repeat(ExerciseRaid raid, ExerciseSpeech speech) {
        long from = ExerciseParameters.dayStart(parameters.days() / 6);
        for (MemberId member : raid.members()) {
            for (Subject subject : since(from, REPEATED)) {
                ExerciseTruth truth = truths.get(subject);
                long second = (truth == null ? from : truth.fromSecond()) + HOUR;
                var root = ExerciseSpeech.ownRoot(member, subject, "repeated");
                var grounds = new Claim.Grounds(Basis.OBSERVED, Role.CONNECTED, List.of(root), "");
                speech.say(second, member, ExerciseSpeech.own(member, subject, second, grounds));
            }
        }
    }

    private List<MemberId> members(ExerciseAttack attack, Draw draw) {
        List<Country> countries = plot.cast().countries();
        return switch (attack) {
            case NONE, OUTSIDER -> List.of();
            case NEWCOMER -> List.of(plot.cast().newcomer());
            case SLEEPER, VETOER -> List.of(draw.any(plot.cast().players()).id());
            case COLLUDERS ->
                    draw.some(2, countries).stream()
                            .map(it -> draw.any(plot.cast().of(List.of(it))).id())
                            .toList();
            case CAPTURED_COUNTRY ->
                    plot.cast().of(List.of(draw.any(countries))).stream()
                            .map(ExerciseCast.Player::id)
                            .toList();
        };
    }

    /** Names that somebody wants mail from, and names of bystanders. */
    private List<Subject> poison(Draw draw) {
        int each = Math.min(POISON_EACH, parameters.wantedSenders() / 3);
        List<String> names = new ArrayList<>();
        List<String> broken = plot.shops().stream().map(ExercisePlot.Shop::domain).toList();
        plot.senders().forEach(it -> names.add(it.domain()));
        names.removeAll(broken);
        List<String> wanted = draw.some(each, names);
        names.retainAll(wanted);
        names.addAll(draw.some(each, plot.bystanders()));
        return names.stream().map(it -> new Subject(SubjectKind.DOMAIN, it)).toList();
    }

    /** Malicious addresses and domains first used from then on, earliest first. */
    private List<Subject> since(long second, int atMost) {
        return truths.values().stream()
                .filter(it -> it.nature() == ExerciseTruth.Nature.DEDICATED)
                .filter(it -> it.fromSecond() >= second)
                .filter(it -> it.subject().kind() != SubjectKind.URL)
                .filter(it -> !it.actor().equals(ExerciseTruths.OUTSIDER))
                .sorted(Comparator.comparingLong(ExerciseTruth::fromSecond))
                .limit(atMost)
                .map(ExerciseTruth::subject)
                .toList();
    }
}
