package org.comity.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files of a store beside what its journal and rows hold. */
final class StoreFiles {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    private static final Set<String> KNOWN = Set.of("lock", "journal", "rows", "reserve", "native");

    private static final int PIECE_BYTES = 1 << 20;

    private StoreFiles() {}

    static List<Finding> inspect(Path directory) throws IOException {
        var findings = new ArrayList<Finding>();
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(directory))) {
            String why = "others than its owner may read the store";
            findings.add(new Finding(Finding.Kind.PERMISSIONS, why, directory, 0));
        }
        try (var files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                if (!KNOWN.contains(file.getFileName().toString())) {
                    String why = "left over, or not a file of a store";
                    findings.add(new Finding(Finding.Kind.LEFTOVER, why, file, 0));
                }
            }
        }
        findings.addAll(reserve(directory.resolve("reserve")));
        findings.addAll(RocksLibrary.inspect(directory.resolve("native")));
        return findings;
    }

    private static List<Finding> reserve(Path file) throws IOException {
        if (!Files.exists(file)) {
            String why = "no reserve: the disk was nearly full, or the store is new";
            return List.of(new Finding(Finding.Kind.RESERVE, why, file, 0));
        }
        try (var in = Files.newInputStream(file)) {
            long at = 0;
            for (byte[] piece = in.readNBytes(PIECE_BYTES);
                    piece.length > 0;
                    piece = in.readNBytes(PIECE_BYTES)) {
                for (int index = 0; index < piece.length; index++) {
                    if (piece[index] != 0) {
                        String why = "the reserve is not all zeros";
                        return List.of(new Finding(Finding.Kind.RESERVE, why, file, at + index));
                    }
                }
                at += piece.length;
            }
        }
        return List.of();
    }
}
