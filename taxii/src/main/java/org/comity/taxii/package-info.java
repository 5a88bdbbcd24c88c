/**
 * The TAXII 2.1 server (OASIS Standard): requests in, answers out, over an {@link
 * org.comity.taxii.ApiRoot} that somebody else keeps. It opens no socket, checks no password, keeps
 * nothing and decides nobody's rights. If it is wrong, a client loses objects between two pages, or
 * reads what its user may not see.
 */
@NullMarked
package org.comity.taxii;

import org.jspecify.annotations.NullMarked;
