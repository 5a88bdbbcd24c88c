package org.comity.agreement;

/** What a list may do with it; the weaker first. */
public enum Tier {
    WATCH("watch"),
    SCORE("score"),
    BLOCK("block");

    private final String word;

    Tier(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
