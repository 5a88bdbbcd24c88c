package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.comity.value.Bytes;
import tools.jackson.databind.JsonNode;

/**
 * A trace as a stream of server-sent events: how far it is, once a second, and then the answer.
 * Whoever closes the stream stops the trace.
 */
final class ApiTraceStream implements HttpServer.Stream {
    static final String TYPE = "text/event-stream";

    /** Answers a call, and tells meanwhile. */
    interface Call {
        HttpServer.Answered answer(Consumer<JsonNode> progress) throws IOException;
    }

    private final Call call;

    ApiTraceStream(Call call) {
        this.call = call;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public void run(HttpServer.Out out) throws IOException {
        try {
            HttpServer.Answered answered =
                    call.answer(progress -> progress(out, Json.line(progress)));
            boolean good = answered.status() == 200;
            write(out, good ? "answer" : "problem", answered.body().utf8().strip());
        } catch (UncheckedIOException gone) {
            throw new IOException("whoever asked has left", gone);
        }
    }

    private static void progress(HttpServer.Out out, String json) {
        try {
            write(out, "progress", json);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void write(HttpServer.Out out, String event, String json) throws IOException {
        out.write(Bytes.utf8("event: " + event + "\ndata: " + json + "\n\n"));
    }
}
