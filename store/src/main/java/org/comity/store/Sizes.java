package org.comity.store;

/**
 * Sizes that tests make small.
 *
 * @param trimAt journal bytes above which the next commit empties it into the rows first
 * @param preallocated zeros kept ahead in the journal, so that a sync need not record a new file
 *     size (measured for 64 KiB: 0.85 instead of 3.8 ms)
 * @param reserve bytes kept back on the disk so that deleting and stopping work when it is full
 */
record Sizes(long trimAt, int preallocated, long reserve) {
    static final Sizes USUAL = new Sizes(32L << 20, 4 << 20, 8L << 20);

    /** A journal above this is emptied at a clean stop, so that the next start need not read it. */
    long trimAtStop() {
        return trimAt / 32;
    }

    /** Kept free beyond the reserve for what the rows write by themselves, in two memtables. */
    long headroom() {
        return 8 * reserve;
    }
}
