package org.comity.node;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Figures for Prometheus at {@code /metrics}; docs/operate.md explains each. */
final class Metrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    final Counter dnsQueries = counter("comity_dns_queries", "DNS queries received");
    final Counter mailsTaken = counter("comity_mails_taken", "mails reported or kept as wanted");
    final Counter mailsRefused = counter("comity_mails_refused", "mails refused with a reason");
    final Counter peerRefusals =
            counter("comity_peer_refusals", "answers of peers that did not verify");
    final Counter mailChecks = counter("comity_mail_checks", "mails asked about over HTTP");
    final Counter httpRequests = counter("comity_http_requests", "HTTP requests answered");

    private Counter counter(String name, String help) {
        return Counter.builder().name(name).help(help).register(registry);
    }

    /** What the logs and lists of a node come to, whenever somebody asks. */
    void measure(Desk desk) {
        counted(
                "comity_statements_appended",
                "statements in own logs",
                () -> desk.ledger().heads().appended());
        gauge("comity_log_size", "leaves in the own log", () -> desk.logs().own().tree().size());
        gauge(
                "comity_log_cosigned_size",
                "leaves of the own log that the quorum has cosigned",
                () -> desk.logs().own().cosignedSize());
        gauge(
                "comity_members",
                "members in the charter",
                () -> desk.charters().charter().members().size());
        measureDisk(desk);
        for (ServedList list : desk.listBook().kept()) {
            String name = "comity_listed_" + list.of().name().replace('-', '_');
            gauge(name, "subjects on this list", () -> list.listings().count());
        }
    }

    private void measureDisk(Desk desk) {
        gauge(
                "comity_disk_free_bytes",
                "bytes that may still be written",
                () -> desk.store().figures().usableBytes());
        gauge(
                "comity_disk_journal_bytes",
                "bytes of batches in the journal",
                () -> desk.store().figures().journalBytes());
        gauge(
                "comity_disk_rows_bytes",
                "bytes of all rows on disk",
                () -> desk.store().figures().rowBytes());
        gauge(
                "comity_disk_evidence_bytes",
                "bytes of raw evidence, about",
                () -> DiskBudget.evidence(desk.store()));
        GaugeWithCallback.builder()
                .name("comity_disk_member_bytes")
                .help("bytes of a member's leaves and payloads, about")
                .labelNames("member")
                .callback(callback ->
                        DiskBudget.byMember(desk)
                                .forEach((member, bytes) ->
                                        callback.call((double) bytes, member.name())))
                .register(registry);
    }

    void countMail(Reported reported) {
        switch (reported) {
            case Reported.Stated _, Reported.Kept _ -> mailsTaken.inc();
            case Reported.NotTaken _ -> mailsRefused.inc();
            case Reported.Already _, Reported.Nothing _, Reported.Objects _ -> {}
        }
    }

    /** One that something else counts. */
    private void counted(String name, String help, LongSupplier count) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) count.getAsLong()))
                .register(registry);
    }

    private void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    /** Prometheus text format 0.0.4. */
    byte[] text() throws IOException {
        var out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
        return out.toByteArray();
    }
}
