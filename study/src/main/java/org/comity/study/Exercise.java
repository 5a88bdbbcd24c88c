package org.comity.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.comity.charter.Charter;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Sixty days of an exchange, with the truth known: what mail each member got, what each of them
 * said of it when, and attacks on it that can be added one at a time. A pure function of its
 * parameters. From it, the same story can be told to the rules (claims), to intake (raw mails) or
 * to nodes.
 *
 * <p>In it are: campaigns that rise and fall, some with a fresh host for every mail; actors whose
 * campaigns share machines; sets of campaigns that become connected on a known day, across
 * countries; feeds with errors, relayed and passed off as own; wanted newsletters, shops and lists,
 * some sent by a service that spammers use too; forged senders and imitated sites; members whose
 * node is down; wanted mail taken for spam; shops that are broken into, cleaned, and heard.
 */
public final class Exercise {
    /** The exercise's own; roots of evidence are keyed with it. */
    public static final Bytes EXCHANGE_KEY = Bytes.of(new byte[32]);

    private final ExerciseParameters parameters;
    private final ExercisePlot plot;
    private final List<ExerciseMail> mails;
    private final SortedMap<Subject, ExerciseTruth> truths;
    private final List<ExerciseRaid> raids;

    private Exercise(ExerciseParameters parameters) {
        this.parameters = parameters;
        this.plot = new ExercisePlot(parameters, ExerciseCast.of(parameters));
        this.mails = ExercisePost.of(parameters, plot);
        this.truths = ExerciseTruths.of(plot, withOutsider());
        var planned = new ExerciseRaids(parameters, plot, truths);
        this.raids = Stream.of(ExerciseAttack.values()).map(planned::plan).toList();
    }

    public static Exercise of(ExerciseParameters parameters) {
        return new Exercise(parameters);
    }

    public ExerciseParameters parameters() {
        return parameters;
    }

    /** All members; the newcomer alone is not vouched for. */
    public Charter charter() {
        return plot.cast().charter();
    }

    public List<ExerciseCampaign> campaigns() {
        return List.copyOf(plot.campaigns());
    }

    public List<ExerciseBridge> bridges() {
        return List.copyOf(plot.bridges());
    }

    /** What is true of every subject that the exercise shows. */
    public SortedMap<Subject, ExerciseTruth> truths() {
        return truths;
    }

    public ExerciseRaid raid(ExerciseAttack attack) {
        return raids.stream().filter(it -> it.attack() == attack).findFirst().orElseThrow();
    }

    /** Every mail under an attack, in the order of arrival. */
    public List<ExerciseMail> mails(ExerciseAttack attack) {
        return merged(new ExerciseRaids(parameters, plot, truths).mails(raid(attack)));
    }

    /** Everything that is said under an attack, in the order of time. */
    public List<ExerciseSaid> said(ExerciseAttack attack) {
        var speech = new ExerciseSpeech(parameters, plot, truths);
        speech.hear(mails(attack));
        speech.relayFeeds();
        speech.hearAppeals();
        new ExerciseRaids(parameters, plot, truths).speak(raid(attack), speech);
        return speech.said();
    }

    /** All members' names, the newcomer's among them. */
    public List<MemberId> members() {
        return charter().members().stream().map(it -> it.id()).toList();
    }

    /**
     * SHA-256 of the canonical text: parameters, campaigns, bridges, truth, mails, attacks and what
     * is said under each of them.
     */
    public Hash digest() {
        var digest = Hash.sha256();
        digest.update(line(parameters.toString()));
        plot.campaigns().forEach(it -> digest.update(line(it.toString())));
        plot.bridges().forEach(it -> digest.update(line(it.line())));
        truths.values().forEach(it -> digest.update(line(it.line())));
        for (ExerciseRaid raid : raids) {
            digest.update(line(raid.line()));
            mails(raid.attack()).forEach(it -> digest.update(line(it.line())));
            said(raid.attack()).forEach(it -> digest.update(line(it.line())));
        }
        return Hash.of(digest.digest());
    }

    /**
     * The day on which two sets of campaigns become connected; empty when it is not one of these.
     */
    public Optional<ExerciseBridge> bridge(Subject shared) {
        return plot.bridges().stream().filter(it -> it.shared().equals(shared)).findFirst();
    }

    private List<ExerciseMail> withOutsider() {
        var none = new TreeMap<Subject, ExerciseTruth>();
        var planned = new ExerciseRaids(parameters, plot, none);
        return merged(planned.mails(planned.plan(ExerciseAttack.OUTSIDER)));
    }

    private List<ExerciseMail> merged(List<ExerciseMail> more) {
        if (more.isEmpty()) {
            return mails;
        }
        List<ExerciseMail> all = new ArrayList<>(mails);
        all.addAll(more);
        all.sort(Comparator.comparingLong(ExerciseMail::second));
        return List.copyOf(all);
    }

    private static byte[] line(String text) {
        return Bytes.utf8(text + "\n").array();
    }
}
