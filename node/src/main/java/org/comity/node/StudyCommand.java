package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.comity.intake.AddressRange;
import org.comity.study.Arm;
import org.comity.study.ExchangeValue;
import org.comity.study.Figures;
import org.comity.study.MailStream;
import org.comity.study.Scene;
import org.comity.study.Study;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Replays a stream of labelled mails and says what sharing would have been worth. */
@Command(
        name = "study",
        mixinStandardHelpOptions = true,
        description =
                "Replays labelled mails in the order of time and measures what sharing would have stopped, by which rule, and what attacks would have done.",
        footer = {
            "",
            "Example:  comity study --corpus index.txt --own-relays 192.0.2.10",
            "          comity study --corpus index.txt --members recipient:9 --for C --json >study.json",
            "",
            "An index has lines: label path [member] [date]; label is spam, ham or wanted; date is seconds since",
            "1970 or ISO 8601. Without a date the mail's own Received lines say when it came."
        })
final class StudyCommand implements Callable<Integer> {
    private static final int MEMBERS_MAX = 400;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Option(
            names = "--corpus",
            required = true,
            paramLabel = "INDEX",
            description = "an index of mails, or a folder with spam/ and ham/")
    @SuppressWarnings("NullAway.Init") // required, so set by picocli
    Path corpus;

    @Option(
            names = "--members",
            paramLabel = "HOW",
            description =
                    "column, or recipient[:N] (default: the column if every line has one, else the file's hash)")
    String members = "";

    @Option(
            names = "--for",
            paramLabel = "NAME",
            description = "whose lists are tried (default: C, else who has most wanted mail)")
    Optional<String> evaluated = Optional.empty();

    @Option(
            names = "--own-relays",
            split = ",",
            paramLabel = "RANGE",
            description = "relays of the receivers (default: guessed from the mails, and said)")
    List<String> ownRelays = new ArrayList<>();

    @Option(
            names = "--countries",
            split = ",",
            paramLabel = "NAME=CC",
            description = "countries of members (default: one after the other of a fixed list)")
    Map<String, String> countries = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException {
        List<AddressRange> relays =
                ownRelays.stream().map(it -> Refusal.orRefuse(AddressRange.parse(it))).toList();
        List<StudyIndex.Line> lines = StudyIndex.read(corpus);
        try (ExecutorService threads = StudyIntake.threads()) {
            var intake = new StudyIntake(threads, this::progress);
            StudyIntake.Taken taken = intake.take(lines, relays, StudyMembers.of(members, lines));
            Scene scene = scene(taken.stream());
            StudyResult result = run(threads, scene, taken);
            if (common.json) {
                common.out().println(Json.pretty(StudyJson.of(result)));
            } else {
                new StudyText(common.out(), result).print();
            }
            common.out().flush();
        }
        return 0;
    }

    private Scene scene(MailStream stream) {
        if (stream.members().size() > MEMBERS_MAX) {
            throw new Refusal("at most 400 members are studied", "" + stream.members().size());
        }
        String name = evaluated.orElse(stream.members().contains("C") ? "C" : stream.mostWanted());
        int number = stream.members().indexOf(name);
        if (number < 0) {
            throw new Refusal("no mail is of this member", name);
        }
        return new Scene(stream, StudyMembers.seats(stream, countries), number);
    }

    private StudyResult run(ExecutorService threads, Scene scene, StudyIntake.Taken taken)
            throws IOException {
        var study = new Study(scene);
        Future<ExchangeValue> value = threads.submit(study::exchangeValue);
        var arms = new ArrayList<Arm>(study.memberships());
        arms.addAll(study.guards());
        arms.addAll(study.attacks());
        List<Future<Figures.OfArm>> running =
                arms.stream().map(it -> threads.submit(() -> study.run(it))).toList();
        var figures = new ArrayList<Figures.OfArm>();
        for (Future<Figures.OfArm> one : running) {
            figures.add(StudyIntake.await(one));
            progress(figures.size() + " of " + arms.size() + " arms");
        }
        return new StudyResult(taken, scene, figures, StudyIntake.await(value), study.leadTimes());
    }

    private void progress(String words) {
        common.err().println(words);
        common.err().flush();
    }
}
