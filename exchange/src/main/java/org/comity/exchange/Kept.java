package org.comity.exchange;

/**
 * What became of a batch of payloads.
 *
 * @param good that are kept now
 * @param bad that were not what their leaves commit to
 * @param bytes of those that are kept
 */
public record Kept(int good, int bad, long bytes) {}
