package org.comity.views;

import java.util.ArrayList;
import java.util.List;
import org.comity.statement.Audience;
import org.comity.statement.Claim;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;

/**
 * One claim where it stands.
 *
 * @param position 0-based place among the claims of its statement
 * @param seenSecond when this node took the statement
 */
public record Entry(
        MemberId member,
        StatementId statement,
        int position,
        Claim claim,
        Marking marking,
        Audience audience,
        long seenSecond) {
    public Entry {
        if (position < 0 || seenSecond < 0) {
            throw new IllegalArgumentException("position and second start at 0");
        }
    }

    /** What a statement says; claims in the order of the payload. */
    public static List<Entry> all(Stated stated, List<Claim> claims) {
        var entries = new ArrayList<Entry>();
        for (Claim claim : claims) {
            entries.add(
                    new Entry(
                            stated.member(),
                            stated.statement(),
                            entries.size(),
                            claim,
                            stated.marking(),
                            stated.audience(),
                            stated.seenSecond()));
        }
        return List.copyOf(entries);
    }
}
