package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's own files, for the tests that guard them. */
final class Project {
    private static final List<String> NOT_OURS = List.of("target", ".git", ".comity", ".mvn");

    private Project() {}

    /** The folder with the {@code comity} script, from the module folder upward. */
    static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("comity")) && Files.exists(at.resolve("pom.xml"))) {
                return at;
            }
        }
        throw new IllegalStateException("run this test inside the project");
    }

    /** Every file, sorted, but what builds make; paths relative to the root, with slashes. */
    static List<String> files() {
        return walk(root()).stream().map(file -> root().relativize(file).toString()).toList();
    }

    static List<Path> walk(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> NOT_OURS.stream().noneMatch(name -> within(file, name)))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("walking " + folder, failure);
        }
    }

    static String text(String file) {
        try {
            return Files.readString(root().resolve(file), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException("reading " + file, failure);
        }
    }

    static boolean exists(String file) {
        return Files.exists(root().resolve(file));
    }

    private static boolean within(Path file, String name) {
        for (Path part : root().relativize(file)) {
            if (part.toString().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
