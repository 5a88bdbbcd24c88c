package org.comity.protection;

import java.time.Instant;
import java.util.Optional;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A notice as X-ARF version 4; docs/formats/notice.md has the table of classes. What the schema
 * asks for and nobody saw is not made up: then there is no report in this format, and why is said.
 */
public final class XarfRenderer {
    private static final String VERSION = "4.2.0";
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final Notice notice;
    private final Incident incident;
    private final ObjectNode json = MAPPER.createObjectNode();

    private XarfRenderer(Notice notice) {
        this.notice = notice;
        this.incident = notice.incident();
    }

    /** UTF-8, or what is missing for it. */
    public static Checked<Bytes> render(Notice notice) {
        var renderer = new XarfRenderer(notice);
        renderer.core();
        Optional<String> missing = renderer.particular();
        return missing.isPresent()
                ? Checked.refused("X-ARF asks for " + missing.get(), "")
                : Checked.good(
                        Bytes.utf8(
                                MAPPER.writerWithDefaultPrettyPrinter()
                                        .writeValueAsString(renderer.json)));
    }

    private void core() {
        json.put("xarf_version", VERSION);
        json.put("report_id", notice.id().toString());
        json.put("timestamp", time(incident.lastSecond()));
        party("reporter");
        party("sender");
        json.put("source_identifier", incident.source().address().value());
        incident.source().port().ifPresent(it -> json.put("source_port", it));
        json.put("description", NoticeText.summary(notice));
        notice.sample().ifPresent(this::evidence);
    }

    private void party(String name) {
        Notice.Reporter reporter = notice.reporter();
        json.putObject(name)
                .put("org", reporter.organisation())
                .put("contact", reporter.contact().text())
                .put("domain", reporter.from().domain());
    }

    private void evidence(Notice.Sample sample) {
        json.putArray("evidence")
                .addObject()
                .put("content_type", "text/rfc822-headers")
                .put(
                        "description",
                        "Header of one of the mails; recipients are redacted (RFC 6590)")
                .put("payload", sample.header().base64())
                .put("hash", "sha256:" + Hash.digest(sample.header().array()).hex())
                .put("size", sample.header().length());
    }

    /** What the type asks for beside the core; what is missing for it. */
    private Optional<String> particular() {
        return switch (incident.abuse()) {
            case SPAM -> spam();
            case PHISHING -> content("phishing");
            case MALWARE -> content("malware");
            case FRAUD -> {
                json.put("fraud_type", "other");
                yield content("fraud");
            }
            case COMMAND_AND_CONTROL -> {
                json.put("c2_server", incident.subject().value());
                yield botnet();
            }
            case BOTNET -> botnet();
            case SCANNING ->
                    incident.source().port().isPresent()
                            ? connection("port_scan")
                            : scan("port_scan");
            case EXPLOIT -> scan("vulnerability_scan");
            case BRUTE_FORCE -> connection("login_attack");
            case DENIAL_OF_SERVICE -> connection("ddos");
            case UNSPECIFIED -> Optional.of("a class of abuse");
        };
    }

    private Optional<String> spam() {
        type("messaging", "spam").put("protocol", "smtp");
        Optional<MailAddress> from = notice.sample().flatMap(Notice.Sample::sender);
        from.ifPresent(it -> json.put("smtp_from", it.text()));
        if (incident.source().deed() == Incident.Deed.SERVED) {
            return Optional.of("the address that sent the spam");
        }
        return from.isEmpty() ? Optional.of("the envelope sender of the spam") : portMissing();
    }

    private Optional<String> content(String type) {
        type("content", type);
        if (incident.subject().kind() != SubjectKind.URL) {
            return Optional.of("the URL that is served");
        }
        json.put("url", incident.subject().value());
        return incident.source().deed() == Incident.Deed.SERVED
                ? Optional.empty()
                : Optional.of("the address that serves the URL");
    }

    private Optional<String> botnet() {
        type("infrastructure", "botnet").put("compromise_evidence", NoticeText.summary(notice));
        return Optional.empty();
    }

    private Optional<String> connection(String type) {
        type("connection", type).put("protocol", incident.source().protocol());
        seen();
        return portMissing();
    }

    /** Its schema asks for no port. */
    private Optional<String> scan(String kind) {
        String protocol = incident.source().protocol();
        type("connection", "vulnerability_scan")
                .put("scan_type", kind)
                .put("protocol", protocol.equals("sctp") ? "mixed" : protocol);
        seen();
        return Optional.empty();
    }

    private void seen() {
        json.put("first_seen", time(incident.firstSecond()));
        json.put("last_seen", time(incident.lastSecond()));
    }

    private Optional<String> portMissing() {
        return incident.source().port().isPresent()
                ? Optional.empty()
                : Optional.of("the port that the address connected from");
    }

    private ObjectNode type(String category, String type) {
        return json.put("category", category).put("type", type);
    }

    private static String time(long second) {
        return Instant.ofEpochSecond(second).toString();
    }
}
