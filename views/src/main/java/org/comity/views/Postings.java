package org.comity.views;

import java.util.List;

/**
 * What was claimed on one subject, read with a bound.
 *
 * @param entries ascending by statement and position
 * @param count how many there are in truth; more than entries when some were left out
 */
public record Postings(List<Entry> entries, long count) {
    public Postings {
        entries = List.copyOf(entries);
        if (count < entries.size()) {
            throw new IllegalArgumentException("more postings than counted");
        }
    }

    public boolean isWhole() {
        return count == entries.size();
    }
}
