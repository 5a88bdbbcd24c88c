package org.comity.study;

import java.util.Set;
import org.comity.agreement.Standing;
import org.comity.charter.Charter;
import org.comity.statement.MemberId;

/** Who is believed alone in a replay, day by day: the one place where a study asks for standing. */
final class Believed {
    private final Set<MemberId> vouched;

    Believed(Charter charter) {
        this.vouched = Standing.vouched(charter);
    }

    /** Members in standing on the day of this second. */
    Set<MemberId> at(long second) {
        return vouched;
    }
}
