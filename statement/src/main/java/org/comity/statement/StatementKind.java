package org.comity.statement;

import java.util.Arrays;
import java.util.Optional;

/** The code stands in the leaf; docs/formats/leaf.md lists them. */
public enum StatementKind {
    /** A STIX 2.1 bundle. */
    BUNDLE(0),
    /** Control: payloads that their author destroyed. */
    ERASE(1),
    /** Control: one step of a request between two members. */
    REQUEST(2),
    /** Control: a member stops what its keys say from here on. */
    HALT(3);

    private final int code;

    StatementKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Optional<StatementKind> ofCode(int code) {
        return Arrays.stream(values()).filter(it -> it.code == code).findFirst();
    }
}
