package org.comity.node;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An exchange with another node that ends in time. The time limits of a socket count from one read
 * to the next, and there is none for a write: a peer that sends or takes a byte now and then would
 * hold whoever waits for it for ever.
 */
final class TimedExchange {
    private TimedExchange() {}

    /** Does this in a thread of its own, which is cut off from its connection when time is over. */
    static <T> T within(Duration max, HttpURLConnection connection, Callable<T> exchange)
            throws IOException {
        var task = new FutureTask<>(exchange);
        Thread.ofVirtual().name("exchange").start(task);
        try {
            return task.get(max.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            cut(task, connection);
            throw new IOException("the whole answer took longer than " + max, late);
        } catch (InterruptedException stopping) {
            cut(task, connection);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while waiting for an answer");
        } catch (ExecutionException failed) {
            throw cause(Objects.requireNonNull(failed.getCause()));
        }
    }

    /** A virtual thread that is interrupted while its socket blocks closes the socket. */
    private static void cut(FutureTask<?> task, HttpURLConnection connection) {
        task.cancel(true);
        // May itself wait for the other side, so nobody waits for it.
        Thread.ofVirtual().name("disconnect").start(connection::disconnect);
    }

    private static IOException cause(Throwable cause) {
        return switch (cause) {
            case IOException failed -> failed;
            case RuntimeException wrong -> throw wrong;
            case Error fatal -> throw fatal;
            default -> new IOException(cause);
        };
    }
}
