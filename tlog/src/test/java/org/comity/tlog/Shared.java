package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.comity.value.Bytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Other people's test vectors, which lie beside the project and not in it. */
final class Shared {
    private Shared() {}

    /**
     * Where they are missing, the build server fails and a person's build says what was left out.
     */
    static Path vectors(String name) {
        String set = System.getenv("COMITY_SHARED");
        Path root = set == null ? beside() : Path.of(set);
        Path found = root.resolve("vectors").resolve(name);
        if (!Files.exists(found)) {
            assertNotEquals("true", System.getenv("CI"), "vectors missing: " + name);
            assumeTrue(false, "not tested, vectors missing: " + name);
        }
        return found;
    }

    static List<Path> jsonFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static JsonNode json(Path file) {
        return new ObjectMapper().readTree(file.toFile());
    }

    static Bytes bytes(Path file) {
        try {
            return Bytes.of(Files.readAllBytes(file));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Path beside() {
        Path at = Path.of("").toAbsolutePath();
        while (at.getParent() != null && !Files.isDirectory(at.resolve("shared"))) {
            at = at.getParent();
        }
        return at.resolve("shared");
    }
}
