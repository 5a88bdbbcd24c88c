package org.comity.node;

import org.comity.statement.Audience;
import org.comity.statement.Pap;
import org.comity.statement.Tlp;
import org.comity.views.Entry;

/** Whose evidence counts for whom (DESIGN section 6: scope). */
final class Scopes {
    private Scopes() {}

    /**
     * Whether every member may read it, and its marking lets a list act on it: blocking is seen by
     * whom it blocks, which PAP:AMBER and PAP:RED forbid (FIRST PAP).
     */
    static boolean isOfExchange(Entry entry) {
        return entry.audience() instanceof Audience.Exchange
                && entry.marking().tlp() != Tlp.RED
                && mayBlock(entry.marking().pap());
    }

    private static boolean mayBlock(Pap pap) {
        return switch (pap) {
            case CLEAR, GREEN -> true;
            case AMBER, RED -> false;
        };
    }
}
