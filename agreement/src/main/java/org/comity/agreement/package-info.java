@NullMarked
package org.comity.agreement;

import org.jspecify.annotations.NullMarked;
