package org.comity.statement;

import java.util.Arrays;
import java.util.Optional;

/** What a claim says of its subject. */
public enum Stance {
    MALICIOUS("malicious"),
    BENIGN("benign");

    private final String word;

    Stance(String word) {
        this.word = word;
    }

    /** The word for configuration, output and payloads. */
    public String word() {
        return word;
    }

    public static Optional<Stance> ofWord(String word) {
        return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
    }

    public Stance opposite() {
        return this == MALICIOUS ? BENIGN : MALICIOUS;
    }
}
