/**
 * Replays streams of mail and made worlds to measure what cooperation is worth, with the real
 * intake and the real agreement code in simulated time. It reads no file and no clock; node reads
 * the corpus and prints. If it is wrong, a membership chooses its rules by false figures.
 */
@NullMarked
package org.comity.study;

import org.jspecify.annotations.NullMarked;
