package org.comity.store;

import java.nio.file.Path;

/**
 * Something that the check of a store found.
 *
 * @param grave false for what opening the store puts right by itself (a torn tail)
 * @param what constant text first, values after it
 * @param offset byte in the file; 0 when the whole file is meant
 */
public record Finding(boolean grave, String what, Path file, long offset) {
    @Override
    public String toString() {
        return what + " (" + file + ", byte " + offset + ")";
    }
}
