/**
 * Three types that every room needs: {@link org.comity.value.Bytes}, {@link org.comity.value.Hash}
 * and {@link org.comity.value.Checked}. Nothing else belongs here; whatever means something in the
 * domain has a room of its own. If Hash or Bytes compared wrongly, a false proof or a foreign
 * payload could pass.
 */
@NullMarked
package org.comity.value;

import org.jspecify.annotations.NullMarked;
