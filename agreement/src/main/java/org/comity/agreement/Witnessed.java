package org.comity.agreement;

/**
 * A claim of which witnesses bound the time. Claims that nobody witnessed have no part in standing.
 */
public record Witnessed(StatedClaim stated, Interval entered) {}
