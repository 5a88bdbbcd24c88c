package org.comity.charter;

import java.util.Arrays;
import java.util.Optional;

/** A constituency in the dimension of sectors. */
public enum Sector {
    GOVERNMENT("government"),
    LAW_ENFORCEMENT("law-enforcement"),
    PRIVATE("private"),
    CIVIL("civil"),
    ACADEMIC("academic");

    private final String word;

    Sector(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<Sector> ofWord(String word) {
        return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
    }
}
