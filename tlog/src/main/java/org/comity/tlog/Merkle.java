package org.comity.tlog;

import org.comity.value.Bytes;
import org.comity.value.Hash;

/** Hashing and proof checking of RFC 9162 section 2.1 (as RFC 6962). */
public final class Merkle {
    private Merkle() {}

    /** SHA-256(0x00, entry). */
    public static Hash leaf(Bytes entry) {
        throw new UnsupportedOperationException();
    }

    /** SHA-256(0x01, left, right). */
    public static Hash node(Hash left, Hash right) {
        throw new UnsupportedOperationException();
    }

    /** Whether the leaf hash stands at proof.index() in the tree of head; section 2.1.3.2. */
    public static Proof check(Hash leaf, InclusionProof proof, TreeHead head) {
        throw new UnsupportedOperationException();
    }

    /** Whether the tree of older is a prefix of the tree of newer; section 2.1.4.2. */
    public static Proof check(TreeHead older, TreeHead newer, ConsistencyProof proof) {
        throw new UnsupportedOperationException();
    }
}
