package org.comity.statement;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Permissible Actions Protocol: what a receiver may do; the order is from free to strict. CLEAR is
 * a permission beyond those who may see a thing, so it holds only where it is said; nothing said is
 * GREEN.
 */
public enum Pap {
    CLEAR("PAP:CLEAR"),
    GREEN("PAP:GREEN"),
    AMBER("PAP:AMBER"),
    RED("PAP:RED");

    private final String word;

    Pap(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** With or without the "PAP:" prefix, any case; WHITE is the older word for CLEAR. */
    public static Optional<Pap> ofWord(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        String full = name.startsWith("PAP:") ? name : "PAP:" + name;
        String level = full.equals("PAP:WHITE") ? "PAP:CLEAR" : full;
        return Arrays.stream(values()).filter(it -> it.word.equals(level)).findFirst();
    }
}
