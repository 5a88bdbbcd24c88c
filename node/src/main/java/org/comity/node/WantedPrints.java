package org.comity.node;

import java.io.IOException;
import java.util.Optional;
import org.comity.statement.Fingerprint;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.store.Store;
import org.comity.value.Bytes;
import org.comity.views.FingerprintIndex;

/**
 * The fingerprints of the mails that this member wants, in memory: what is like one of them is
 * neither claimed nor listed here. Read from the rows of {@link Wants} when somebody first asks;
 * the writer adds and removes, any thread asks.
 */
final class WantedPrints {
    private static final Bytes ROWS =
            Bytes.join(RowKeys.WANTED, Bytes.utf8(SubjectKind.FINGERPRINT.word() + ":"));

    /** Beneath the writer's, so that any thread may read it. */
    private final Store store;

    // Guarded by this.
    private Optional<FingerprintIndex> index = Optional.empty();

    WantedPrints(Store store) {
        this.store = store;
    }

    synchronized boolean anyLike(Subject fingerprint) throws IOException {
        return !loaded().matches(fingerprint, Fingerprint.LISTING_MATCH_MIN).isEmpty();
    }

    synchronized void add(Subject fingerprint) throws IOException {
        loaded().add(fingerprint);
    }

    synchronized void remove(Subject fingerprint) throws IOException {
        loaded().remove(fingerprint);
    }

    private FingerprintIndex loaded() throws IOException {
        if (index.isEmpty()) {
            var read = new FingerprintIndex();
            store.scan(
                    ROWS,
                    (key, _) -> {
                        String value = key.slice(ROWS.length(), key.length()).utf8();
                        read.add(new Subject(SubjectKind.FINGERPRINT, value));
                        return true;
                    });
            index = Optional.of(read);
        }
        return index.get();
    }
}
