package org.comity.store;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;
import org.comity.value.Bytes;
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
    /**
     * As named in RocksDB's jar and looked for in java.library.path. To know it, RocksDB starts a
     * shell that looks for the musl library, unless the environment says ROCKSDB_MUSL_LIBC=false
     * (or true).
     */
    private static final String PACKED = Environment.getJniLibraryFileName("rocksdb");

    /**
     * As RocksDB names it when it is told the directory: not the same, it adds its suffix once
     * more.
     */
    private static final String UNPACKED = Environment.getJniLibraryFileName("rocksdbjni");

    /** Beside each copy: CRC32C of its bytes, eight hexadecimal digits. */
    private static final String CHECK = ".crc32c";

    private static final int CHECK_BYTES_MAX = 64;

    // Guarded by the class.
    private static boolean loaded;

    private RocksLibrary() {}

    static synchronized void load(Disk disk, Path cache) throws IOException {
        if (loaded) {
            return;
        }
        Path directory = isInstalled() ? null : unpacked(disk, cache);
        if (directory == null || !loadFrom(directory)) {
            RocksDB.loadLibrary();
        }
        loaded = true;
    }

    /**
     * False when the directory's file system forbids code; RocksDB then unpacks it in its own way.
     */
    private static boolean loadFrom(Path directory) {
        try {
            RocksDB.loadLibrary(List.of(directory.toAbsolutePath().toString()));
            return true;
        } catch (UnsatisfiedLinkError forbidden) {
            return false;
        }
    }

    private static boolean isInstalled() {
        for (String place :
                System.getProperty("java.library.path", "").split(File.pathSeparator, -1)) {
            if (!place.isEmpty() && Files.isRegularFile(Path.of(place, PACKED))) {
                return true;
            }
        }
        return false;
    }

    /** As load, but writes nothing: without a good copy RocksDB unpacks it in its own way. */
    static synchronized void loadOnly(Path cache) throws IOException {
        if (loaded) {
            return;
        }
        Path jar = isInstalled() ? null : jar();
        Path directory = jar == null ? null : directory(cache, jar);
        boolean mayUse = directory != null && isWhole(directory.resolve(UNPACKED));
        if (directory == null || !mayUse || !loadFrom(directory)) {
            RocksDB.loadLibrary();
        }
        loaded = true;
    }

    /** What is wrong with the copies; none of it harms, since a bad one is never loaded. */
    static List<Finding> inspect(Path cache) throws IOException {
        var findings = new ArrayList<Finding>();
        if (!Files.isDirectory(cache)) {
            return findings;
        }
        try (var files = Files.walk(cache)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                boolean isCheck = name.endsWith(CHECK) && Files.exists(code(file));
                if (!isCheck && (name.endsWith(".new") || !isWhole(file))) {
                    String why = "a copy of the native code is not what was unpacked";
                    findings.add(new Finding(Finding.Kind.LIBRARY, why, file, 0));
                }
            }
        }
        return findings;
    }

    private static Path code(Path check) {
        String name = check.getFileName().toString();
        return check.resolveSibling(name.substring(0, name.length() - CHECK.length()));
    }

    /** A changed byte in code that is run ends the process without a word. */
    private static boolean isWhole(Path file) throws IOException {
        Path check = file.resolveSibling(file.getFileName() + CHECK);
        return Files.exists(file)
                && Files.exists(check)
                && Files.size(check) <= CHECK_BYTES_MAX
                && Bytes.of(Files.readAllBytes(check)).equals(check(Files.readAllBytes(file)));
    }

    private static Bytes check(byte[] code) {
        var sum = new CRC32C();
        sum.update(code);
        return Bytes.utf8("%08x\n".formatted(sum.getValue()));
    }

    private static Path directory(Path cache, Path jar) throws IOException {
        // Size and time of the jar name the copy: opening the jar to ask it costs more than
        // loading.
        long madeAt = Files.getLastModifiedTime(jar).toMillis();
        return cache.resolve(Long.toHexString(Files.size(jar)) + "-" + Long.toHexString(madeAt));
    }

    /** Null where the code does not come out of a jar, or not for this platform. */
    private static @Nullable Path unpacked(Disk disk, Path cache) throws IOException {
        Path jar = jar();
        if (jar == null) {
            return null;
        }
        Path directory = directory(cache, jar);
        Path file = directory.resolve(UNPACKED);
        if (!isWhole(file)) {
            try (InputStream in = RocksDB.class.getResourceAsStream("/" + PACKED)) {
                if (in == null) {
                    return null;
                }
                deleteCopies(cache);
                Files.createDirectories(directory);
                unpack(disk, in, file);
            }
        }
        return directory;
    }

    private static @Nullable Path jar() {
        CodeSource source = RocksDB.class.getProtectionDomain().getCodeSource();
        if (source == null || !source.getLocation().getProtocol().equals("file")) {
            return null;
        }
        try {
            Path jar = Path.of(source.getLocation().toURI());
            return Files.isRegularFile(jar) ? jar : null;
        } catch (URISyntaxException unusual) {
            return null;
        }
    }

    private static void unpack(Disk disk, InputStream in, Path file) throws IOException {
        byte[] code = in.readAllBytes();
        place(disk, code, file);
        place(disk, check(code).array(), file.resolveSibling(UNPACKED + CHECK));
    }

    private static void place(Disk disk, byte[] content, Path file) throws IOException {
        Path copy = file.resolveSibling(file.getFileName() + ".new");
        try (var out = disk.create(copy)) {
            out.write(ByteBuffer.wrap(content), 0);
            out.force();
        }
        disk.rename(copy, file);
    }

    /** Those of other versions, 17 MB each. */
    private static void deleteCopies(Path cache) throws IOException {
        if (!Files.isDirectory(cache)) {
            return;
        }
        try (var files = Files.walk(cache)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
