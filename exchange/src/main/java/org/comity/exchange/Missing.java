package org.comity.exchange;

import org.comity.value.Hash;

/** A payload that is not here: where its leaf stands in its log, and what it commits to. */
public record Missing(long index, Hash commitment) {}
