package org.comity.node;

import org.comity.charter.Charter;
import org.comity.charter.Scope;
import org.comity.charter.Visibility;
import org.comity.views.Entry;

/** Whose evidence counts for whom (DESIGN section 6: scope). */
final class Scopes {
    private Scopes() {}

    static boolean mayUse(Scope scope, Entry entry, Charter charter) {
        return Visibility.mayUse(scope, entry.marking(), entry.audience(), charter);
    }
}
