package org.comity.tlog;

/** Outcome of checking a proof: proven, or refuted with the reason. */
public sealed interface Proof {
    record Proven() implements Proof {}

    record Refuted(Why why) implements Proof {}

    /** Why a proof does not hold. */
    enum Why {
        INDEX_OUTSIDE_TREE,
        SIZES_OUT_OF_ORDER,
        PATH_TOO_LONG,
        PATH_TOO_SHORT,
        PATH_NOT_EMPTY,
        OLD_ROOT_DIFFERS,
        ROOT_DIFFERS
    }
}
