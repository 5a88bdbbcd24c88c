package org.comity.node;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.protection.MailAddress;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import tools.jackson.databind.JsonNode;

/**
 * Tells the own desk by mail that watches have new alerts. The mail names watches and counts and
 * nothing else: what an alert rests on may be for the eyes of members only, and mail is read on the
 * way. Each alert is told once; whether it was stands in one row, which holds no value either.
 */
final class AlertMail {
    static final Bytes TOLD = RowKeys.single("alerts-told");

    /** Of which it is known that they were told; with more, the oldest may be told again. */
    private static final int TOLD_MAX = 10_000;

    private final Desk desk;

    /** What there is to tell: the mail, and all alerts as they stand. */
    private record Letter(String text, Bytes told) {}

    AlertMail(Desk desk) {
        this.desk = desk;
    }

    /** For people: what would be mailed now, and to whom. */
    JsonNode show() throws IOException {
        Optional<MailAddress> to = desk.config().notices().alertsTo();
        Optional<Letter> letter = letter();
        return Json.object()
                .put("to", to.map(MailAddress::text).orElse(""))
                .put("send", desk.config().notices().send())
                .put("mail", letter.map(Letter::text).orElse(""));
    }

    /** Mails what is new, if the configuration says so; true when the server took a mail. */
    boolean run() throws IOException {
        Config.Notices config = desk.config().notices();
        if (!config.send() || config.alertsTo().isEmpty()) {
            return false;
        }
        Optional<Letter> letter = letter();
        if (letter.isEmpty()) {
            return false;
        }
        MailAddress from = config.reporter().orElseThrow().from();
        try (SmtpSession session =
                SmtpSession.open(config.server().orElseThrow(), desk.data(), from.domain())) {
            SmtpSession.Answer answer =
                    session.send(
                            from,
                            config.alertsTo().get(),
                            mail(from, config.alertsTo().get(), letter.get()));
            if (!(answer instanceof SmtpSession.Answer.Taken)) {
                throw new IOException("a mail of alerts was not taken: " + answer.said());
            }
        }
        desk.writer()
                .callLong(() -> {
                    desk.pending().write(List.of(new Change.Put(TOLD, letter.get().told())));
                    return true;
                });
        return true;
    }

    /** Of that row: whole hashes, ascending. */
    static boolean isTold(Bytes row) {
        return row.length() % Hash.LENGTH == 0;
    }

    private Optional<Letter> letter() throws IOException {
        var before = new TreeSet<Hash>();
        Bytes row = desk.store().value(TOLD).orElse(Bytes.EMPTY);
        for (int at = 0; at < row.length(); at += Hash.LENGTH) {
            before.add(Hash.of(row.slice(at, at + Hash.LENGTH).array()));
        }
        var now = new TreeSet<Hash>();
        var counts = new TreeMap<String, TreeMap<String, Integer>>();
        for (JsonNode alert : alerts()) {
            Hash name = name(alert);
            if (now.size() < TOLD_MAX && now.add(name) && !before.contains(name)) {
                counts.computeIfAbsent(watch(alert), _ -> new TreeMap<>())
                        .merge(alert.path("kind").asString(), 1, Integer::sum);
            }
        }
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        var text = new StringBuilder("New since the last mail, by watch:\r\n\r\n");
        counts.forEach((watch, kinds) -> {
            var parts = new ArrayList<String>();
            kinds.forEach((kind, count) -> parts.add(count + " " + kind));
            text.append(watch).append(": ").append(String.join(", ", parts)).append("\r\n");
        });
        text.append("\r\nTo see them: comity alert list\r\n");
        Bytes told = Bytes.join(now.stream().map(Hash::bytes).toArray(Bytes[]::new));
        return Optional.of(new Letter(text.toString(), told));
    }

    private JsonNode alerts() throws IOException {
        return new Watching(desk, new Asking(desk).sight())
                .run("alert-list", Json.object())
                .path("alerts");
    }

    /** That a request is due follows from no watch. */
    private static String watch(JsonNode alert) {
        return alert.path("watch").asString("requests");
    }

    /** The same until somebody else says it too, or another connection is found. */
    private static Hash name(JsonNode alert) {
        var members = new ArrayList<String>();
        alert.path("members").propertyNames().forEach(members::add);
        members.sort(Comparator.naturalOrder());
        String text =
                String.join(
                        "\n",
                        watch(alert),
                        alert.path("kind").asString(),
                        alert.path("request").path("request").asString(""),
                        alert.path("subject").asString(""),
                        alert.path("other").asString(""),
                        alert.path("since").asString(""),
                        alert.path("bridge").path("name").asString(""),
                        String.join(",", members));
        return Hash.digest(Bytes.utf8("comity/alert/v1\0" + text).array());
    }

    /** RFC 5322; names of watches are ASCII, and nothing else in it comes from outside. */
    private Bytes mail(MailAddress from, MailAddress to, Letter letter) {
        Instant now = Instant.ofEpochSecond(desk.nowSecond());
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
        String id = Hash.digest(letter.told().array()).hex().substring(0, 32);
        return Bytes.utf8(
                String.join(
                        "\r\n",
                        "From: " + from.text(),
                        "To: " + to.text(),
                        "Subject: Comity: new alerts",
                        "Date: " + date,
                        "Message-ID: <" + id + "@" + from.domain() + ">",
                        "MIME-Version: 1.0",
                        "Content-Type: text/plain; charset=us-ascii",
                        "Auto-Submitted: auto-generated",
                        "",
                        letter.text()));
    }
}
