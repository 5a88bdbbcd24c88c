package org.comity.tlog;

import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * C2SP tlog-proof: index, path and the checkpoint with its signatures; extra is unauthenticated by itself. A
 * Comity receipt is one whose extra holds leaf and payload (docs/formats/receipt.md).
 */
public record TlogProof(Bytes extra, InclusionProof inclusion, Note checkpoint) {
    public static Checked<TlogProof> parse(Bytes bytes) {
        throw new UnsupportedOperationException();
    }

    public Bytes bytes() {
        throw new UnsupportedOperationException();
    }
}
