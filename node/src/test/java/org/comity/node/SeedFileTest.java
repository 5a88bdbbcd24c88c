package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.comity.store.SecretFile;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedFileTest {
    private static final Bytes SEED = Hash.digest(new byte[] {7}).bytes();
    @TempDir Path folder;

    static void write(Path file, byte[] content) throws IOException {
        SecretFile.write(file, Bytes.of(content));
    }

    @Test
    void everyChangedBitIsRefusedAndNeverPrinted() throws IOException {
        Path file = folder.resolve("seed");
        SeedFile.write(file, SEED);
        byte[] sound = Files.readAllBytes(file);
        assertEquals(SEED, SeedFile.read(file));
        for (int bit = 0; bit < 8 * sound.length; bit++) {
            byte[] other = sound.clone();
            other[bit / 8] ^= (byte) (1 << bit % 8);
            write(file, other);
            String why = assertThrows(IOException.class, () -> SeedFile.read(file)).getMessage();
            assertTrue(!why.contains(SEED.hex().substring(0, 8)), why);
        }
    }

    @Test
    void theDigitsAloneAreReadButNotTrustedToBeUnchanged() throws IOException {
        Path file = folder.resolve("seed");
        for (String end : new String[] {"", "\n"}) {
            write(file, Bytes.utf8(SEED.hex() + end).array());
            assertEquals(SEED, SeedFile.read(file));
            assertTrue(SeedFile.isUnchecked(file));
        }
        for (String bad : new String[] {"", "00", SEED.hex() + "x", SEED.hex() + "\n\n"}) {
            write(file, Bytes.utf8(bad).array());
            assertThrows(IOException.class, () -> SeedFile.read(file));
        }
    }
}
