package org.comity.store;

import java.io.IOException;
import java.nio.file.Path;

final class EmbeddedContractTest extends StoreContract {
    @Override
    protected Store openEmpty(Path at) throws IOException {
        return EmbeddedStore.open(at, true);
    }
}
