@NullMarked
package org.comity.statement;

import org.jspecify.annotations.NullMarked;
