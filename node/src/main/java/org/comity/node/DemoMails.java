package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs the mails through the members. C asks its own DNS about each of its mails before it takes
 * it, and only when it holds all that A and B stated of earlier lines; so two runs print the same
 * figures.
 */
final class DemoMails {
    private static final List<String> TIERS = List.of("score", "block");
    private static final int TELL_EVERY = 250;

    /** Who takes a line. */
    private static final int A = 0;

    private static final int B = 1;
    private static final int C = 2;

    /** Mails of C that a list at a tier stopped, or hit among the wanted. */
    private static final class Count {
        private int stopped;
        private int wantedHit;
    }

    private final DemoExchange exchange;
    private final DemoTeller teller;
    private final Map<String, Count> counts = new HashMap<>();
    private final Map<String, Integer> outcomes = new HashMap<>();
    // Not yet taken: of A, of B, of C.
    private final List<List<DemoMail.Line>> waiting =
            List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    private final Set<Subject> helped = new LinkedHashSet<>();
    private final Map<String, Long> sizes = new HashMap<>();
    private int spamOfC;
    private int wantedOfC;
    private int taken;
    private long asked;
    private double seconds;

    DemoMails(DemoExchange exchange, DemoTeller teller) {
        this.exchange = exchange;
        this.teller = teller;
    }

    /** Hosts that A or B had listed before C met them itself; the newest last. */
    List<Subject> helped() {
        return List.copyOf(helped);
    }

    void run(List<DemoMail.Line> lines) throws IOException {
        teller.title("The mails arrive");
        long start = System.nanoTime();
        try (var dns = new DemoDns(exchange.c().dnsPort())) {
            for (DemoMail.Line line : lines) {
                if (line.taker() == C) {
                    List<Subject> subjects = takeWaiting(Optional.of(line));
                    evaluate(line, subjects, dns);
                }
                waiting.get(line.taker()).add(line);
                taken++;
                if (taken % TELL_EVERY == 0) {
                    tell();
                }
            }
            takeWaiting(Optional.empty());
            asked = dns.asked();
        }
        seconds = (System.nanoTime() - start) / 1e9;
        tell();
    }

    /**
     * All members take what came before, at the same time; C then looks at its next mail, and
     * fetches what A and B stated.
     */
    private List<Subject> takeWaiting(Optional<DemoMail.Line> next) throws IOException {
        if (exchange.isAlone()) {
            int others = waiting.get(A).size() + waiting.get(B).size();
            outcomes.merge("left out", others, Integer::sum);
            waiting.get(A).clear();
            waiting.get(B).clear();
        }
        List<Subject> subjects;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var others = new ArrayList<Future<?>>();
            for (int taker : List.of(A, B)) {
                if (!waiting.get(taker).isEmpty()) {
                    DemoMember member = exchange.all().get(taker);
                    others.add(
                            threads.submit(() -> {
                                take(member, waiting.get(taker));
                                return true;
                            }));
                }
            }
            take(exchange.c(), waiting.get(C));
            subjects = next.isPresent() ? look(next.get()) : List.of();
            for (Future<?> other : others) {
                await(other);
            }
            if (!others.isEmpty()) {
                hold();
            }
        }
        waiting.forEach(List::clear);
        return subjects;
    }

    private static void await(Future<?> taking) throws IOException {
        try {
            taking.get();
        } catch (ExecutionException failed) {
            throw new IOException("a member could not take its mails", failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopping);
        }
    }

    /** C fetches all that A and B have stated so far. */
    private void hold() throws IOException {
        ObjectNode want = Json.object();
        synchronized (sizes) {
            sizes.forEach(want::put);
        }
        want.remove(exchange.c().cast().name());
        JsonNode held = exchange.c().ask("hold", Json.object().set("sizes", want));
        for (var one : held.properties()) {
            if (!one.getValue().asBoolean()) {
                throw new IOException("C could not fetch the log of " + one.getKey());
            }
        }
    }

    /** What C would ask its lists about a mail. */
    private List<Subject> look(DemoMail.Line line) throws IOException {
        try {
            JsonNode look =
                    exchange.c().ask("look", Json.object().put("file", line.file().toString()));
            return subjects(look.path("found"));
        } catch (Refusal notAMail) {
            // It is counted as refused when it is taken; no list could have stopped it.
            return List.of();
        }
    }

    private void take(DemoMember member, List<DemoMail.Line> lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        ArrayNode mails = Json.array();
        for (DemoMail.Line line : lines) {
            mails.addObject()
                    .put("file", line.file().toString())
                    .put("as", line.spam() ? "spam" : "wanted");
        }
        JsonNode answer = member.ask("take", Json.object().set("mails", mails));
        synchronized (sizes) {
            sizes.put(member.cast().name(), answer.path("size").asLong());
            for (String as : List.of("spam", "wanted")) {
                answer.path(as)
                        .path("inputs")
                        .properties()
                        .forEach(it ->
                                outcomes.merge(it.getKey(), it.getValue().asInt(), Integer::sum));
            }
        }
    }

    /**
     * What a mail server asks: the address that handed the mail over, and each linked host with its
     * registrable name.
     */
    private static List<Subject> subjects(JsonNode found) {
        var subjects = new ArrayList<Subject>();
        for (JsonNode one : found) {
            Optional<Role> role = Role.ofWord(one.path("role").asString());
            String kind = one.path("kind").asString();
            boolean address =
                    kind.equals(SubjectKind.ADDRESS.word())
                            && (role.equals(Optional.of(Role.CONNECTED))
                                    || role.equals(Optional.of(Role.CALLED_TO_LINK)));
            boolean host =
                    kind.equals(SubjectKind.DOMAIN.word())
                            && role.equals(Optional.of(Role.CALLED_TO_LINK));
            if (address || host) {
                SubjectKind of = address ? SubjectKind.ADDRESS : SubjectKind.DOMAIN;
                subjects.add(new Subject(of, one.path("value").asString()));
            }
        }
        return subjects;
    }

    private void evaluate(DemoMail.Line line, List<Subject> subjects, DemoDns dns)
            throws IOException {
        if (line.spam()) {
            spamOfC++;
        } else {
            wantedOfC++;
        }
        var questions = new ArrayList<DemoDns.Question>();
        for (String arm : arms()) {
            for (String tier : TIERS) {
                subjects.forEach(it -> questions.add(new DemoDns.Question(it, tier, arm)));
            }
        }
        Set<DemoDns.Question> listed = dns.listed(questions);
        for (String arm : arms()) {
            for (String tier : TIERS) {
                boolean hit =
                        listed.stream()
                                .anyMatch(it -> it.list().equals(arm) && it.tier().equals(tier));
                Count count = counts.computeIfAbsent(arm + " " + tier, _ -> new Count());
                if (hit && line.spam()) {
                    count.stopped++;
                } else if (hit) {
                    count.wantedHit++;
                }
            }
        }
        for (Subject subject : subjects) {
            boolean byOthers =
                    listed.contains(new DemoDns.Question(subject, "score", "plus-a-b"))
                            && !listed.contains(new DemoDns.Question(subject, "score", "own"));
            if (byOthers && line.spam() && subject.kind() == SubjectKind.DOMAIN) {
                helped.remove(subject);
                helped.add(subject);
            }
        }
    }

    private List<String> arms() {
        return exchange.isAlone() ? List.of("own") : DemoExchange.ARMS;
    }

    private void tell() {
        var words = new StringBuilder("%5d mails: C would have stopped".formatted(taken));
        for (String arm : arms()) {
            Count count = counts.getOrDefault(arm + " score", new Count());
            words.append(" %d (%s)".formatted(count.stopped, words(arm)));
        }
        Count all =
                counts.getOrDefault(
                        (exchange.isAlone() ? "own" : "plus-a-b") + " score", new Count());
        teller.say(
                words
                        + " of %d spam; wanted hit %d of %d"
                                .formatted(spamOfC, all.wantedHit, wantedOfC));
    }

    private static String words(String arm) {
        return switch (arm) {
            case "own" -> "own list";
            case "plus-a" -> "+A";
            default -> "+A+B";
        };
    }

    /** All figures; stopped and wanted hit as n of N. */
    ObjectNode report() {
        teller.title("What cooperation was worth to C");
        ObjectNode report = Json.object();
        ObjectNode inputs = report.putObject("inputs");
        outcomes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(it -> inputs.put(it.getKey(), it.getValue()));
        teller.say(
                "%d mails in all: %s; %.1f s, %d DNS questions"
                        .formatted(
                                taken,
                                Json.line(inputs).replaceAll("[{}\"]", "").replace(",", ", "),
                                seconds,
                                asked));
        ArrayNode arms = report.putArray("arms");
        for (String tier : TIERS) {
            for (String arm : arms()) {
                Count count = counts.getOrDefault(arm + " " + tier, new Count());
                arms.addObject()
                        .put("tier", tier)
                        .put("arm", words(arm))
                        .put("stopped", count.stopped)
                        .put("spam", spamOfC)
                        .put("wanted_hit", count.wantedHit)
                        .put("wanted", wantedOfC);
                teller.detail(
                        "tier %-5s  %-8s  stopped %4d of %d   wanted hit %d of %d"
                                .formatted(
                                        tier,
                                        words(arm),
                                        count.stopped,
                                        spamOfC,
                                        count.wantedHit,
                                        wantedOfC));
            }
        }
        report.put("seconds", seconds).put("dns_questions", asked);
        return report;
    }
}
