package org.comity.agreement;

/** What follows for a subject (DESIGN sections 2 and 6). */
public enum Level {
    UNKNOWN("unknown"),
    REPORTED("reported"),
    CONTESTED("contested"),
    TRUSTED("trusted"),
    AGREED("agreed"),
    CLEARED("cleared");

    private final String word;

    Level(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
