package org.comity.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** Changes over rows, beside a plain map that took them all. */
class OverlayTest {
    private final MemoryStore beneath = new MemoryStore();
    private final TreeMap<Bytes, Bytes> model = new TreeMap<>();
    private final Overlay overlay = new Overlay();

    @Test
    void readsAsRowsWithTheChangesDo() throws Exception {
        Seeds.each(
                300,
                random -> {
                    var one = new OverlayTest();
                    one.begin(random);
                    for (int step = 0; step < 60; step++) {
                        one.step(random);
                    }
                });
    }

    private void step(Random random) throws Exception {
        Bytes key = key(random);
        switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> take(new Change.Put(key, value(random)));
            case 4 -> take(new Change.Delete(key));
            case 5 -> {
                if (random.nextInt(4) == 0) {
                    take(new Change.DeleteAll(key.slice(0, 1)));
                }
            }
            case 6 ->
                    assertEquals(Optional.ofNullable(model.get(key)), overlay.value(beneath, key));
            default -> assertScans(key.slice(0, random.nextInt(2)), key(random));
        }
    }

    private void begin(Random random) throws Exception {
        for (int row = 0; row < 5; row++) {
            var put = new Change.Put(key(random), value(random));
            beneath.commit(List.of(put));
            model.put(put.key(), put.value());
        }
    }

    private void take(Change change) {
        overlay.apply(change);
        switch (change) {
            case Change.Put(Bytes key, Bytes value) -> model.put(key, value);
            case Change.Delete(Bytes key) -> model.remove(key);
            case Change.DeleteAll(Bytes prefix) ->
                    model.keySet().removeIf(it -> it.startsWith(prefix));
        }
    }

    private void assertScans(Bytes prefix, Bytes after) throws Exception {
        var expected = new ArrayList<Map.Entry<Bytes, Bytes>>();
        model.forEach((key, value) -> {
            if (key.startsWith(prefix) && key.compareTo(after) > 0) {
                expected.add(Map.entry(key, value));
            }
        });
        var seen = new ArrayList<Map.Entry<Bytes, Bytes>>();
        overlay.scan(beneath, prefix, after, (key, value) -> seen.add(Map.entry(key, value)));
        assertEquals(expected, seen);
    }

    private static Bytes key(Random random) {
        byte[] key = {(byte) random.nextInt(3), (byte) random.nextInt(4)};
        return Bytes.of(key);
    }

    private static Bytes value(Random random) {
        return Bytes.of(new byte[] {(byte) random.nextInt()});
    }
}
