package org.comity.tlog;

import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/** C2SP tlog-tiles entry bundle: u16 big-endian length and entry, at most 256 times. */
public final class EntryBundle {
    private EntryBundle() {}

    public static Bytes bytes(List<Bytes> entries) {
        throw new UnsupportedOperationException();
    }

    /** Exactly count entries. */
    public static Checked<List<Bytes>> parse(Bytes bundle, int count) {
        throw new UnsupportedOperationException();
    }
}
