package org.comity.node;

import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a running node does when a proposal or a vote came. */
final class Amendment {
    private static final Logger LOG = LoggerFactory.getLogger(Amendment.class);

    /** Told when another charter is in force. */
    interface Changed {
        void changed() throws IOException;
    }

    private Amendment() {}

    static void watch(Desk desk, Changed then, Consumer<Throwable> fatal) {
        desk.onAmending(() -> start(desk, then, fatal));
    }

    /** Beside it: the writer, which tells of it, must not wait for itself. */
    private static void start(Desk desk, Changed then, Consumer<Throwable> fatal) {
        desk.machine()
                .pace()
                .start(
                        "amend",
                        () -> {
                            try {
                                if (desk.amend()) {
                                    then.changed();
                                }
                            } catch (IOException failed) {
                                fatal.accept(failed);
                            } catch (RuntimeException met) { // a proposal must not stop the node
                                LOG.atError().setCause(met).log("amendment failed");
                            }
                        });
    }
}
