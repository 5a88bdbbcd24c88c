package org.comity.node;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.comity.value.Bytes;

/** Reads each envelope to its end and says 202: what the client itself costs. */
record BareTaxii(HttpServer server, ExecutorService threads) implements AutoCloseable {
    static BareTaxii start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        byte[] answer = Bytes.utf8("{\"success_count\":500}").array();
        server.createContext(
                "/",
                exchange -> {
                    var _ = exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(202, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        return new BareTaxii(server, threads);
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
