package org.comity.statement;

import org.comity.value.Bytes;
import org.comity.value.Checked;

/** JSON Canonicalization Scheme, RFC 8785. */
public final class CanonicalJson {
    private CanonicalJson() {}

    /**
     * Refuses duplicate keys, lone surrogates, numbers that a double cannot hold exactly as integers beyond
     * 2^53, more than 100 levels and more than 1 MiB; says at which path.
     */
    public static Checked<Bytes> canonicalise(Bytes json) {
        throw new UnsupportedOperationException(json.toString());
    }

    /** Whether the bytes are already what {@link #canonicalise} gives. */
    public static boolean isCanonical(Bytes json) {
        throw new UnsupportedOperationException(json.toString());
    }
}
