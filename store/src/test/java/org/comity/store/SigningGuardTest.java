package org.comity.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SigningGuardTest {
    @TempDir Path directory;

    private static TreeHead head(long size, String root) {
        return new TreeHead(
                size, Hash.digest(root.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void remembersTheLastHeadAcrossStarts() throws IOException {
        Path file = directory.resolve("guard");
        SigningGuard guard = SigningGuard.open(file);
        assertEquals(Optional.empty(), guard.last());
        guard.allow(head(0, "a"));
        guard.allow(head(5, "b"));
        guard.allow(head(5, "b"));
        assertEquals(Optional.of(head(5, "b")), SigningGuard.open(file).last());
    }

    @Test
    void refusesASmallerTreeAndAnotherRootAtTheSameSize() throws IOException {
        Path file = directory.resolve("guard");
        SigningGuard.open(file).allow(head(5, "b"));
        SigningGuard guard = SigningGuard.open(file);
        assertThrows(IllegalStateException.class, () -> guard.allow(head(4, "a")));
        assertThrows(IllegalStateException.class, () -> guard.allow(head(5, "c")));
        guard.allow(head(6, "c"));
        assertEquals(Optional.of(head(6, "c")), guard.last());
    }

    @Test
    void hasTheHeadOnDiskBeforeItAllowsIt() throws Exception {
        Path file = Path.of("/log/guard");
        Seeds.each(
                300,
                random -> {
                    SimulatedDisk disk = new SimulatedDisk();
                    SigningGuard guard = SigningGuard.open(disk, file);
                    guard.allow(head(4, "a"));
                    guard.allow(head(5, "b"));
                    disk.fail(
                            disk.steps() + 1 + random.nextInt(6),
                            random.nextBoolean()
                                    ? SimulatedDisk.Fault.BEFORE
                                    : SimulatedDisk.Fault.AFTER);
                    boolean allowed = allows(guard, head(6, "c"));
                    if (!allowed) {
                        assertThrows(
                                IOException.class, () -> guard.allow(head(7, "d")), "it is fenced");
                    }
                    SigningGuard next = SigningGuard.open(disk.afterPowerLoss(random), file);
                    assertTrue(next.last().orElseThrow().size() >= 5);
                    assertTrue(next.last().equals(Optional.of(head(6, "c"))) || !allowed);
                });
    }

    private static boolean allows(SigningGuard guard, TreeHead head) {
        try {
            guard.allow(head);
            return true;
        } catch (IOException failed) {
            return false;
        }
    }

    @Test
    void refusesEveryFlippedBit() throws IOException {
        byte[] whole = SigningGuard.render(head(123_456, "root")).array();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertInstanceOf(
                    Checked.Refused.class, SigningGuard.parse(Bytes.of(flipped)), "bit " + bit);
        }
        Path file = directory.resolve("guard");
        Files.write(file, new byte[] {1, 2, 3});
        assertThrows(IOException.class, () -> SigningGuard.open(file));
        Files.write(file, new byte[5000]);
        assertThrows(IOException.class, () -> SigningGuard.open(file));
    }

    @Test
    void aPlaceThatWasBeingWrittenLeavesTheHeadBeforeIt() throws IOException {
        Path file = directory.resolve("guard");
        try (SigningGuard guard = SigningGuard.open(file)) {
            for (int size = 5; size < 8; size++) {
                guard.allow(head(size, "root"));
            }
        }
        byte[] content = Files.readAllBytes(file);
        assertEquals(2 * SigningGuard.PLACE_BYTES, content.length);
        content[30] ^= 1; // heads of 5, then 7, stand in the first place
        Files.write(file, content);
        assertEquals(Optional.of(head(6, "root")), SigningGuard.open(file).last());
        content[SigningGuard.PLACE_BYTES + 30] ^= 1;
        Files.write(file, content);
        assertThrows(IOException.class, () -> SigningGuard.open(file));
    }

    @Test
    void refusesSizesThatAreNotCanonical() {
        for (String size : new String[] {"05", "-1", "", " 5", "9999999999999999999", "٥"}) {
            String text = "comity/signing-guard/v1\n" + size + "\n" + Hash.ZERO.base64() + "\n";
            String sum = Hash.digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hex();
            Bytes whole = Bytes.utf8(text + sum + "\n");
            Bytes file = Bytes.of(java.util.Arrays.copyOf(whole.array(), SigningGuard.PLACE_BYTES));
            assertInstanceOf(Checked.Refused.class, SigningGuard.parse(file), size);
        }
    }
}
