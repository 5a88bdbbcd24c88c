package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The shipped guards are what the archive of warning lists and src/main/guards make; -Dwrite-guards
 * writes them.
 */
final class GuardsOriginTest {
    private static final Path RESOURCE =
            Path.of("src/main/resources/org/comity/statement/guards.gz");

    @Tag("slow")
    @Test
    void shippedGuardsAreMadeFromTheirSources() throws IOException {
        byte[] made =
                GuardsMaker.make(
                        Shared.path("data/misp-warninglists.tar.gz"), Path.of("src/main/guards"));
        if (System.getProperty("write-guards") != null) {
            Files.write(RESOURCE, zip(made));
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(RESOURCE)))) {
            assertArrayEquals(made, in.readAllBytes());
        }
    }

    private static byte[] zip(byte[] content) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip =
                new GZIPOutputStream(out) {
                    {
                        def.setLevel(Deflater.BEST_COMPRESSION);
                    }
                }) {
            gzip.write(content);
        }
        return out.toByteArray();
    }
}
