package org.comity.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.comity.protection.Incident;
import org.comity.protection.MailAddress;
import org.comity.protection.Notice;
import org.comity.statement.AbuseClass;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One incident and what was told of it to one contact; docs/formats/notice.md.
 *
 * @param number by which people name it
 * @param reports the first one, then those that follow it up; the last is the one at hand
 * @param statements own ones that it rests on
 */
record NoticeRow(
        long number,
        Incident incident,
        MailAddress contact,
        Notice.Format format,
        Standing standing,
        List<Report> reports,
        List<StatementId> statements) {
    static final int REPORTS_MAX = 100;
    static final int STATEMENTS_MAX = 1_000;

    NoticeRow {
        reports = List.copyOf(reports);
        statements = List.copyOf(statements);
        if (reports.isEmpty() || reports.size() > REPORTS_MAX) {
            throw new IllegalArgumentException("a notice has 1 to 100 reports");
        }
    }

    /**
     * @param second since when
     * @param said what the mail server answered last, or why nothing came of it
     */
    record Standing(NoticeState state, long second, String said) {}

    /**
     * @param queuedSecond when it was to be mailed, and {@code sentSecond} when it was; 0 before
     * @param attempts how often a dialogue with the mail server was begun
     */
    record Report(UUID id, long madeSecond, long queuedSecond, int attempts, long sentSecond) {
        Report made(long second) {
            return new Report(id, second, 0, 0, 0);
        }

        Report queued(long second) {
            return new Report(id, madeSecond, second, 0, 0);
        }

        Report tried(int more) {
            return new Report(id, madeSecond, queuedSecond, attempts + more, sentSecond);
        }

        Report sent(long second) {
            return new Report(id, madeSecond, queuedSecond, attempts, second);
        }
    }

    Report report() {
        return reports.getLast();
    }

    /** The first report's, for one that follows it up. */
    Optional<UUID> before() {
        return reports.size() == 1 ? Optional.empty() : Optional.of(reports.getFirst().id());
    }

    NoticeState state() {
        return standing.state();
    }

    NoticeRow with(Standing now) {
        return new NoticeRow(number, incident, contact, format, now, reports, statements);
    }

    NoticeRow with(Report last) {
        var all = new ArrayList<>(reports);
        all.set(all.size() - 1, last);
        return new NoticeRow(number, incident, contact, format, standing, all, statements);
    }

    NoticeRow following(Report more) {
        var all = new ArrayList<>(reports);
        all.add(more);
        return new NoticeRow(number, incident, contact, format, standing, all, statements);
    }

    NoticeRow seeing(Incident now, List<StatementId> by, Notice.Format as) {
        return new NoticeRow(number, now, contact, as, standing, reports, by);
    }

    /** One incident: the same subject and class, told to the same contact. */
    static Hash key(Incident incident, MailAddress contact) {
        String text =
                String.join(
                        "\0",
                        incident.subject().key(),
                        incident.abuse().word(),
                        contact.text().toLowerCase(java.util.Locale.ROOT));
        return Hash.digest(Bytes.utf8(text).array());
    }

    Hash key() {
        return key(incident, contact);
    }

    ObjectNode json() {
        Incident.Source source = incident.source();
        ObjectNode json =
                Json.object()
                        .put("notice", number)
                        .put("kind", incident.subject().kind().word())
                        .put("value", incident.subject().value())
                        .put("class", incident.abuse().word())
                        .put("address", source.address().value())
                        .put("deed", source.deed().word())
                        .put("protocol", source.protocol())
                        .put("port", source.port().orElse(0));
        json.put("first", incident.firstSecond())
                .put("last", incident.lastSecond())
                .put("count", incident.count())
                .put("contact", contact.text())
                .put("format", format.word())
                .put("state", state().word())
                .put("since", standing.second())
                .put("said", standing.said());
        var all = json.putArray("reports");
        for (Report one : reports) {
            all.addObject()
                    .put("id", one.id().toString())
                    .put("made", one.madeSecond())
                    .put("queued", one.queuedSecond())
                    .put("attempts", one.attempts())
                    .put("sent", one.sentSecond());
        }
        return json.set("statements", Json.array(statements));
    }

    Bytes bytes() {
        return Bytes.utf8(Json.line(json()));
    }

    /** Of a row that {@link #bytes} made; any exception for another. */
    static NoticeRow read(Bytes row) {
        JsonNode json = Json.parse(row.utf8());
        var reports = new ArrayList<Report>();
        for (JsonNode one : json.path("reports")) {
            reports.add(
                    new Report(
                            UUID.fromString(one.path("id").asString()),
                            one.path("made").asLong(),
                            one.path("queued").asLong(),
                            one.path("attempts").asInt(),
                            one.path("sent").asLong()));
        }
        var statements = new ArrayList<StatementId>();
        json.path("statements")
                .forEach(it -> statements.add(StatementId.parse(it.asString()).orThrow()));
        return new NoticeRow(
                json.path("notice").asLong(),
                incident(json),
                MailAddress.parse(json.path("contact").asString()).orThrow(),
                Notice.Format.ofWord(json.path("format").asString()).orElseThrow(),
                new Standing(
                        NoticeState.ofWord(json.path("state").asString()).orElseThrow(),
                        json.path("since").asLong(),
                        json.path("said").asString()),
                reports,
                statements);
    }

    private static Incident incident(JsonNode json) {
        int port = json.path("port").asInt();
        var source =
                new Incident.Source(
                        new Subject(SubjectKind.ADDRESS, json.path("address").asString()),
                        Incident.Deed.ofWord(json.path("deed").asString()).orElseThrow(),
                        json.path("protocol").asString(),
                        port == 0 ? OptionalInt.empty() : OptionalInt.of(port));
        return new Incident(
                new Subject(kind(json.path("kind").asString()), json.path("value").asString()),
                AbuseClass.ofWord(json.path("class").asString()).orElseThrow(),
                source,
                json.path("first").asLong(),
                json.path("last").asLong(),
                json.path("count").asLong());
    }

    private static SubjectKind kind(String word) {
        for (SubjectKind kind : SubjectKind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("not a kind of subject");
    }
}
