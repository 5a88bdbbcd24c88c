/**
 * Bytes on disk: rows under keys that are durable when {@link org.comity.store.Store#commit}
 * returns, secrets, and the guard before a signature. It knows nothing of what the bytes mean and
 * decides nothing. If it is wrong, a member loses evidence that it was told is safe, keeps what it
 * promised to erase, or signs two histories.
 */
@NullMarked
package org.comity.store;

import org.jspecify.annotations.NullMarked;
