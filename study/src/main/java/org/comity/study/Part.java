package org.comity.study;

/** So many of so many. */
public record Part(int count, int of) {
    static final Part NONE = new Part(0, 0);

    Part plus(Part other) {
        return new Part(count + other.count, of + other.of);
    }

    Part plus(boolean counts) {
        return new Part(count + (counts ? 1 : 0), of + 1);
    }
}
