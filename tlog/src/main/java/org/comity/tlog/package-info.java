@NullMarked
package org.comity.tlog;

import org.jspecify.annotations.NullMarked;
