@NullMarked
package org.comity.node;

import org.jspecify.annotations.NullMarked;
