package org.comity.taxii;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.comity.value.Bytes;

/** This room's server behind the JDK's HTTP server, over memory. */
final class MemoryTaxii implements AutoCloseable {
    private static final Map<String, String> USERS =
            Map.of("one", "one:secret", "two", "two:other");

    private final com.sun.net.httpserver.HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final MemoryApiRoot.Shelves shelves = new MemoryApiRoot.Shelves();
    private final TaxiiServer server =
            new TaxiiServer(
                    new TaxiiServer.Words("A test", "in memory", "comity", 8 << 20),
                    Bytes.of(new byte[32]));

    private MemoryTaxii(com.sun.net.httpserver.HttpServer http) {
        this.http = http;
    }

    static MemoryTaxii start() {
        try {
            var http =
                    com.sun.net.httpserver.HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var started = new MemoryTaxii(http);
            http.setExecutor(started.threads);
            http.createContext("/", started::answer);
            http.start();
            return started;
        } catch (IOException busy) {
            throw new UncheckedIOException(busy);
        }
    }

    TaxiiTarget target() {
        return TaxiiTarget.named()
                .orElseGet(() ->
                        new TaxiiTarget(
                                URI.create("http://127.0.0.1:" + http.getAddress().getPort()),
                                "/taxii2/comity/",
                                collection(1, true, true).id(),
                                collection(2, true, false).id(),
                                collection(3, false, true).id(),
                                collection(4, false, false).id(),
                                USERS.get("one"),
                                USERS.get("two")));
    }

    private static Collection collection(int number, boolean read, boolean write) {
        return new Collection(
                "365fed99-08fa-4fcd-a1b3-fb247eb41d0" + number,
                Optional.of("c" + number),
                "Collection " + number,
                "",
                read,
                write);
    }

    private Optional<ApiRoot> root(HttpExchange asked) {
        String said = asked.getRequestHeaders().getFirst("Authorization");
        for (Map.Entry<String, String> user : USERS.entrySet()) {
            String basic = "basic " + TaxiiTarget.base64(user.getValue());
            if (said != null && said.equalsIgnoreCase(basic)) {
                return Optional.of(
                        new MemoryApiRoot(
                                shelves,
                                user.getKey(),
                                List.of(
                                        collection(1, true, true),
                                        collection(2, true, false),
                                        collection(3, false, true),
                                        collection(4, false, false))));
            }
        }
        return Optional.empty();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var headers = new TreeMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(
                                name.toLowerCase(java.util.Locale.ROOT), String.join(",", values)));
        URI uri = exchange.getRequestURI();
        String target =
                uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        String length = headers.getOrDefault("content-length", "");
        var request =
                new TaxiiRequest(
                        exchange.getRequestMethod(),
                        target,
                        headers,
                        length.isEmpty()
                                ? OptionalLong.empty()
                                : OptionalLong.of(Long.parseLong(length)),
                        exchange.getRequestBody());
        TaxiiAnswer answer = server.answer(request, root(exchange), "Basic realm=\"test\"");
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        boolean none = answer.body() == TaxiiAnswer.Body.NONE;
        exchange.sendResponseHeaders(answer.status(), none ? -1 : 0);
        if (!none) {
            try (var out = exchange.getResponseBody()) {
                answer.body().write(out);
            }
        }
        exchange.close();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.close();
    }
}
