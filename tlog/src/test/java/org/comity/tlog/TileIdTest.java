package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class TileIdTest {
    /**
     * golang/mod, sumdb/tlog, tilePaths without their height, which C2SP fixed; and tlog-tiles'
     * example.
     */
    private static final Map<String, TileId> PATHS =
            Map.of(
                    "tile/0/001", new TileId(0, 1, 256),
                    "tile/0/001.p/5", new TileId(0, 1, 5),
                    "tile/5/x123/x456/078", new TileId(5, 123_456_078, 256),
                    "tile/5/x123/x456/078.p/2", new TileId(5, 123_456_078, 2),
                    "tile/0/x003/x057/500", new TileId(0, 3_057_500, 256),
                    "tile/entries/x003/x057/500", new TileId(TileId.ENTRIES, 3_057_500, 256),
                    "tile/entries/000.p/255", new TileId(TileId.ENTRIES, 0, 255),
                    "tile/0/x001/x234/067", new TileId(0, 1_234_067, 256),
                    "tile/63/x036/x028/x797/x018/x963/967", new TileId(63, TileId.INDEX_MAX, 256));

    @Test
    void readsAndWritesThePathsOfOthers() {
        PATHS.forEach((path, id) -> {
            assertEquals(path, id.path());
            assertEquals(Checked.good(id), TileId.parse(path));
        });
    }

    @Test
    void refusesEveryOtherSpelling() {
        for (String path :
                List.of(
                        "tile/5/123/456/078",
                        "tile/-1/123/456/078",
                        "tile/data/x003/x057/500",
                        "tile/64/000",
                        "tile/00/000",
                        "tile/+1/000",
                        "tile/0/0",
                        "tile/0/0000",
                        "tile/0/x000/001",
                        "tile/0/x1/001",
                        "tile/0/x0001/001",
                        "tile/0/x001",
                        "tile/0/001.p",
                        "tile/0/001.p/",
                        "tile/0/001.p/0",
                        "tile/0/001.p/05",
                        "tile/0/001.p/256",
                        "tile/0/001.p/5/5",
                        "tile/0/001/5",
                        "tile/0/x001.p/067",
                        "tile/0/001.P/5",
                        "tile/0/٠٠١",
                        "/tile/0/001",
                        "tile/0/001/",
                        "tile//001",
                        "tile/0/",
                        "tile/0",
                        "tile",
                        "",
                        "tile/0/../001",
                        "tile/0/001?x",
                        "tile/0/x036/x028/x797/x018/x963/968",
                        "tile/0/x999/x999/x999/x999/x999/x999/999",
                        "tile/0/" + "x001/".repeat(200_000) + "001")) {
            assertInstanceOf(Checked.Refused.class, TileId.parse(path), path);
        }
    }

    @Test
    void refusesToNameTilesOutOfBounds() {
        List<Runnable> outside =
                List.of(
                        () -> new TileId(-2, 0, 1),
                        () -> new TileId(64, 0, 1),
                        () -> new TileId(0, -1, 1),
                        () -> new TileId(0, TileId.INDEX_MAX + 1, 1),
                        () -> new TileId(0, 0, 0),
                        () -> new TileId(0, 0, 257));
        for (Runnable call : outside) {
            assertThrows(IllegalArgumentException.class, call::run);
        }
    }

    @Test
    void listsTheTilesThatAGrownTreeAdds() {
        assertEquals(List.of(), TileId.between(0, 0, 0));
        assertEquals(List.of(), TileId.between(0, 256, 256));
        assertEquals(List.of(new TileId(0, 0, 1)), TileId.between(0, 0, 1));
        assertEquals(List.of(new TileId(0, 0, 256)), TileId.between(0, 255, 256));
        assertEquals(List.of(new TileId(0, 1, 1)), TileId.between(0, 256, 257));
        assertEquals(
                List.of(new TileId(0, 0, 256), new TileId(0, 1, 256), new TileId(0, 2, 3)),
                TileId.between(0, 100, 515));
        assertEquals(
                List.of(new TileId(TileId.ENTRIES, 1, 7)),
                TileId.between(TileId.ENTRIES, 257, 263));
        assertEquals(List.of(), TileId.between(1, 0, 255));
        assertEquals(List.of(new TileId(1, 0, 1)), TileId.between(1, 0, 256));
        assertEquals(
                List.of(new TileId(1, 0, 256), new TileId(1, 1, 17)), TileId.between(1, 0, 70_000));
        assertEquals(List.of(new TileId(2, 0, 1)), TileId.between(2, 0, 70_000));
        assertEquals(List.of(), TileId.between(8, 0, Long.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> TileId.between(0, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> TileId.between(0, -1, 1));
    }

    @Test
    void listsAtMostTheLimitForATreeThatClaimsToBeHuge() {
        List<TileId> first = TileId.between(0, 10, Long.MAX_VALUE);
        assertEquals(TileId.BETWEEN_MAX, first.size());
        long reached = (first.getLast().index() + 1) * TileId.FULL;
        assertEquals(
                new TileId(0, TileId.BETWEEN_MAX, 256),
                TileId.between(0, reached, Long.MAX_VALUE).getFirst());
        List<TileId> last = TileId.between(0, Long.MAX_VALUE - 300, Long.MAX_VALUE);
        assertEquals(new TileId(0, TileId.INDEX_MAX, 255), last.getLast());
    }
}
