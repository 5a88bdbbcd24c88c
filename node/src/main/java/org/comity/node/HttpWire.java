package org.comity.node;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.HttpsURLConnection;
import org.comity.exchange.HttpMessage;
import org.comity.value.Bytes;

/** The wire as it is: HTTP, blocking, within times that end whatever the other side does. */
final class HttpWire implements Wire {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    /** Between two reads. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final Duration STREAM_SILENCE_MAX = Duration.ofSeconds(30);

    @Override
    public Reply carry(
            HttpMessage message, Map<String, String> headers, int bytesMax, PeerTrust trust)
            throws IOException {
        HttpURLConnection connection = open(message, headers, trust);
        connection.setRequestProperty("Accept-Encoding", "gzip");
        if (message.body().isPresent()) {
            Bytes body = message.body().get();
            connection.setDoOutput(true);
            // Streamed, it is not sent again by itself: its nonce counts once.
            connection.setFixedLengthStreamingMode(body.length());
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.array());
            }
        }
        return reply(connection, bytesMax);
    }

    @Override
    public InputStream stream(HttpMessage message, Map<String, String> headers, PeerTrust trust)
            throws IOException {
        HttpURLConnection connection = open(message, headers, trust);
        connection.setReadTimeout((int) STREAM_SILENCE_MAX.toMillis());
        connection.setRequestProperty("Accept", "text/event-stream");
        return new FilterInputStream(new BufferedInputStream(connection.getInputStream())) {
            @Override
            public void close() throws IOException {
                try {
                    super.close();
                } finally {
                    connection.disconnect();
                }
            }
        };
    }

    private static HttpURLConnection open(
            HttpMessage message, Map<String, String> headers, PeerTrust trust) throws IOException {
        HttpURLConnection connection;
        try {
            connection =
                    (HttpURLConnection)
                            URI.create(message.targetUri()).toURL().openConnection(Proxy.NO_PROXY);
        } catch (IllegalArgumentException | ClassCastException noUrl) {
            throw new IOException("not a URL of HTTP: " + message.targetUri(), noUrl);
        }
        if (connection instanceof HttpsURLConnection tls) {
            trust.bind(tls, message.targetUri());
        }
        connection.setRequestMethod(message.method());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) CONNECT_MAX.toMillis());
        connection.setReadTimeout((int) SILENCE_MAX.toMillis());
        headers.forEach(connection::setRequestProperty);
        return connection;
    }

    private static Reply reply(HttpURLConnection connection, int bytesMax) throws IOException {
        int status = connection.getResponseCode();
        InputStream body =
                status >= 400 ? connection.getErrorStream() : connection.getInputStream();
        boolean zipped = "gzip".equals(connection.getContentEncoding());
        try (InputStream in =
                body == null
                        ? InputStream.nullInputStream()
                        : zipped ? new GZIPInputStream(body) : body) {
            Bytes got = read(in, bytesMax + 1);
            if (got.length() > bytesMax) {
                connection.disconnect();
            }
            return new Reply(status, got);
        }
    }

    /** A peer that sends a byte now and then must not hold a thread for ever. */
    private static Bytes read(InputStream in, int bytesMax) throws IOException {
        long end = System.nanoTime() + ANSWER_MAX.toNanos();
        var out = new ByteArrayOutputStream();
        byte[] some = new byte[8_192];
        while (out.size() < bytesMax) {
            int read = in.read(some, 0, Math.min(some.length, bytesMax - out.size()));
            if (read < 0) {
                break;
            }
            out.write(some, 0, read);
            if (System.nanoTime() - end > 0) {
                throw new IOException("the answer took longer than " + ANSWER_MAX);
            }
        }
        return Bytes.of(out.toByteArray());
    }
}
