package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.comity.taxii.TaxiiConformance;
import org.comity.taxii.TaxiiEndpointConformance;
import org.comity.taxii.TaxiiFilterConformance;
import org.comity.taxii.TaxiiTarget;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running node as TAXII clients meet it. */
final class TaxiiTest {
    private static TaxiiNode node;

    @BeforeAll
    static void start(@TempDir Path folder) {
        node = TaxiiNode.start(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
    }

    @Nested
    final class Everything extends TaxiiConformance {
        @Override
        protected TaxiiTarget target() {
            return node.target();
        }
    }

    @Nested
    final class Filters extends TaxiiFilterConformance {
        @Override
        protected TaxiiTarget target() {
            return node.target();
        }
    }

    @Nested
    final class Endpoints extends TaxiiEndpointConformance {
        @Override
        protected TaxiiTarget target() {
            return node.target();
        }
    }

    /** A script of other hands; what the specification leaves open it calls AMBIG. */
    @Test
    void theProbeFindsNothing() throws Exception {
        String named = System.getenv("COMITY_SHARED");
        Path probe = Path.of(named == null ? "../../shared" : named, "tools", "taxii_probe.py");
        boolean there = Files.isReadable(probe);
        assertFalse(!there && "true".equals(System.getenv("CI")), "no probe at " + probe);
        assumeTrue(there, "no probe at " + probe);
        var command =
                new ProcessBuilder(
                        "python3",
                        probe.toString(),
                        "127.0.0.1",
                        Integer.toString(node.port()),
                        "/taxii2/comity/",
                        node.collection("own"),
                        node.collection("exchange"),
                        node.collection("group-banks"),
                        node.collection("agreed"));
        command.environment().put("TAXII_AUTH", "one:" + TaxiiNode.PASSWORD);
        Process process = command.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        List<String> wrong = said.lines().filter(it -> !it.startsWith("PASS")).toList();
        assertEquals(1, wrong.size(), String.join("\n", wrong));
        assertTrue(
                wrong.getFirst().matches("TOTAL \\d+ pass 0 fail 0 ambiguous"), wrong.toString());
    }
}
