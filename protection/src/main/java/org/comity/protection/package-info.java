@NullMarked
package org.comity.protection;

import org.jspecify.annotations.NullMarked;
