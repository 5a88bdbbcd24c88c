package org.comity.views;

import org.comity.statement.Audience;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;

/**
 * What the claims of one statement have in common.
 *
 * @param seenSecond when this node took the statement; must come from the store on a rebuild, never
 *     from a clock, or rebuilt rows differ
 */
public record Stated(
        MemberId member,
        StatementId statement,
        Marking marking,
        Audience audience,
        long seenSecond) {
    public Stated {
        if (seenSecond < 0) {
            throw new IllegalArgumentException("seen before 1970");
        }
    }
}
