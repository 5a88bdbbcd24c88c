package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Known offenders, one a line in a file under node/src/test/resources. A new offender fails the
 * build; one that is gone must leave the file, so that it cannot come back.
 */
final class Ratchet {
    private Ratchet() {}

    /** Lines that begin with the prefix are those of this check; # begins a comment. */
    static void hold(String file, String prefix, SortedSet<String> offenders) {
        String path = "node/src/test/resources/" + file;
        var known = new TreeSet<String>();
        for (String line : Project.text(path).split("\n")) {
            if (line.startsWith(prefix)) {
                known.add(line.strip());
            }
        }
        var fresh = new TreeSet<>(offenders);
        fresh.removeAll(known);
        assertEquals(
                Set.of(), fresh, "new offenders (" + prefix + "); known ones stand in " + path);
        known.removeAll(offenders);
        assertEquals(Set.of(), known, "no longer offend; take these lines out of " + path);
    }
}
