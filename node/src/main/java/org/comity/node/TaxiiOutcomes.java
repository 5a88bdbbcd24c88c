package org.comity.node;

import java.util.ArrayList;
import java.util.List;
import org.comity.taxii.Status;

/** What becomes of the objects of one envelope, told by whoever reads it and by the writer. */
final class TaxiiOutcomes {
    // All guarded by this.
    private final List<Status.Outcome> successes = new ArrayList<>();
    private final List<Status.Outcome> failures = new ArrayList<>();
    private long succeeded;
    private long failed;
    private int batches;

    /**
     * @param message empty when there is nothing to say
     */
    synchronized void succeeded(String id, String version, String message) {
        succeeded++;
        if (successes.size() < Status.LISTED_MAX) {
            successes.add(new Status.Outcome(id, version, message));
        }
    }

    synchronized void failed(String id, String version, String why) {
        failed++;
        if (failures.size() < Status.LISTED_MAX) {
            failures.add(new Status.Outcome(id, version, why));
        }
    }

    /** The writer is done with one batch more. */
    synchronized void batch() {
        batches++;
    }

    synchronized int batches() {
        return batches;
    }

    synchronized boolean isEmpty() {
        return succeeded + failed == 0;
    }

    synchronized Status status(String id, long requestedAt) {
        return new Status(id, requestedAt, succeeded, successes, failed, failures);
    }
}
