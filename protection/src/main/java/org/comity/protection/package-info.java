/**
 * Turns agreement into protection: the listings in force, their rendering as text, and answers to
 * DNS queries. It takes no decision and opens no socket; what may be listed and whom a zone answers
 * is settled before it is called. If it is wrong, mail of the innocent bounces, or a mistaken
 * answer makes every sender look listed.
 */
@NullMarked
package org.comity.protection;

import org.jspecify.annotations.NullMarked;
