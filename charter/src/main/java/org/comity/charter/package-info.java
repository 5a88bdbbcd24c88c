/**
 * Who is in an exchange and what holds there: the charter as a signed note, the one function that
 * says who may see what, the quorum of witnesses, and receipts that a stranger can check. It keeps
 * nothing, opens no socket and decides no verdict. If it is wrong, a stranger reads what was meant
 * for a few, a member nobody admitted has a voice, or a forged receipt convinces a court.
 */
@NullMarked
package org.comity.charter;

import org.jspecify.annotations.NullMarked;
