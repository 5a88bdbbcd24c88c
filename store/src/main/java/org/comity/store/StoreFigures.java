package org.comity.store;

/**
 * Counts since the store was opened, for metrics and for tests of how much work a batch costs.
 *
 * @param commits batches that became durable
 * @param changes steps in those batches
 * @param syncs forced writes of the journal; one per commit
 * @param trims times the journal was emptied into the rows
 * @param journalBytes bytes of batches that the journal holds now
 * @param rows how many rows there are; an estimate in the embedded engine
 * @param rowBytes bytes of the rows on disk, without what only the journal holds
 * @param usableBytes bytes that may still be written on that disk
 */
public record StoreFigures(
        long commits,
        long changes,
        long syncs,
        long trims,
        long journalBytes,
        long rows,
        long rowBytes,
        long usableBytes) {}
