/**
 * Raw bytes in, observables with their roles out, or a refusal that says why and where: mails, mbox
 * files, plain and CSV lists. It does not decide what is spam, does not sign, store or send, and
 * never lets a recipient or a token that may name one leave. If it is wrong, a victim's address
 * reaches other organisations, or an innocent name gets a role that puts it on lists.
 */
@NullMarked
package org.comity.intake;

import org.jspecify.annotations.NullMarked;
