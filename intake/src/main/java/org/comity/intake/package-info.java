@NullMarked
package org.comity.intake;

import org.jspecify.annotations.NullMarked;
