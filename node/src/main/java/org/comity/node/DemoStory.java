package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The second half of the demo: what members do with one another once the mails are in. */
final class DemoStory {
    private static final String INNOCENT = "brotbackstube-am-markt.de";
    private static final int TRIALS = 40;

    private final DemoExchange exchange;
    private final DemoTeller teller;
    private final DemoMails mails;
    private final DemoSteps steps;
    private final Path folder;

    DemoStory(DemoExchange exchange, DemoTeller teller, DemoMails mails, Path folder) {
        this.exchange = exchange;
        this.teller = teller;
        this.mails = mails;
        this.folder = folder;
        this.steps = new DemoSteps(exchange, teller, folder);
    }

    /** A desk of one: receipt and retract; the rest needs others. */
    ObjectNode alone() throws IOException {
        ObjectNode story = Json.object();
        DemoMember desk = exchange.c();
        teller.title("A receipt that stands up later");
        story.set("receipt", steps.receipt(desk, desk.logOrigin() + "#0"));
        teller.title("Taking back what was said");
        Path mail = steps.mail("own", "wrongly-reported.com");
        steps.take(desk, mail, true);
        Subject host = new Subject(SubjectKind.DOMAIN, "wrongly-reported.com");
        story.set("retract", retract(desk, host, "own"));
        teller.say("");
        teller.say(
                "Left out with one member: sharing, traces across members, requests, outsiders.");
        return story;
    }

    ObjectNode tell() throws IOException {
        ObjectNode story = Json.object();
        Optional<Subject> shared = shared();
        story.set("trace", trace(shared));
        story.set("request", request(shared.map(Subject::value).orElse(INNOCENT)));
        teller.title("One claim is taken back, and it is gone from DNS");
        Path mail = steps.mail("retracted", "wrongly-reported.com");
        steps.take(exchange.a(), mail, true);
        Subject wrong = new Subject(SubjectKind.DOMAIN, "wrongly-reported.com");
        story.set("retract", retract(exchange.a(), wrong, "exchange"));
        story.set("outsider", outsider());
        story.set("analyst", analyst());
        teller.title("A receipt, checked by a stranger offline");
        awaitWitnesses(exchange.a());
        story.set("receipt", steps.receipt(exchange.a(), exchange.a().logOrigin() + "#0"));
        story.set("evidence_to_answer", speed());
        return story;
    }

    /** A host that two members' own mails name, which C's list alone would have missed. */
    private Optional<Subject> shared() throws IOException {
        List<Subject> candidates = new ArrayList<>(mails.helped());
        for (Subject subject : candidates.reversed()) {
            var members = new java.util.TreeSet<String>();
            for (JsonNode claim : check(exchange.c(), subject).path("claims")) {
                members.add(claim.path("member").asString());
            }
            if (members.size() >= 2) {
                return Optional.of(subject);
            }
        }
        return Optional.empty();
    }

    private static JsonNode check(DemoMember member, Subject subject) throws IOException {
        ObjectNode with = Json.object().put("list", "exchange");
        with.set("values", Json.array(List.of(subject.value())));
        return member.ask("check", with).path("subjects").path(0);
    }

    private JsonNode trace(Optional<Subject> host) throws IOException {
        teller.title("A trace of one host through two members' mail");
        if (host.isEmpty()) {
            teller.say("No host of these mails was met by two members; nothing to trace.");
            return Json.object().put("found", false);
        }
        ObjectNode with = Json.object().put("hops", 1);
        with.set("values", Json.array(List.of(host.get().value())));
        JsonNode trace = exchange.c().ask("trace", with);
        List<String> lines = trace.path("text").asString().lines().toList();
        teller.detail(String.join("\n", lines.subList(0, Math.min(12, lines.size()))));
        if (lines.size() > 12) {
            teller.detail(
                    "... "
                            + (lines.size() - 12)
                            + " lines more: comity trace "
                            + host.get().value());
        }
        return Json.object()
                .put("found", true)
                .put("host", host.get().value())
                .put("steps", trace.path("traces").path(0).path("steps").size());
    }

    /** C asks B, across a border, to keep what it has. */
    private JsonNode request(String value) throws IOException {
        teller.title("A preservation request crosses a border");
        ObjectNode with =
                Json.object()
                        .put("to", exchange.b().cast().name())
                        .put("kind", "preservation")
                        .put("subject", value)
                        .put("text", "Please keep connection logs that concern this for 90 days.")
                        .put("legal_basis", "Budapest Convention, article 29");
        JsonNode sent = exchange.c().ask("request-new", with);
        String id = sent.path("request").asString();
        var ask = new DemoMember.Asked("request-list", Json.object());
        exchange.b()
                .await(
                        "the request",
                        ask,
                        answer ->
                                answer.path("requests")
                                        .valueStream()
                                        .anyMatch(it -> it.path("request").asString().equals(id)));
        JsonNode acknowledged =
                exchange.b()
                        .ask(
                                "request-reply",
                                Json.object()
                                        .put("request", id)
                                        .put("stage", "acknowledged")
                                        .put("text", "We keep them."));
        exchange.c()
                .await(
                        "the acknowledgement",
                        ask,
                        answer ->
                                answer.path("requests")
                                        .valueStream()
                                        .anyMatch(it ->
                                                it.path("request").asString().equals(id)
                                                        && it.path("stage")
                                                                .asString()
                                                                .equals("acknowledged")));
        teller.say("C (JP) asked B (BR) to preserve logs on " + value + "; B has acknowledged.");
        ObjectNode outcome = Json.object().put("request", id);
        outcome.set("sent", steps.receipt(exchange.c(), sent.path("statement").asString()));
        outcome.set(
                "acknowledged",
                steps.receipt(exchange.b(), acknowledged.path("statement").asString()));
        return outcome;
    }

    private JsonNode retract(DemoMember member, Subject host, String list) throws IOException {
        long listedMillis = steps.awaitListed(host, list, true);
        teller.say(host.value() + " is listed: " + steps.reason(host, list));
        member.ask("retract", Json.object().put("value", host.value()));
        long goneMillis = steps.awaitListed(host, list, false);
        teller.say(
                "Retracted by "
                        + member.cast().name()
                        + "; gone from C's DNS after "
                        + goneMillis
                        + " ms.");
        return Json.object()
                .put("host", host.value())
                .put("listed_after_ms", listedMillis)
                .put("gone_after_ms", goneMillis);
    }

    /** Somebody outside mails an innocent host's name to three members. */
    private JsonNode outsider() throws IOException {
        teller.title("An outsider mails an innocent host's name to three members");
        Subject innocent = new Subject(SubjectKind.DOMAIN, INNOCENT);
        ObjectNode outcome = Json.object().put("host", INNOCENT);
        outcome.set("before", level(innocent, "before"));
        int number = 0;
        for (DemoMember member : List.of(exchange.a(), exchange.b(), exchange.c())) {
            steps.take(member, steps.mail("outsider-" + number++, INNOCENT), true);
        }
        steps.awaitClaims(innocent, 3);
        JsonNode after = level(innocent, "after ");
        outcome.set("after", after);
        for (JsonNode reason : check(exchange.c(), innocent).path("reasons")) {
            teller.detail(reason.asString());
        }
        teller.say(
                "Three members saw it, and it is neither agreed nor on a block list: links that only machines"
                        + " found never make either.");
        return outcome;
    }

    private JsonNode level(Subject subject, String when) throws IOException {
        JsonNode check = check(exchange.c(), subject);
        String words = check.path("level").asString() + ", tier " + check.path("tier").asString();
        teller.say(when + ": " + words);
        return Json.object()
                .put("level", check.path("level").asString())
                .put("tier", check.path("tier").asString());
    }

    /**
     * The control: a campaign host that A met, and that a person in another country looked into.
     */
    private JsonNode analyst() throws IOException {
        teller.title("As control: an analyst in another country looks into a campaign");
        Subject host =
                mails.helped().isEmpty()
                        ? new Subject(SubjectKind.DOMAIN, "control-campaign.com")
                        : mails.helped().getLast();
        if (mails.helped().isEmpty()) {
            steps.take(exchange.a(), steps.mail("control", host.value()), true);
        }
        steps.awaitClaims(host, 1);
        ObjectNode outcome = Json.object().put("host", host.value());
        outcome.set("before", level(host, "before"));
        Path evidence = steps.mail("trap-of-campus", host.value());
        ObjectNode claim =
                Json.object()
                        .put("value", host.value())
                        .put("class", "fraud")
                        .put("target", "dedicated")
                        .put("evidence", evidence.toString());
        exchange.d().ask("claim", claim);
        steps.awaitTier(host, "block");
        outcome.set("after", level(host, "after "));
        teller.say(
                "D (KE) analysed "
                        + host.value()
                        + " with evidence of its own; now it may be blocked: "
                        + steps.reason(host, "exchange"));
        return outcome;
    }

    /** From a report at A to the answer of C's DNS, by announcement alone. */
    private JsonNode speed() throws IOException {
        teller.title("From evidence at A to the answer of C's DNS");
        var millis = new ArrayList<Double>();
        for (int trial = 0; trial < TRIALS; trial++) {
            Subject host = new Subject(SubjectKind.DOMAIN, "trial-number-" + trial + ".com");
            Path mail = steps.mail("trial-" + trial, host.value());
            long start = System.nanoTime();
            steps.take(exchange.a(), mail, true);
            steps.awaitListed(host, "exchange", true);
            millis.add((System.nanoTime() - start) / 1e6);
        }
        millis.sort(null);
        double median = millis.get(TRIALS / 2);
        double most = millis.getLast();
        teller.say("%d trials: median %.0f ms, slowest %.0f ms".formatted(TRIALS, median, most));
        long bytes = 0;
        for (DemoMember member : exchange.all()) {
            try (var files = Files.walk(member.data())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    bytes += Files.size(file);
                }
            }
        }
        JsonNode status = exchange.c().ask("status", Json.object());
        long statements = 0;
        for (JsonNode member : status.path("members")) {
            statements += member.path("size").asLong();
        }
        teller.say(
                "%d statements; all five directories together %.1f MB"
                        .formatted(statements, bytes / 1e6));
        return Json.object()
                .put("trials", TRIALS)
                .put("median_ms", median)
                .put("slowest_ms", most)
                .put("statements", statements)
                .put("directories_bytes", bytes)
                .put("folder", folder.getFileName().toString());
    }

    /** The log has grown all the while; when it rests, the others cosign it within seconds. */
    private static void awaitWitnesses(DemoMember member) throws IOException {
        member.await(
                "a quorum of cosignatures",
                new DemoMember.Asked("status", Json.object()),
                status ->
                        status.path("members")
                                .valueStream()
                                .filter(it ->
                                        it.path("member").asString().equals(member.cast().name()))
                                .anyMatch(it -> it.path("cosigned_size").asLong() > 0));
    }
}
