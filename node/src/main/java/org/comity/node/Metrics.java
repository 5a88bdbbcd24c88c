package org.comity.node;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.DoubleSupplier;

/** Figures for Prometheus at {@code /metrics}; docs/operate.md explains each. */
final class Metrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    final Counter dnsQueries = counter("comity_dns_queries", "DNS queries received");
    final Counter statements = counter("comity_statements_appended", "statements in own logs");
    final Counter mailsTaken = counter("comity_mails_taken", "mails reported or kept as wanted");
    final Counter mailsRefused = counter("comity_mails_refused", "mails refused with a reason");
    final Counter peerRefusals =
            counter("comity_peer_refusals", "answers of peers that did not verify");
    final Counter httpRequests = counter("comity_http_requests", "HTTP requests answered");

    private Counter counter(String name, String help) {
        return Counter.builder().name(name).help(help).register(registry);
    }

    void gauge(String name, String help, DoubleSupplier value) {
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
