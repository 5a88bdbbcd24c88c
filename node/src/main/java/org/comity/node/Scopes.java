package org.comity.node;

import org.comity.charter.Visibility;
import org.comity.views.Entry;

/** Whose evidence counts for whom (DESIGN section 6: scope). */
final class Scopes {
    private Scopes() {}

    static boolean isOfExchange(Entry entry) {
        return Visibility.isOfExchange(entry.marking(), entry.audience());
    }
}
