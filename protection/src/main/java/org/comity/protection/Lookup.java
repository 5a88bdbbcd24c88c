package org.comity.protection;

import java.util.Optional;
import org.comity.agreement.Tier;
import org.comity.statement.Subject;

/** How a zone finds what is listed. Called from many threads at once. */
@FunctionalInterface
public interface Lookup {
    Optional<Listing> on(Subject subject);

    /**
     * Whether some host under the domain is listed at least at the tier. Then DNS has an empty name
     * here, and NXDOMAIN would deny what lies below (RFC 8020).
     */
    default boolean anyBelow(Subject domain, Tier atLeast, long second) {
        return false;
    }
}
