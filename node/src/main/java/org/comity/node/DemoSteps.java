package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.comity.charter.CharterHistory;
import org.comity.statement.Subject;
import org.comity.value.Bytes;
import org.comity.verifier.ShownReceipt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the story's parts have in common: mails, waiting on DNS, receipts. */
@SuppressWarnings("StringConcatToTextBlock") // line ends of a mail are clearer when they are seen
final class DemoSteps {
    private static final long WAIT_MILLIS_MAX = 30_000;

    private final DemoExchange exchange;
    private final DemoTeller teller;
    private final Path folder;

    DemoSteps(DemoExchange exchange, DemoTeller teller, Path folder) {
        this.exchange = exchange;
        this.teller = teller;
        this.folder = folder;
    }

    /** A mail that calls to one host, from an address that changes with the name. */
    Path mail(String name, String host) throws IOException {
        int number = name.hashCode() & 0xffff;
        Path file = folder.resolve("story").resolve(name + ".eml");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                ("Received: from sender (sender [45.77.%d.%d]) by mx.receiver.test with ESMTP; Mon,"
                                + " 5 Jan 2026 09:00:00 +0000\n"
                                + "From: <someone@%s>\n"
                                + "To: <reader@receiver.test>\n"
                                + "Subject: %s\n"
                                + "Message-ID: <%s@story>\n"
                                + "MIME-Version: 1.0\n"
                                + "Content-Type: text/plain; charset=utf-8\n\n"
                                + "Please look at http://www.%s/offer today.\n")
                        .formatted(number >> 8, 1 + number % 254, host, name, name, host));
        return file;
    }

    void take(DemoMember member, Path mail, boolean spam) throws IOException {
        ObjectNode with = Json.object();
        with.putArray("mails")
                .addObject()
                .put("file", mail.toString())
                .put("as", spam ? "spam" : "wanted");
        member.ask("take", with);
    }

    /** Milliseconds until C's DNS answers as wished. */
    long awaitListed(Subject subject, String list, boolean listed) throws IOException {
        long start = System.nanoTime();
        try (var dns = new DemoDns(exchange.c().dnsPort())) {
            var question = new DemoDns.Question(subject, "score", list);
            while (dns.listed(List.of(question)).isEmpty() == listed) {
                pause(start, subject.value() + (listed ? " is not listed" : " is still listed"));
            }
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    String reason(Subject subject, String list) throws IOException {
        try (var dns = new DemoDns(exchange.c().dnsPort())) {
            return dns.reason(subject, list);
        }
    }

    void awaitClaims(Subject subject, int members) throws IOException {
        long start = System.nanoTime();
        while (true) {
            var who = new java.util.TreeSet<String>();
            for (JsonNode claim : check(subject).path("claims")) {
                who.add(claim.path("member").asString());
            }
            if (who.size() >= members) {
                return;
            }
            pause(start, "claims on " + subject.value() + " did not arrive");
        }
    }

    void awaitTier(Subject subject, String tier) throws IOException {
        long start = System.nanoTime();
        while (!check(subject).path("tier").asString().equals(tier)) {
            pause(start, subject.value() + " did not reach tier " + tier);
        }
    }

    private JsonNode check(Subject subject) throws IOException {
        ObjectNode with = Json.object().put("list", "exchange");
        with.set("values", Json.array(List.of(subject.value())));
        return exchange.c().ask("check", with).path("subjects").path(0);
    }

    private static void pause(long startNanos, String trouble) throws IOException {
        if (System.nanoTime() - startNanos > TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS_MAX)) {
            throw new IOException(trouble + " after 30 s");
        }
        try {
            TimeUnit.MILLISECONDS.sleep(1);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopping);
        }
    }

    /** Takes the receipt out as a file, and checks it with nothing but the charter's note. */
    JsonNode receipt(DemoMember member, String statement) throws IOException {
        String receipt =
                member.ask("receipt", Json.object().put("statement", statement))
                        .path("receipt")
                        .asString();
        Path file =
                folder.resolve("story")
                        .resolve(statement.replaceAll("[^a-z0-9]+", "-") + ".receipt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, receipt);
        String note = member.ask("charter", Json.object()).path("note").asString();
        Path charterFile = folder.resolve("story").resolve("charter.note");
        Files.writeString(charterFile, note);
        CharterHistory charter =
                Refusal.orRefuse(CharterHistory.parse(Bytes.of(Files.readAllBytes(charterFile))));
        ShownReceipt shown =
                Refusal.orRefuse(ShownReceipt.of(Bytes.of(Files.readAllBytes(file)), charter));
        teller.say(
                "Receipt of %s: good, %s, %s (%d bytes)"
                        .formatted(
                                statement, shown.marking(), shown.witnesses(), Files.size(file)));
        return Json.object()
                .put("statement", statement)
                .put("valid", true)
                .put("witnessed", shown.witnessed());
    }
}
