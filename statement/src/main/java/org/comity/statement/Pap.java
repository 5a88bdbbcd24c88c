package org.comity.statement;

/** Permissible Actions Protocol: what a receiver may do; the order is from free to strict. */
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
}
