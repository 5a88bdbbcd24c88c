package org.comity.statement;

import java.util.Arrays;
import java.util.Optional;

/** Why a member says it; the stronger first. */
public enum Basis {
    /** a person or a method looked into it */
    ANALYSED("analysed"),
    /** seen in own evidence */
    OBSERVED("observed"),
    /** from elsewhere; names its source */
    RELAYED("relayed");

    private final String word;

    Basis(String word) {
        this.word = word;
    }

    /** The word for configuration, output and payloads. */
    public String word() {
        return word;
    }

    public static Optional<Basis> ofWord(String word) {
        return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
    }
}
