package org.comity.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/** One STIX 2.1 bundle that is written object by object. A file has its name once it is whole. */
final class StixFile implements AutoCloseable {
    private final Writer out;
    private final Optional<Path> file;
    private boolean any;
    private boolean whole;

    private StixFile(Writer out, Optional<Path> file) {
        this.out = out;
        this.file = file;
    }

    static StixFile of(PrintWriter screen) {
        return new StixFile(screen, Optional.empty());
    }

    static StixFile of(Path file) throws IOException {
        return new StixFile(
                Files.newBufferedWriter(part(file), StandardCharsets.UTF_8), Optional.of(file));
    }

    private static Path part(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    void object(String canonical) throws IOException {
        out.write(any ? ",\n" : "{\"type\":\"bundle\",\"id\":\"" + id() + "\",\"objects\":[\n");
        any = true;
        out.write(canonical);
    }

    private static String id() {
        return "bundle--" + UUID.randomUUID();
    }

    /** STIX knows no empty list: a bundle of nothing names none. */
    void finish() throws IOException {
        out.write(any ? "\n]}\n" : "{\"type\":\"bundle\",\"id\":\"" + id() + "\"}\n");
        out.flush();
        whole = true;
    }

    @Override
    public void close() throws IOException {
        if (file.isEmpty()) {
            return;
        }
        out.close();
        if (whole) {
            Files.move(part(file.get()), file.get(), StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.deleteIfExists(part(file.get()));
        }
    }
}
