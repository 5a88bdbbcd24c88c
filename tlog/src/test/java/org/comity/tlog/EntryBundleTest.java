package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class EntryBundleTest {
    private static final List<Bytes> ENTRIES =
            List.of(Bytes.utf8("one"), Bytes.EMPTY, Bytes.utf8("three"));
    private static final Bytes BUNDLE = EntryBundle.bytes(ENTRIES);

    @Test
    void writesLengthAndEntryOneAfterAnother() {
        assertEquals("00036f6e65000000057468726565", BUNDLE.hex());
        assertEquals(Checked.good(ENTRIES), EntryBundle.parse(BUNDLE, 3));
    }

    @Test
    void takesExactlyTheCountAndSaysWhereItParts() {
        assertEquals(
                Checked.refused("bundle goes on after its last entry", "byte 7"),
                EntryBundle.parse(BUNDLE, 2));
        assertEquals(
                Checked.refused("bundle ends before its last entry", "byte 14"),
                EntryBundle.parse(BUNDLE, 4));
        assertEquals(
                Checked.refused("bundle ends inside an entry", "byte 9"),
                EntryBundle.parse(BUNDLE.slice(0, 13), 3));
    }

    @Test
    void refusesEveryBeginningOfABundle() {
        for (int length = 0; length < BUNDLE.length(); length++) {
            assertInstanceOf(Checked.Refused.class, EntryBundle.parse(BUNDLE.slice(0, length), 3));
        }
    }

    @Test
    void holdsTheLongestEntryAndNoLonger() {
        Bytes longest = Bytes.of(new byte[EntryBundle.ENTRY_BYTES_MAX]);
        List<Bytes> full = Collections.nCopies(TileId.FULL, longest);
        Bytes bundle = EntryBundle.bytes(full);
        assertEquals(EntryBundle.BYTES_MAX, bundle.length());
        assertEquals(full, EntryBundle.parse(bundle, 256).orThrow());
        List<Bytes> above = List.of(Bytes.of(new byte[EntryBundle.ENTRY_BYTES_MAX + 1]));
        assertThrows(IllegalArgumentException.class, () -> EntryBundle.bytes(above));
    }

    @Test
    void holdsOneTo256Entries() {
        List<Bytes> many = Collections.nCopies(257, Bytes.EMPTY);
        assertThrows(IllegalArgumentException.class, () -> EntryBundle.bytes(many));
        assertThrows(IllegalArgumentException.class, () -> EntryBundle.bytes(List.of()));
        assertThrows(IllegalArgumentException.class, () -> EntryBundle.parse(BUNDLE, 0));
        assertThrows(IllegalArgumentException.class, () -> EntryBundle.parse(BUNDLE, 257));
    }
}
