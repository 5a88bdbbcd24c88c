package org.comity.node;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Function;

/** What of the machine beneath is not the same twice: a simulated world brings its own. */
record Machine(InstantSource clock, SecureRandom random, Function<Writer.Steps, Writer> writer) {
    static Machine real(InstantSource clock) {
        return new Machine(clock, new SecureRandom(), WriterThread::new);
    }
}
