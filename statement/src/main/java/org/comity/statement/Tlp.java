package org.comity.statement;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Traffic Light Protocol 2.0 (FIRST); the order is from open to strict and its ordinal stands in
 * the leaf.
 */
public enum Tlp {
    CLEAR("TLP:CLEAR"),
    GREEN("TLP:GREEN"),
    AMBER("TLP:AMBER"),
    AMBER_STRICT("TLP:AMBER+STRICT"),
    RED("TLP:RED");

    private final String word;

    Tlp(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** With or without the "TLP:" prefix, any case; TLP 1's WHITE is CLEAR. */
    public static Optional<Tlp> ofWord(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        String full = name.startsWith("TLP:") ? name : "TLP:" + name;
        String level = full.equals("TLP:WHITE") ? "TLP:CLEAR" : full;
        return Arrays.stream(values()).filter(it -> it.word.equals(level)).findFirst();
    }
}
