package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import org.comity.store.SecretFile;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * A secret of 32 bytes as it is kept: 64 hexadecimal digits, a space, the first eight of the
 * SHA-256 of those digits, a newline. The check is there because nothing else would tell a changed
 * bit in a key that every member has and nobody publishes. Without it (written by hand, or by a
 * version before) it is read all the same.
 */
final class SeedFile {
    static final int SEED_BYTES = 32;
    private static final int CHECK_DIGITS = 8;

    private SeedFile() {}

    static void write(Path file, Bytes seed) throws IOException {
        SecretFile.write(file, render(seed));
    }

    /** Never says what the file holds. */
    static Bytes read(Path file) throws IOException {
        return parse(SecretFile.read(file), file);
    }

    static Bytes parse(Bytes content, Path file) throws IOException {
        String text = content.utf8();
        Bytes seed =
                Bytes.parseHex(text.substring(0, Math.min(2 * SEED_BYTES, text.length())))
                        .optional()
                        .orElse(Bytes.EMPTY);
        if (seed.length() != SEED_BYTES || !seed.hex().equals(text.substring(0, 2 * SEED_BYTES))) {
            throw new IOException("not 64 hexadecimal digits: " + file);
        }
        if (!content.equals(render(seed)) && !isBare(text)) {
            throw new IOException("changed since it was written, its check differs: " + file);
        }
        return seed;
    }

    /** A good file without a check, of which no changed bit can be told. */
    static boolean isUnchecked(Path file) throws IOException {
        return isBare(SecretFile.read(file).utf8());
    }

    private static boolean isBare(String text) {
        return text.length() == 2 * SEED_BYTES
                || (text.length() == 2 * SEED_BYTES + 1 && text.endsWith("\n"));
    }

    static Bytes render(Bytes seed) {
        String digits = seed.hex();
        String check = Hash.digest(Bytes.utf8(digits).array()).hex().substring(0, CHECK_DIGITS);
        return Bytes.utf8(digits + " " + check + "\n");
    }
}
