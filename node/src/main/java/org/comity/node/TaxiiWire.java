package org.comity.node;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.comity.value.Bytes;

/**
 * Asks a TAXII server that is no member: certificates as Java's trust store has them, no redirect
 * is followed, since credentials go with each request, and nothing is waited for without end.
 */
final class TaxiiWire {
    private static final String TAXII_21 = "application/taxii+json;version=2.1";
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(60);
    private static final Duration ANSWER_MAX = Duration.ofMinutes(10);

    /** Of one page, unpacked. */
    private static final long BYTES_MAX = 1L << 30;

    private static final int ERROR_BYTES_MAX = 16_384;

    private final String authorization;
    private final Duration answerMax;

    TaxiiWire(TaxiiFeed.Login login) throws IOException {
        this(login, ANSWER_MAX);
    }

    TaxiiWire(TaxiiFeed.Login login, Duration answerMax) throws IOException {
        this.authorization = login.authorization();
        this.answerMax = answerMax;
    }

    /**
     * What came back; whoever has it closes the body.
     *
     * @param done else the connection is ended when its time is over
     */
    record Reply(HttpURLConnection connection, int status, InputStream body, CountDownLatch done)
            implements AutoCloseable {
        /** Empty without one. */
        String header(String name) {
            return Optional.ofNullable(connection.getHeaderField(name)).orElse("");
        }

        @Override
        public void close() throws IOException {
            done.countDown();
            body.close();
            connection.disconnect();
        }

        /** Refused unless it is what was wanted; says what the server says. */
        Reply orRefuse() throws IOException {
            if (status < 300) {
                return this;
            }
            String said = Bytes.of(body.readNBytes(ERROR_BYTES_MAX)).utf8();
            close();
            String title = "";
            try {
                title = Json.parse(said).path("title").asString("");
            } catch (RuntimeException notJson) { // servers say what they like
                title = said.strip();
            }
            String shown = title.length() > 200 ? title.substring(0, 200) : title;
            throw new Refusal("the TAXII server answered " + status, printable(shown));
        }

        private static String printable(String text) {
            return text.replaceAll("\\p{Cntrl}", " ");
        }
    }

    Reply get(String address) throws IOException {
        return exchange(open(address, "GET"), Optional.empty());
    }

    Reply post(String address, Bytes body) throws IOException {
        HttpURLConnection connection = open(address, "POST");
        connection.setRequestProperty("Content-Type", TAXII_21);
        return exchange(connection, Optional.of(body));
    }

    private HttpURLConnection open(String address, String method) throws IOException {
        HttpURLConnection connection;
        try {
            connection =
                    (HttpURLConnection) URI.create(address).toURL().openConnection(Proxy.NO_PROXY);
        } catch (IllegalArgumentException | ClassCastException noUrl) {
            throw new Refusal("not an address of HTTP", address);
        }
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) CONNECT_MAX.toMillis());
        connection.setReadTimeout((int) SILENCE_MAX.toMillis());
        connection.setRequestProperty("Accept", TAXII_21);
        connection.setRequestProperty("Accept-Encoding", "gzip");
        connection.setRequestProperty("User-Agent", "Comity");
        if (!authorization.isEmpty()) {
            connection.setRequestProperty("Authorization", authorization);
        }
        return connection;
    }

    private Reply exchange(HttpURLConnection connection, Optional<Bytes> body) throws IOException {
        var done = new CountDownLatch(1);
        Thread.startVirtualThread(() -> endUnless(done, connection));
        try {
            return exchanged(connection, body, done);
        } catch (IOException | RuntimeException failed) {
            done.countDown();
            throw failed;
        }
    }

    /** A head that comes byte by byte is never silent for long. */
    private void endUnless(CountDownLatch done, HttpURLConnection connection) {
        try {
            if (!done.await(answerMax.toNanos(), TimeUnit.NANOSECONDS)) {
                connection.disconnect();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply exchanged(HttpURLConnection connection, Optional<Bytes> body, CountDownLatch done)
            throws IOException {
        long until = System.nanoTime() + answerMax.toNanos();
        if (body.isPresent()) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.get().length());
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.get().array());
            }
        }
        int status = connection.getResponseCode();
        InputStream raw = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
        InputStream timed = new Bounded(raw == null ? InputStream.nullInputStream() : raw, until);
        boolean zipped = "gzip".equals(connection.getContentEncoding());
        InputStream in = zipped ? new Bounded(new GZIPInputStream(timed), until) : timed;
        return new Reply(connection, status, new BufferedInputStream(in, 1 << 16), done);
    }

    /** Ends at a time and after so many bytes, whatever the other side sends. */
    private static final class Bounded extends FilterInputStream {
        private final long untilNanos;
        private long left = BYTES_MAX;

        Bounded(InputStream in, long untilNanos) {
            super(in);
            this.untilNanos = untilNanos;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            int read = super.read(to, from, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int bytes) throws IOException {
            left -= bytes;
            if (left < 0) {
                throw new IOException("the answer is longer than 1 GiB");
            }
            if (System.nanoTime() > untilNanos) {
                throw new IOException("the answer took too long");
            }
        }
    }
}
