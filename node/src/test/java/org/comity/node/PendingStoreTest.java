package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.comity.store.Change;
import org.comity.store.MemoryStore;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

class PendingStoreTest {
    private static final Bytes KEY = Bytes.utf8("key");

    @Test
    void onlyItsOwnerSeesWhatIsNotYetDurable() throws Exception {
        var beneath = new MemoryStore();
        var pending = new PendingStore(beneath);
        Thread owner = Thread.currentThread();
        pending.belongsTo(() -> Thread.currentThread() == owner);
        pending.write(List.of(new Change.Put(KEY, KEY)));
        assertEquals(Optional.of(KEY), pending.value(KEY));
        assertEquals(Optional.empty(), beneath.value(KEY));
        try (var others = Executors.newSingleThreadExecutor()) {
            assertRefused(others.submit(() -> pending.value(KEY)));
            assertRefused(
                    others.submit(() -> {
                        pending.scan(KEY, (key, value) -> true);
                        return true;
                    }));
        }
        pending.force();
        assertEquals(Optional.of(KEY), beneath.value(KEY));
    }

    private static void assertRefused(Future<?> call) {
        var failed = assertThrows(ExecutionException.class, call::get);
        assertInstanceOf(IllegalStateException.class, failed.getCause());
    }
}
