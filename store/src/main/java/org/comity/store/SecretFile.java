package org.comity.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.comity.value.Bytes;

/**
 * Keys and salts on disk: only the owner may read them, and a file that others can read is refused.
 */
public final class SecretFile {
    public static final int SECRET_BYTES_MAX = 64 << 10;

    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private SecretFile() {}

    /**
     * Replaces the file as a whole; durable when it returns. It never has wider permissions than
     * 0600.
     */
    public static void write(Path file, Bytes secret) throws IOException {
        if (secret.length() > SECRET_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a secret has at most 64 KiB, not " + secret.length());
        }
        AtomicFile.replace(Disk.REAL, file, secret, "rw-------");
    }

    /**
     * Throws when group or world may do anything with the file: the secret must then count as
     * known.
     */
    public static Bytes read(Path file) throws IOException {
        if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException(
                    "others may read this secret, so it may be known (chmod 600 it or make a new one): "
                            + file);
        }
        return Bytes.of(Disk.REAL.read(file, SECRET_BYTES_MAX));
    }
}
