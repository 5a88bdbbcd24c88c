package org.comity.node;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.HttpsURLConnection;
import org.comity.exchange.HttpMessage;
import org.comity.value.Bytes;

/**
 * The wire as it is: HTTP, blocking. An answer has one time from connecting to its last byte, which
 * ends whatever the other side does; a stream of events has the same to its head, and a time for
 * each line.
 */
final class HttpWire implements Wire {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    /** Between two reads. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final Duration STREAM_SILENCE_MAX = Duration.ofSeconds(30);

    private final Duration answerMax;
    private final Duration streamSilenceMax;

    HttpWire() {
        this(ANSWER_MAX, STREAM_SILENCE_MAX);
    }

    /**
     * @param answerMax from connecting to the last byte of an answer, or the head of a stream
     * @param streamSilenceMax for a line of a stream
     */
    HttpWire(Duration answerMax, Duration streamSilenceMax) {
        this.answerMax = answerMax;
        this.streamSilenceMax = streamSilenceMax;
    }

    @Override
    public Reply carry(
            HttpMessage message, Map<String, String> headers, int bytesMax, PeerTrust trust)
            throws IOException {
        HttpURLConnection connection = open(message, headers, trust);
        connection.setRequestProperty("Accept-Encoding", "gzip");
        return TimedExchange.within(
                answerMax, connection, () -> exchange(connection, message.body(), bytesMax));
    }

    private static Reply exchange(HttpURLConnection connection, Optional<Bytes> body, int bytesMax)
            throws IOException {
        if (body.isPresent()) {
            connection.setDoOutput(true);
            // Streamed, it is not sent again by itself: its nonce counts once.
            connection.setFixedLengthStreamingMode(body.get().length());
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.get().array());
            }
        }
        return reply(connection, bytesMax);
    }

    @Override
    public InputStream stream(HttpMessage message, Map<String, String> headers, PeerTrust trust)
            throws IOException {
        HttpURLConnection connection = open(message, headers, trust);
        connection.setReadTimeout((int) streamSilenceMax.toMillis());
        connection.setRequestProperty("Accept", "text/event-stream");
        InputStream in =
                TimedExchange.within(answerMax, connection, () -> connection.getInputStream());
        return new Lines(new BufferedInputStream(in), connection, streamSilenceMax);
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
        } else if (!Joiner.isLoopback(message.targetUri())) {
            throw new IOException("beyond this machine only https: " + message.targetUri());
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
                        : zipped ? new GZIPInputStream(new Interruptible(body)) : body) {
            Bytes got = read(in, bytesMax + 1);
            if (got.length() > bytesMax) {
                connection.disconnect();
            }
            return new Reply(status, got);
        }
    }

    private static Bytes read(InputStream in, int bytesMax) throws IOException {
        return Bytes.of(new Interruptible(in).readNBytes(bytesMax));
    }

    /** Ends with its thread's time even when the other side never makes it wait. */
    private static final class Interruptible extends FilterInputStream {
        Interruptible(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            check();
            return super.read();
        }

        @Override
        public int read(byte[] to, int at, int count) throws IOException {
            check();
            return super.read(to, at, count);
        }

        private static void check() throws IOException {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("the time for the answer is over");
            }
        }
    }

    /** Read byte by byte; a line that does not end is as bad as silence. */
    private static final class Lines extends FilterInputStream {
        private final HttpURLConnection connection;
        private final Duration lineMax;
        private long end;
        private boolean inLine;

        Lines(InputStream in, HttpURLConnection connection, Duration lineMax) {
            super(in);
            this.connection = connection;
            this.lineMax = lineMax;
        }

        @Override
        public int read() throws IOException {
            if (!inLine) {
                end = System.nanoTime() + lineMax.toNanos();
            }
            int read = super.read();
            inLine = read != '\n';
            if (System.nanoTime() - end > 0) {
                throw new IOException("a line took longer than " + lineMax);
            }
            return read;
        }

        @Override
        public int read(byte[] to, int at, int count) throws IOException {
            int read = count == 0 ? 0 : read();
            if (count == 0 || read < 0) {
                return read;
            }
            to[at] = (byte) read;
            return 1;
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                connection.disconnect();
            }
        }
    }
}
