@NullMarked
package org.comity.views;

import org.jspecify.annotations.NullMarked;
