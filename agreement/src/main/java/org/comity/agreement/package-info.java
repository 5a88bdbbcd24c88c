/**
 * What follows for a subject from everything that members said about it: the verdict, its tier, its
 * numbers and its words, as pure functions of claims, charter and a second. It fetches nothing,
 * renders no list, and never looks at a clock. If it is wrong, an innocent name is blocked on every
 * member's network at once, or one captured member empties everybody's lists.
 */
@NullMarked
package org.comity.agreement;

import org.jspecify.annotations.NullMarked;
