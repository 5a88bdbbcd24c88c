package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Function;
import org.comity.store.SigningGuard;

/**
 * What of the machine beneath is not the same twice: a simulated world brings its own.
 *
 * @param guards files outside the store that remember what was signed
 */
record Machine(
        InstantSource clock,
        SecureRandom random,
        Function<Writer.Steps, Writer> writer,
        Guards guards,
        Pace pace,
        Wire wire) {
    /** Opens a guard file, which need not be there yet. */
    interface Guards {
        SigningGuard open(Path file) throws IOException;
    }

    static Machine real(InstantSource clock) {
        return new Machine(
                clock,
                new SecureRandom(),
                WriterThread::new,
                SigningGuard::open,
                new Threads(),
                new HttpWire());
    }
}
