package org.comity.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.comity.value.Bytes;

/** What a store should hold, kept the simplest way: hexadecimal keys sort as their bytes do. */
final class Model {
    final TreeMap<String, Bytes> rows = new TreeMap<>();

    Model copy() {
        Model copy = new Model();
        copy.rows.putAll(rows);
        return copy;
    }

    Model after(List<Change> changes) {
        Model next = copy();
        for (Change change : changes) {
            switch (change) {
                case Change.Put(var key, var value) -> next.rows.put(key.hex(), value);
                case Change.Delete(var key) -> next.rows.remove(key.hex());
                case Change.DeleteAll(var prefix) ->
                        next.rows.keySet().removeIf(key -> key.startsWith(prefix.hex()));
            }
        }
        return next;
    }

    List<Map.Entry<String, Bytes>> range(Bytes prefix, Bytes afterKey) {
        List<Map.Entry<String, Bytes>> found = new ArrayList<>(rows.entrySet());
        found.removeIf(row ->
                !row.getKey().startsWith(prefix.hex())
                        || row.getKey().compareTo(afterKey.hex()) <= 0);
        return found;
    }

    static List<Map.Entry<String, Bytes>> scan(Store store, Bytes prefix, Bytes afterKey)
            throws IOException {
        List<Map.Entry<String, Bytes>> found = new ArrayList<>();
        store.scanFrom(
                prefix,
                afterKey,
                (key, value) -> {
                    found.add(Map.entry(key.hex(), value));
                    return true;
                });
        return found;
    }

    static Model of(Store store) throws IOException {
        Model model = new Model();
        for (var row : scan(store, Bytes.EMPTY, Bytes.EMPTY)) {
            model.rows.put(row.getKey(), row.getValue());
        }
        return model;
    }

    /**
     * Few and short, with bytes at both ends of their range, so that batches meet and prefixes
     * matter.
     */
    static Bytes key(Random random) {
        byte[] key = new byte[1 + random.nextInt(3)];
        byte[] alphabet = {0, 1, 0x7F, (byte) 0x80, (byte) 0xFE, (byte) 0xFF};
        for (int at = 0; at < key.length; at++) {
            key[at] = alphabet[random.nextInt(alphabet.length)];
        }
        return Bytes.of(key);
    }

    static Bytes value(Random random) {
        byte[] value = new byte[random.nextInt(4) == 0 ? random.nextInt(700) : random.nextInt(20)];
        random.nextBytes(value);
        return Bytes.of(value);
    }

    static List<Change> batch(Random random) {
        List<Change> changes = new ArrayList<>();
        for (int left = 1 + random.nextInt(6); left > 0; left--) {
            changes.add(
                    switch (random.nextInt(8)) {
                        case 0, 1 -> new Change.Delete(key(random));
                        case 2 ->
                                new Change.DeleteAll(
                                        random.nextInt(20) == 0 ? Bytes.EMPTY : key(random));
                        default -> new Change.Put(key(random), value(random));
                    });
        }
        return changes;
    }
}
