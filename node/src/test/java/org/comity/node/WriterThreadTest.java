package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WriterThreadTest {
    /** Says in what order things happened; what follows the sync of a statement waits for leave. */
    private static final class Told implements Writer.Steps {
        private final List<String> said = new CopyOnWriteArrayList<>();
        private final CountDownLatch maySign = new CountDownLatch(1);
        private volatile boolean breaks;

        @Override
        public void force() throws IOException {
            if (breaks) {
                throw new IOException("the disk is gone");
            }
            said.add("durable");
        }

        @Override
        public boolean afterForce() throws IOException {
            if (said.contains("stated")) {
                await(maySign);
                said.add("signed");
            }
            return true;
        }

        @Override
        public void fatal(Throwable why) {
            said.add("fatal");
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    @Test
    void answersWhoNeedsItDurableBeforeItIsSigned() throws IOException {
        var told = new Told();
        try (var writer = new WriterThread(told)) {
            var durable = writer.submitDurable(() -> told.said.add("stated"));
            assertEquals(true, Writer.await(durable));
            assertEquals("durable", told.said.getLast());
            told.maySign.countDown();
        }
    }

    @Test
    void answersAllOthersOnceItIsSigned() throws IOException {
        var told = new Told();
        try (var writer = new WriterThread(told)) {
            var busy = new CountDownLatch(1);
            var bothWait = new CountDownLatch(1);
            writer.submit(() -> {
                busy.countDown();
                await(bothWait);
                return true;
            });
            await(busy); // so that the next two are of one batch
            CompletableFuture<Boolean> signed = writer.submit(() -> told.said.add("stated"));
            CompletableFuture<Boolean> durable = writer.submitDurable(() -> true);
            bothWait.countDown();
            assertEquals(true, Writer.await(durable));
            assertFalse(signed.isDone());
            told.maySign.countDown();
            assertEquals(true, Writer.await(signed));
            assertEquals(true, told.said.contains("signed"));
        }
    }

    @Test
    void signsOnceForManyOfWhomNobodyWaitsForIt() throws IOException {
        var told = new Told();
        told.maySign.countDown();
        try (var writer = new WriterThread(told)) {
            for (int at = 0; at < 50; at++) {
                Writer.await(writer.submitDurable(() -> told.said.add("stated")));
            }
        } // and what is left before it ends
        assertEquals(
                "signed",
                told.said.reversed().stream()
                        .filter(it -> !it.equals("durable"))
                        .findFirst()
                        .orElseThrow());
        long signed = told.said.stream().filter("signed"::equals).count();
        assertTrue(signed < 50, signed + " times");
    }

    @Test
    void signsThoughNothingElseComes() throws IOException {
        var told = new Told();
        told.maySign.countDown();
        try (var writer = new WriterThread(told)) {
            Writer.await(writer.submitDurable(() -> told.said.add("stated")));
            while (!told.said.contains("signed")) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void signsWhatCameBeforeATaskThatIsWaitedFor() throws IOException {
        var told = new Told();
        told.maySign.countDown();
        try (var writer = new WriterThread(told)) {
            Writer.await(writer.submitDurable(() -> told.said.add("stated")));
            assertEquals(true, writer.call(() -> told.said.contains("signed")));
        }
    }

    @Test
    void answersNobodyWithWhatIsNotDurable() {
        var told = new Told();
        told.maySign.countDown();
        told.breaks = true;
        try (var writer = new WriterThread(told)) {
            var durable = writer.submitDurable(() -> true);
            assertThrows(IOException.class, () -> Writer.await(durable));
        }
        assertEquals(List.of("fatal"), told.said);
    }
}
