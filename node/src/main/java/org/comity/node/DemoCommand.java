package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.comity.charter.Sector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows the whole of Comity at work on this machine: members that do not obey one another, on real
 * mail.
 */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Five members in four countries share, agree, trace, ask and protect. Everything stays on loopback.",
        footer = {
            "",
            "Example:  comity demo --once",
            "          comity demo --mail index.txt --own-relays 192.0.2.10 --once",
            "",
            "An index has lines: label path [member]; label is spam, ham or wanted; member is A, B or C."
        })
final class DemoCommand implements Callable<Integer> {
    static final List<DemoMember.Cast> CAST =
            List.of(
                    new DemoMember.Cast(
                            "csirt.example", "NL", Sector.GOVERNMENT, "A, a national CSIRT"),
                    new DemoMember.Cast(
                            "operator.example", "BR", Sector.PRIVATE, "B, a network operator"),
                    new DemoMember.Cast("mail.example", "JP", Sector.PRIVATE, "C, a mail provider"),
                    new DemoMember.Cast(
                            "campus.example",
                            "KE",
                            Sector.ACADEMIC,
                            "D, a university's one-person team"),
                    new DemoMember.Cast(
                            "hoster.example", "NL", Sector.PRIVATE, "E, a small hoster"));

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Option(
            names = "--mail",
            paramLabel = "INDEX",
            description =
                    "an index of mails in arrival order, or a folder with spam/ and ham/ (default: an exercise)")
    Optional<Path> mail = Optional.empty();

    @Option(
            names = "--members",
            paramLabel = "1|5",
            defaultValue = "5",
            description = "5, or 1 for a desk alone (default: ${DEFAULT-VALUE})")
    int members;

    @Option(
            names = "--once",
            description = "end after the story instead of leaving the nodes running")
    boolean once;

    @Option(
            names = "--own-relays",
            split = ",",
            paramLabel = "RANGE",
            description = "relays of the receivers, whose Received lines are believed")
    List<String> ownRelays = new ArrayList<>();

    @Option(names = "--keep", paramLabel = "DIR", description = "keep the nodes' directories here")
    Optional<Path> keep = Optional.empty();

    @Override
    public Integer call() throws IOException {
        if (members != 1 && members != 5) {
            throw common.usage("--members takes 1 or 5");
        }
        Logs.structured(Optional.empty());
        Logs.quiet();
        Path folder = keep.isPresent() ? keep.get() : Files.createTempDirectory("comity-demo");
        Files.createDirectories(folder);
        try (var exchange = new DemoExchange(folder, ownRelays)) {
            ObjectNode summary = run(exchange, folder);
            if (common.json) {
                common.out().println(Json.pretty(summary));
            }
            common.out().flush();
            if (!once) {
                stay(exchange);
            }
        } finally {
            if (keep.isEmpty()) {
                deleteTree(folder);
            }
        }
        return 0;
    }

    private ObjectNode run(DemoExchange exchange, Path folder) throws IOException {
        var teller = new DemoTeller(common.out(), common.json);
        List<DemoMail.Line> lines =
                mail.isPresent()
                        ? DemoMail.read(mail.get())
                        : DemoExercise.write(folder.resolve("exercise"));
        teller.title("Comity: evidence in, agreement out, provable, and nobody in charge");
        teller.say(DemoMail.words(mail, lines.size()) + "; every mail is taken as arriving now.");
        exchange.start(members == 1 ? List.of(CAST.get(2)) : CAST, teller);
        var mails = new DemoMails(exchange, teller);
        ObjectNode summary = Json.object();
        summary.put("mails", lines.size()).put("exercise", mail.isEmpty());
        mails.run(lines);
        summary.set("figures", mails.report());
        var story = new DemoStory(exchange, teller, mails, folder);
        summary.set("story", members == 1 ? story.alone() : story.tell());
        exchange.addresses(teller, once, keep.isPresent());
        return summary;
    }

    private void stay(DemoExchange exchange) {
        common.out().println("The nodes keep running; end with Ctrl-C.");
        common.out().flush();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(exchange::closeQuietly));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        }
    }
}
