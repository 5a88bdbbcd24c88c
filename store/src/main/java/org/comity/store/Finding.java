package org.comity.store;

import java.nio.file.Path;

/**
 * Something that the check of a store found.
 *
 * @param what constant text first, values after it
 * @param offset byte in the file; 0 when the whole file is meant
 */
public record Finding(Kind kind, String what, Path file, long offset) {
    /** What it is about, and so what can be done. */
    public enum Kind {
        /** Bytes that were safe once and are not what was written. */
        JOURNAL(true),
        ROWS(true),
        /** Journal and rows of different moments. */
        GAP(true),
        /** Bytes of a batch that nobody was told is safe. */
        TORN_TAIL(false),
        RESERVE(false),
        LIBRARY(false),
        /** A file that was being made, or that is not of a store. */
        LEFTOVER(false),
        PERMISSIONS(true);

        private final boolean grave;

        Kind(boolean grave) {
            this.grave = grave;
        }
    }

    /** False for what the next start puts right by itself, and what no answer depends on. */
    public boolean grave() {
        return kind.grave;
    }

    @Override
    public String toString() {
        return what + " (" + file + ", byte " + offset + ")";
    }
}
