package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.random.RandomGenerator;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

final class LeafTest {
    /** The bytes of docs/formats/leaf.md. */
    private static final String HEX =
            "01"
                    + "03"
                    + "000000006b49d200"
                    + "02"
                    + "aa".repeat(32)
                    + "0102"
                    + "00010203"
                    + "bb".repeat(32);

    @Test
    void hasTheBytesThatAreDocumented() {
        Leaf leaf = parse(HEX).orThrow();
        assertEquals(
                new Leaf(
                        StatementKind.HALT,
                        1_800_000_000,
                        Tlp.AMBER,
                        hash("aa"),
                        258,
                        66_051,
                        hash("bb")),
                leaf);
        assertEquals(HEX, leaf.bytes().hex());
    }

    @Test
    void anyBytesThatAreReadPrintAsThemselves() {
        Seeds.each(
                20_000,
                random -> {
                    byte[] bytes = Bytes.parseHex(HEX).orThrow().array();
                    for (int at = random.nextInt(1, 4); at > 0; at--) {
                        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                    }
                    Bytes mutated = Bytes.of(bytes);
                    Leaf.parse(mutated)
                            .optional()
                            .ifPresent(leaf -> assertEquals(mutated, leaf.bytes()));
                });
    }

    @Test
    void everyLeafReadsBack() {
        Seeds.each(
                2_000,
                random -> {
                    Leaf leaf =
                            new Leaf(
                                    StatementKind.ofCode(random.nextInt(7)).orElseThrow(),
                                    300 * random.nextLong(Claim.Validity.SECOND_MAX / 300),
                                    Tlp.ofCode(random.nextInt(5)).orElseThrow(),
                                    hash(random),
                                    random.nextInt(0x1_0000),
                                    random.nextInt(Payload.JSON_BYTES_MAX + 1),
                                    hash(random));
                    assertEquals(Checked.good(leaf), Leaf.parse(leaf.bytes()));
                });
    }

    @Test
    void saysWhichByteIsWrong() {
        assertEquals(Checked.refused("a leaf of version 1 has 81 bytes", ""), parse(HEX + "00"));
        assertEquals(Checked.refused("a leaf of version 1 has 81 bytes", ""), parse(""));
        assertEquals(Checked.refused("unknown leaf version", "byte 0"), parse(with(0, "02")));
        assertEquals(Checked.refused("unknown statement kind", "byte 1"), parse(with(1, "ff")));
        String time = "declared time is not a multiple of 300 s until 9999";
        assertEquals(Checked.refused(time, "byte 2"), parse(with(9, "01")));
        assertEquals(Checked.refused(time, "byte 2"), parse(with(2, "ff")));
        // 253402300800, the first second of the year 10000, is a multiple of 300.
        assertEquals(Checked.refused(time, "byte 2"), parse(with(2, "0000003afff44180")));
        assertEquals(Checked.refused("unknown TLP level", "byte 10"), parse(with(10, "05")));
        assertEquals(Checked.refused("unknown TLP level", "byte 10"), parse(with(10, "ff")));
        assertEquals(
                Checked.refused("payload length out of bounds", "byte 45"),
                parse(with(45, "00100001")));
        assertEquals(
                Checked.refused("payload length out of bounds", "byte 45"),
                parse(with(45, "ffffffff")));
    }

    @Test
    void cannotBeMadeOutOfBounds() {
        assertThrows(IllegalArgumentException.class, () -> leaf(1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> leaf(-300, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> leaf(0, 0x1_0000, 0));
        assertThrows(IllegalArgumentException.class, () -> leaf(0, 0, Payload.JSON_BYTES_MAX + 1));
    }

    private static Leaf leaf(long second, int claims, int length) {
        return new Leaf(
                StatementKind.BUNDLE, second, Tlp.RED, Hash.ZERO, claims, length, Hash.ZERO);
    }

    private static Checked<Leaf> parse(String hex) {
        return Leaf.parse(Bytes.parseHex(hex).orThrow());
    }

    private static String with(int at, String hex) {
        return HEX.substring(0, 2 * at) + hex + HEX.substring(2 * at + hex.length());
    }

    private static Hash hash(String twoDigits) {
        return Hash.parseHex(twoDigits.repeat(32)).orThrow();
    }

    private static Hash hash(RandomGenerator random) {
        return new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }
}
