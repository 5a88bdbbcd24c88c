package org.comity.charter;

import org.comity.statement.Audience;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;

/** The one function that every byte passes which leaves the node. */
public final class Visibility {
    private Visibility() {}

    /**
     * @param author always sees its own
     * @param charter tells who is a member and who is in a group
     */
    public static boolean maySee(
            Marking marking, Audience audience, MemberId author, Viewer viewer, Charter charter) {
        throw new UnsupportedOperationException();
    }
}
