package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class TileFuzzTest {
    private static final List<Bytes> PATHS =
            List.of(
                    Bytes.utf8("tile/0/x001/x234/067"),
                    Bytes.utf8("tile/63/x036/x028/x797/x018/x963/967"),
                    Bytes.utf8("tile/entries/000.p/17"));
    private static final List<Bytes> BUNDLES =
            List.of(
                    EntryBundle.bytes(NaiveTree.entries(3)),
                    EntryBundle.bytes(List.of(Bytes.EMPTY, Bytes.of(new byte[300]), Bytes.EMPTY)));

    @Test
    void everyPathIsRefusedOrIsSpelledInTheOneWay() {
        Fuzz.each(20_000, PATHS, input -> checkPath(input.utf8()));
    }

    @Test
    void everyBundleIsRefusedOrIsWrittenAgainAsItWas() {
        Fuzz.each(10_000, BUNDLES, TileFuzzTest::checkBundle);
    }

    private static void checkPath(String path) {
        switch (TileId.parse(path)) {
            case Checked.Refused<TileId> _ -> {}
            case Checked.Good<TileId>(TileId id) -> assertEquals(path, id.path());
        }
    }

    private static void checkBundle(Bytes bundle) {
        switch (EntryBundle.parse(bundle, 3)) {
            case Checked.Refused<List<Bytes>> _ -> {}
            case Checked.Good<List<Bytes>>(List<Bytes> entries) ->
                    assertEquals(bundle, EntryBundle.bytes(entries));
        }
    }
}
