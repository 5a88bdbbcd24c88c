package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.comity.store.StoreInUseException;
import org.junit.jupiter.api.Test;

class CommonTest {
    @Test
    void whoFindsTheDirectoryTakenByAnotherProcessWaitsForIt() throws IOException {
        var times = new AtomicInteger();
        int opened =
                Common.inTurn(() -> {
                    if (times.incrementAndGet() < 3) {
                        throw new StoreInUseException("1", "store is in use by process 1");
                    }
                    return times.get();
                });
        assertEquals(3, opened);
    }

    @Test
    void whatThisProcessHasOpenIsNotWaitedFor() {
        var times = new AtomicInteger();
        String self = Long.toString(ProcessHandle.current().pid());
        assertThrows(
                StoreInUseException.class,
                () ->
                        Common.inTurn(() -> {
                            times.incrementAndGet();
                            throw new StoreInUseException(self, "open already");
                        }));
        assertEquals(1, times.get());
    }

    @Test
    void helpIsACommandToo() {
        var out = new StringWriter();
        assertEquals(0, Main.run(new PrintWriter(out), new PrintWriter(out), "help", "trace"));
        assertTrue(out.toString().startsWith("Usage: comity trace"), out.toString());
        assertEquals(0, Main.run(new PrintWriter(out), new PrintWriter(out), "help"));
    }

    @Test
    void matchingThatTakesTooLongIsRefused() throws IOException {
        var content = new ByteArrayInputStream(new byte[10]);
        InputStream late = MatchOperations.inTime(content, Duration.ofSeconds(-1));
        assertThrows(Refusal.class, late::readAllBytes);
        InputStream good = MatchOperations.inTime(content, Duration.ofMinutes(1));
        assertEquals(10, good.readAllBytes().length);
    }
}
