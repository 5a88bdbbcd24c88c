package org.comity.statement;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Traffic Light Protocol 2.0 (FIRST); the order is from open to strict. */
public enum Tlp {
    CLEAR(0, "TLP:CLEAR"),
    GREEN(1, "TLP:GREEN"),
    AMBER(2, "TLP:AMBER"),
    AMBER_STRICT(3, "TLP:AMBER+STRICT"),
    RED(4, "TLP:RED");

    private final int code;
    private final String word;

    Tlp(int code, String word) {
        this.code = code;
        this.word = word;
    }

    /** Stands in the leaf; docs/formats/leaf.md lists them. */
    public int code() {
        return code;
    }

    public static Optional<Tlp> ofCode(int code) {
        return Arrays.stream(values()).filter(it -> it.code == code).findFirst();
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
