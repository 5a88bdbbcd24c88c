package org.comity.store;

import java.nio.file.Path;

final class MemoryStoreTest extends StoreContract {
    @Override
    protected Store openEmpty(Path at) {
        return new MemoryStore();
    }
}
