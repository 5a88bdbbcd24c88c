/**
 * A member's Merkle log over opaque bytes: hashing, proofs, tiles, signed notes, checkpoints and
 * cosignatures, byte for byte as C2SP and RFC 9162 have them. It keeps nothing on disk, asks
 * nobody, knows no clock, and does not know what an entry means. If it accepts a false proof or
 * signature, a member is made to have said what it never said; if two nodes disagree about one
 * signature, their verdicts part.
 */
@NullMarked
package org.comity.tlog;

import org.jspecify.annotations.NullMarked;
