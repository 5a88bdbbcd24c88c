package org.comity.node;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body piece by piece. It tells what a client does from what the disk does, and waits no longer
 * than for a client that keeps a least rate; our own time between two pieces is not counted.
 */
final class TaxiiBody extends InputStream {
    private static final Logger LOG = LoggerFactory.getLogger(TaxiiBody.class);
    private static final long GRACE_NANOS = Duration.ofSeconds(5).toNanos();

    /** Before Jetty closes for silence, which leaves no way to say why. */
    private static final long SILENCE_NANOS_MAX = Duration.ofSeconds(9).toNanos();

    private static final long BYTES_PER_SECOND_MIN = 2_000;

    /** While another user waits for this place. */
    private static final long BYTES_PER_SECOND_MIN_WAITED_FOR = 50_000;

    /** So long a body that is not wanted is read, so that its sender comes to read the answer. */
    private static final Duration UNWANTED_MAX = Duration.ofSeconds(10);

    private static final long UNWANTED_BYTES_MAX = 2 * TaxiiStart.BODY_BYTES_MAX;

    /** The client went away in the middle of a body. */
    static final class BrokeOff extends IOException {
        private static final long serialVersionUID = 1;

        BrokeOff(Throwable why) {
            super(why);
        }
    }

    /** The client is there, but what it sends drips. */
    static final class TooSlow extends IOException {
        private static final long serialVersionUID = 1;

        TooSlow() {
            super("the body came too slowly");
        }
    }

    private final Request request;
    private BooleanSupplier isWaitedFor = () -> false;
    private Content.@Nullable Chunk chunk;
    private long bytes;
    private long waitedNanos;

    TaxiiBody(Request request) {
        this.request = request;
    }

    /** From now on it may keep somebody waiting. */
    void keepsWaiting(BooleanSupplier somebody) {
        isWaitedFor = somebody;
    }

    /** Closed on a body that is still being sent, a connection loses the answer too. */
    void passOver() {
        if (request.getHeaders().contains(HttpHeader.EXPECT)) {
            return; // it waits for leave to send
        }
        isWaitedFor = () -> false;
        long until = System.nanoTime() + UNWANTED_MAX.toNanos();
        byte[] piece = new byte[1 << 12]; // of many at once
        try {
            long passed = 0;
            for (int count = 0; count >= 0; count = read(piece, 0, piece.length)) {
                passed += count;
                if (passed > UNWANTED_BYTES_MAX || System.nanoTime() > until) {
                    return;
                }
            }
        } catch (IOException gone) {
            LOG.atDebug().addKeyValue("why", gone.getMessage()).log("TAXII body broke off");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (true) {
            Content.Chunk now = chunk == null ? next() : chunk;
            chunk = now;
            if (Content.Chunk.isFailure(now)) {
                throw new BrokeOff(now.getFailure());
            }
            if (now.hasRemaining()) {
                return now.get(into, from, count);
            }
            if (now.isLast()) {
                return -1;
            }
            now.release();
            chunk = null;
        }
    }

    private Content.Chunk next() throws IOException {
        while (true) {
            Content.Chunk read = request.read();
            if (read != null) {
                bytes += read.remaining();
                return read;
            }
            await();
        }
    }

    private void await() throws IOException {
        var more = new CountDownLatch(1);
        long began = System.nanoTime();
        request.demand(more::countDown);
        try {
            long left = Math.min(SILENCE_NANOS_MAX, allowed() - waitedNanos);
            if (!more.await(left, TimeUnit.NANOSECONDS)) {
                throw new TooSlow();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new BrokeOff(stopping);
        } finally {
            waitedNanos += System.nanoTime() - began;
        }
    }

    private long allowed() {
        long rate =
                isWaitedFor.getAsBoolean() ? BYTES_PER_SECOND_MIN_WAITED_FOR : BYTES_PER_SECOND_MIN;
        return GRACE_NANOS + bytes * (Duration.ofSeconds(1).toNanos() / rate);
    }

    @Override
    public void close() {
        if (chunk != null && !Content.Chunk.isFailure(chunk)) {
            chunk.release();
            chunk = Content.Chunk.EOF;
        }
    }
}
