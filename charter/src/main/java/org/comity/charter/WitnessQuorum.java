package org.comity.charter;

import java.util.Set;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;

/**
 * When a log's prefix counts fully (DESIGN section 7): cosigned by k = min(n-1, 1+floor(2(n-1)/3)) of the
 * other n-1 members, from at least min(f+1, countries among them) countries.
 */
public final class WitnessQuorum {
    private WitnessQuorum() {}

    public static int needed(Charter charter) {
        throw new UnsupportedOperationException();
    }

    /** Always met with n = 1, where nothing is witnessed. */
    public static boolean isMet(Charter charter, MemberId logOwner, Set<MemberId> cosigners) {
        throw new UnsupportedOperationException();
    }

    /** The members whose good cosignatures the checkpoint bears, the log's owner not among them. */
    public static Set<MemberId> cosigners(Charter charter, MemberId logOwner, Note checkpoint) {
        throw new UnsupportedOperationException();
    }
}
