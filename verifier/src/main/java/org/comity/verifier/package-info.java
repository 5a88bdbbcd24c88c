/**
 * Judges receipts and explanations for people who have no node: which file is good, by whose keys,
 * and in which words it is told. It reads the files that it is given and nothing else, keeps
 * nothing and asks nobody. If it is wrong, a court believes what nobody stated, or does not believe
 * what somebody did.
 */
@NullMarked
package org.comity.verifier;

import org.jspecify.annotations.NullMarked;
