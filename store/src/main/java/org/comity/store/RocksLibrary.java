package org.comity.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * Loads RocksDB's native code without unpacking it at each start. RocksDB alone unpacks 17 MB into
 * the temporary directory every time and leaves it there when the process is killed. Here: from
 * java.library.path when it lies there, else from a copy under the data directory that is made once
 * per version.
 */
final class RocksLibrary {
    private static final String FILE = Environment.getJniLibraryFileName("rocksdb");

    // Guarded by the class.
    private static boolean loaded;

    private RocksLibrary() {}

    static synchronized void load(Disk disk, Path cache) throws IOException {
        if (loaded) {
            return;
        }
        Path directory = installed();
        if (directory == null) {
            directory = unpacked(disk, cache);
        }
        if (directory == null || !loadFrom(directory)) {
            RocksDB.loadLibrary();
        }
        loaded = true;
    }

    /** False when the directory's file system forbids code. */
    private static boolean loadFrom(Path directory) {
        try {
            RocksDB.loadLibrary(List.of(directory.toAbsolutePath().toString()));
            return true;
        } catch (UnsatisfiedLinkError forbidden) {
            return false;
        }
    }

    private static @Nullable Path installed() {
        String places = System.getProperty("java.library.path", "");
        for (String place : places.split(java.io.File.pathSeparator, -1)) {
            if (!place.isEmpty() && Files.isRegularFile(Path.of(place, FILE))) {
                return Path.of(place);
            }
        }
        return null;
    }

    /** Null where the code does not come out of a jar, or not for this platform. */
    private static @Nullable Path unpacked(Disk disk, Path cache) throws IOException {
        URL packed = RocksDB.class.getResource("/" + FILE);
        if (packed == null || !(packed.openConnection() instanceof JarURLConnection jar)) {
            return null;
        }
        long crc = jar.getJarEntry().getCrc();
        Path directory = cache.resolve(Long.toHexString(crc));
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            Files.createDirectories(directory);
            Path copy = directory.resolve(FILE + ".new");
            try (InputStream in = packed.openStream();
                    var out = disk.create(copy)) {
                out.write(ByteBuffer.wrap(in.readAllBytes()), 0);
                out.force();
            }
            disk.rename(copy, file);
        }
        return directory;
    }
}
