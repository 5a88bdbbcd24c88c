package org.comity.statement;

import java.util.Arrays;
import java.util.Optional;

/** Whether the thing is made for abuse or was itself abused (notice before block, shorter life). */
public enum Target {
    UNKNOWN("unknown"),
    DEDICATED("dedicated"),
    COMPROMISED("compromised"),
    /** infrastructure that many use */
    SHARED("shared");

    private final String word;

    Target(String word) {
        this.word = word;
    }

    /** The word for configuration, output and payloads. */
    public String word() {
        return word;
    }

    public static Optional<Target> ofWord(String word) {
        return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
    }
}
