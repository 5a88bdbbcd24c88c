@NullMarked
package org.comity.store;

import org.jspecify.annotations.NullMarked;
