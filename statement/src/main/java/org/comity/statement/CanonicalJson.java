package org.comity.statement;

import org.comity.value.Bytes;
import org.comity.value.Checked;

/** JSON Canonicalization Scheme, RFC 8785. */
public final class CanonicalJson {
    /** The largest whole number; beyond it neighbours share one double (RFC 7493, section 2.2). */
    public static final long WHOLE_MAX = 1L << 53;

    /** Arrays and objects within one another. */
    public static final int DEPTH_MAX = 100;

    /** Of the text read and of the text printed. */
    public static final int BYTES_MAX = Payload.JSON_BYTES_MAX;

    private CanonicalJson() {}

    /**
     * Refuses what is not UTF-8 or starts with a byte order mark, duplicate names, lone surrogates,
     * whole numbers beyond 2^53 (also when written with a fraction or an exponent, since the
     * canonical form would be a whole number that this function refuses), numbers beyond a double,
     * more than 100 levels and more than 1 MiB; says at which JSON pointer (RFC 6901) or line and
     * column.
     */
    public static Checked<Bytes> canonicalise(Bytes json) {
        return Json.parse(json)
                .map(Json::canonical)
                .then(out ->
                        out.length() <= BYTES_MAX
                                ? Checked.good(out)
                                : Checked.refused("canonical JSON over 1 MiB", ""));
    }

    /** Whether the bytes are already what {@link #canonicalise} gives. */
    public static boolean isCanonical(Bytes json) {
        return canonicalise(json).equals(Checked.good(json));
    }
}
