package org.comity.tlog;

import java.util.List;
import org.comity.value.Hash;

/** Proof that one tree is a prefix of another; RFC 9162 section 2.1.4. */
public record ConsistencyProof(List<Hash> path) {
    public ConsistencyProof {
        path = List.copyOf(path);
    }
}
