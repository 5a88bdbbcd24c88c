package org.comity.store;

import java.io.IOException;
import java.nio.file.Path;

/** The contract again with a journal so small that it is emptied all the time. */
final class SmallJournalContractTest extends StoreContract {
    @Override
    protected Store openEmpty(Path at) throws IOException {
        return EmbeddedStore.open(at, true, Disk.REAL, new Sizes(4000, 512, 1 << 20));
    }
}
