package org.comity.statement;

import org.comity.value.Hash;

/** So far a log goes, and the root of its tree there (RFC 9162); a cut of a {@link Proposal}. */
public record LogMark(long size, Hash root) {
    public LogMark {
        if (size < 0 || size > CanonicalJson.WHOLE_MAX) {
            throw new IllegalArgumentException("a log has 0 to 2^53 leaves");
        }
    }
}
