package org.comity.agreement;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.statement.MemberId;

/**
 * Who is in standing: believed alone, and able to veto. Standing that is earned over the last 90
 * days (DESIGN section 6) will stand here too, as a function of the day before; until then the
 * charter's word is all.
 */
public final class Standing {
    private Standing() {}

    /** The founders and those admitted since, as far as the charter vouches for them. */
    public static Set<MemberId> vouched(Charter charter) {
        var ids = new TreeSet<MemberId>();
        charter.members().stream().filter(Member::vouched).forEach(it -> ids.add(it.id()));
        return Collections.unmodifiableSet(ids);
    }
}
