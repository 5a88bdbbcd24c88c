package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.comity.statement.Fuzz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any Authorization header: credentials with a name, or nobody's. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class TaxiiLoginFuzzTest {
    private static final long BYTES_MAX = 1L << 24;

    /** Found, or thought of: no space, no name, none of Base64, too long, no text. */
    private static final List<String> CORPUS =
            List.of(
                    "Basic " + basic("misp:of the test"),
                    "Bearer misp.of-the-test",
                    "Basic",
                    "Basic " + basic(":"),
                    "Bearer .",
                    "basic    %%%",
                    "Basic " + "A".repeat(100_000),
                    "Digest username=\"a\"",
                    "Basic " + basic("\ud800\u0000:x") + ",Bearer a.b",
                    " ".repeat(60_000),
                    "");

    private static final List<String> PIECES =
            List.of(
                    "Basic", "Bearer", " ", "  ", ".", ":", "=", "\u0000", "\t", "Og==", "YTpi",
                    ",");

    private static String basic(String said) {
        return Base64.getEncoder().encodeToString(said.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anyHeaderIsSomebodysOrNobodys() {
        CORPUS.forEach(TaxiiLoginFuzzTest::hold);
        Fuzz.each(2_000, BYTES_MAX, random -> hold(Fuzz.bend(CORPUS, PIECES, random)));
    }

    private static void hold(String header) {
        Optional<TaxiiLogins.Said> said = TaxiiLogins.said(header);
        assertEquals(said, TaxiiLogins.said(header));
        said.ifPresent(it -> {
            assertFalse(it.name().isEmpty());
            assertTrue(it.name().length() + it.password().length() <= 1_024);
        });
    }
}
