package org.comity.tlog;

import java.util.List;
import org.comity.value.Hash;

/**
 * Audit path of the leaf at a 0-based index, nearest sibling first; RFC 9162 section 2.1.3. Bounds
 * are checked by {@link Merkle}.
 */
public record InclusionProof(long index, List<Hash> path) {
    public InclusionProof {
        path = List.copyOf(path);
    }
}
