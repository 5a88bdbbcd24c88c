/**
 * Indexes over statements: what was claimed on a subject, what a statement claims, what shares a
 * piece of evidence, and traces through all three. It decides nothing, keeps no bytes of its own
 * (rows go through {@link org.comity.views.Rows}) and can be rebuilt from the logs at any time. If
 * it loses a posting, an innocent subject may miss the benign claim that cleared it; if a trace
 * shows a hidden entry, a member's source is exposed.
 */
@NullMarked
package org.comity.views;

import org.jspecify.annotations.NullMarked;
