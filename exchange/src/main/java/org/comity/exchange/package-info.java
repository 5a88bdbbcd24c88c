@NullMarked
package org.comity.exchange;

import org.jspecify.annotations.NullMarked;
