package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

/** Mutated mbox files: every byte belongs to at most one mail, and positions grow. */
final class MboxFuzzTest {
    private static final byte[] SEED =
            """
            From a@b.com Mon Sep  2 12:14:58 2002
            Subject: 1

            >From x

            From here

            From c@d.com Tue Sep  3 12:14:58 2002 +0200\r
            Subject: 2\r
            \r
            y\r
            \r
            From - Wed Sep  4 12:14:58 2002
            Subject: 3

            z
            """
                    .getBytes(StandardCharsets.UTF_8);

    @Test
    void survivesMutations() {
        Seeds.each(
                2_000,
                random -> {
                    byte[] mbox = Seeds.mutate(SEED, random);
                    MboxSplitter splitter = MboxSplitter.open(new ByteArrayInputStream(mbox));
                    long last = -1;
                    long bytes = 0;
                    for (var next = splitter.next(); next.isPresent(); next = splitter.next()) {
                        assertTrue(next.get() instanceof Checked.Good);
                        MboxMail mail = next.get().orThrow();
                        assertTrue(mail.position() > last && mail.position() < mbox.length);
                        last = mail.position();
                        bytes += mail.raw().length();
                    }
                    assertTrue(bytes <= mbox.length);
                });
    }
}
