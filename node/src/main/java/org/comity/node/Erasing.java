package org.comity.node;

import java.io.IOException;
import java.util.List;
import org.comity.store.Change;
import org.comity.store.DiskFullException;
import org.comity.value.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second half of an erasure: no byte of what was erased is left in a file. It is owed from the
 * erasure on, over crashes and full disks.
 */
final class Erasing {
    private static final Logger LOG = LoggerFactory.getLogger(Erasing.class);
    private static final Bytes OWED = RowKeys.single("compacting");

    private Erasing() {}

    /** To be written with the erasure. */
    static Change due() {
        return new Change.Put(OWED, Bytes.EMPTY);
    }

    /** False while there is no room for it: nobody reads the values any more, but a file has them. */
    static boolean finish(Desk desk) throws IOException {
        try {
            return desk.writer()
                    .callLong(() -> {
                        if (desk.pending().value(OWED).isPresent()) {
                            desk.pending().compact();
                            desk.pending().write(List.of(new Change.Delete(OWED)));
                        }
                        return true;
                    });
        } catch (DiskFullException full) {
            LOG.atWarn().addKeyValue("why", full.getMessage()).log("erased values are in files yet");
            return false;
        }
    }
}
