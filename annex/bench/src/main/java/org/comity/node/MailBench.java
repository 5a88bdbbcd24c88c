package org.comity.node;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.intake.Mail;
import org.comity.intake.MailParser;
import org.comity.intake.MailRules;
import org.comity.statement.AbuseClass;
import org.comity.statement.GuardSet;
import org.comity.statement.Marking;
import org.comity.statement.Tlp;
import org.comity.store.StoreFigures;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import tools.jackson.databind.JsonNode;

/** Mail to durable statement, beside reading the same mails and nothing more. */
final class MailBench {
    private static final int ROUNDS = 3;
    private static final String MIME = "mime4j alone";
    private static final String PARSER = "Comity's parser alone";
    private static final String DURABLE = "to durable statements";
    private static final String LISTED = "to durable statements, lists kept in step";

    private final Plan plan;
    private final List<Path> files;
    private final List<Bytes> mails = new ArrayList<>();
    private final MailRules rules = new MailRules(List.of(), GuardSet.shipped());
    private final MimeOnly mime = new MimeOnly();
    private final Map<String, Double> processor = new LinkedHashMap<>();
    private String told = "";

    private MailBench(Plan plan, List<Path> files) throws IOException {
        this.plan = plan;
        this.files = files;
        for (Path file : files) {
            mails.add(Bytes.of(Files.readAllBytes(file)));
        }
    }

    static void run(Plan plan) throws IOException, InterruptedException {
        plan.title("Mail to durable statement");
        new MailBench(plan, mails(plan)).compare();
    }

    /** The corpus where there is one, else the mails of the demo. */
    private static List<Path> mails(Plan plan) throws IOException {
        String corpus = System.getenv("COMITY_CORPUS");
        List<Path> all;
        if (corpus == null) {
            Path folder = plan.folder();
            DemoExercise.write(folder);
            all = files(folder, ".eml");
            plan.say("the demo's own mails; set COMITY_CORPUS for real ones");
        } else {
            all = files(Path.of(corpus), ".txt");
            plan.say("the corpus of real mails");
        }
        return all.subList(0, Math.min(all.size(), plan.size().orElse(all.size())));
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private void compare() throws IOException, InterruptedException {
        plan.say(
                "%,d mails, %,d bytes"
                        .formatted(mails.size(), mails.stream().mapToLong(Bytes::length).sum()));
        new Comparison(plan, "mails/s")
                .side(MIME, () -> timed(MIME, this::mimeOnly))
                .side(PARSER, () -> timed(PARSER, this::parserOnly))
                .side(DURABLE, () -> durable(DURABLE, false))
                .side(LISTED, () -> durable(LISTED, true))
                .run(plan.rounds().orElse(ROUNDS))
                .ratio(DURABLE, PARSER, " (goal: 0.4)")
                .ratio(DURABLE, MIME, " (goal read most strictly: 0.4)")
                .ratio(PARSER, MIME, "");
        plan.say(told);
        processor.forEach((name, micros) ->
                plan.say("processor for one mail, %s: %,.0f us".formatted(name, micros)));
    }

    /** All mails once. */
    private interface Reading {
        void all() throws IOException;
    }

    /**
     * Mails a second. Keeps the least processor time that a mail took: others on the machine only
     * add to it.
     */
    private double timed(String name, Reading reading) throws IOException {
        long processorBefore = processorNanos();
        long start = System.nanoTime();
        reading.all();
        double seconds = (System.nanoTime() - start) / 1e9;
        double micros = (processorNanos() - processorBefore) / 1e3 / mails.size();
        processor.merge(name, micros, Math::min);
        return mails.size() / seconds;
    }

    private void mimeOnly() throws IOException {
        long bytes = 0;
        for (Bytes mail : mails) {
            bytes += mime.read(mail);
        }
        if (bytes == 0) {
            throw new IllegalStateException("nothing was read");
        }
    }

    private void parserOnly() {
        long found = 0;
        for (Bytes mail : mails) {
            if (MailParser.parse(mail, rules) instanceof Checked.Good<Mail>(Mail read)) {
                found += read.found().size();
            }
        }
        if (found == 0) {
            throw new IllegalStateException("nothing was found");
        }
    }

    /** As {@code comity import --as spam --arriving-now} does it; old mails would say nothing. */
    private double durable(String name, boolean listed) throws IOException {
        Path folder = plan.folder();
        try (Desk desk = BenchDesk.open(folder)) {
            if (listed) {
                desk.loadLists(desk.config().lists());
            }
            var use =
                    new Importing.Use(
                            Optional.of(true),
                            AbuseClass.SPAM,
                            Addressed.toAll(Marking.of(Tlp.GREEN)),
                            new Importing.Options("", true));
            return timed(
                    name,
                    () -> {
                        JsonNode summary = new Importing(desk, use, line -> {}).run(files);
                        tell(summary, desk.store().figures());
                    });
        } finally {
            DemoCommand.deleteTree(folder);
        }
    }

    private void tell(JsonNode summary, StoreFigures figures) {
        told =
                "of these %s: %,d claims in %,d statements, %,d syncs"
                        .formatted(
                                Json.line(summary.path("inputs")),
                                summary.path("claims").asLong(),
                                summary.path("statements").asLong(),
                                figures.syncs());
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }
}
