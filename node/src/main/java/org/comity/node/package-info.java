/**
 * The process that a member runs: configuration, wiring, sockets, threads, the one writer, the
 * {@code comity} command. It decides nothing; the pure rooms do. If it is wrong, a statement may be
 * lost, a restricted byte may leave, or a list may lag behind.
 */
@NullMarked
package org.comity.node;

import org.jspecify.annotations.NullMarked;
