@NullMarked
package org.comity.testkit;

import org.jspecify.annotations.NullMarked;
