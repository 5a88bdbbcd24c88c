@NullMarked
package org.comity.charter;

import org.jspecify.annotations.NullMarked;
