package org.comity.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.comity.value.Bytes;

/**
 * A small file that always holds either its old or its new content, whole, whenever power fails.
 * One writer per file: the copy under way has a fixed name beside it, so that left-overs do not
 * pile up.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Durable when it returns. Readable by everyone on the machine, unless its directory says
     * otherwise.
     */
    public static void replace(Path file, Bytes content) throws IOException {
        replace(Disk.REAL, file, content, "rw-r--r--");
    }

    static void replace(Disk disk, Path file, Bytes content, String permissions)
            throws IOException {
        Path whole = file.toAbsolutePath();
        Path copy = whole.resolveSibling(whole.getFileName() + ".new");
        try (var out = disk.create(copy)) {
            out.write(content.buffer(), 0);
            out.force();
        }
        if (!permissions.equals("rw-------")) {
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(permissions));
        }
        disk.rename(copy, whole);
        disk.forceDirectory(directoryOf(whole));
    }

    private static Path directoryOf(Path file) throws IOException {
        Path directory = file.getParent();
        if (directory == null) {
            throw new IOException("not a file: " + file);
        }
        return directory;
    }
}
