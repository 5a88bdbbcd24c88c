package org.comity.statement;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Other people's vectors and lists, outside the project: COMITY_SHARED, else a folder "shared"
 * beside the project.
 */
final class Shared {
    private Shared() {}

    /**
     * Without the file: fails where CI=true, else the test is skipped and says what was not tested.
     */
    static Path path(String name) {
        Path file = at(name);
        if (!Files.exists(file)) {
            if ("true".equals(System.getenv("CI"))) {
                Assertions.fail("shared file missing: " + name);
            }
            Assumptions.abort("not tested, shared file missing: " + name);
        }
        return file;
    }

    /** Whether or not it is there. */
    static Path at(String name) {
        String named = System.getenv("COMITY_SHARED");
        Path found = named != null ? Path.of(named) : beside(Path.of("").toAbsolutePath());
        return found.resolve(name);
    }

    private static Path beside(Path module) {
        for (Path at = module; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared"))) {
                return at.resolve("shared");
            }
        }
        return module.resolve("shared");
    }
}
