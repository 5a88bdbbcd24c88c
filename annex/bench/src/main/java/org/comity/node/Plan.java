package org.comity.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What was asked for.
 *
 * @param home the project's folder
 * @param scratch an empty folder on a disk; it goes at the end
 * @param size in the unit of the comparison: mails, entries, observables
 */
record Plan(
        Path home,
        Path scratch,
        Optional<Integer> rounds,
        Optional<Integer> size,
        PrintWriter out) {
    /** A new empty folder. */
    Path folder() throws IOException {
        return Files.createTempDirectory(scratch, "");
    }

    void title(String text) {
        out.printf("%n%s%n", text);
    }

    void say(String text) {
        out.println("  " + text);
    }
}
