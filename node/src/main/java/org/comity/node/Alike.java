package org.comity.node;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.comity.statement.Fingerprint;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.store.Store;
import org.comity.views.FingerprintMatch;
import org.comity.views.FingerprintRows;

/** What members claim that is like a fingerprint, as one store sees it. */
final class Alike {
    private final FingerprintRows rows;
    private final LogBook logs;

    Alike(Store store, LogBook logs) {
        this.rows = new FingerprintRows(new StoreRows(store));
        this.logs = logs;
    }

    /** The claimed fingerprints that count as this one on lists, the likest first. */
    List<FingerprintMatch> matches(Fingerprint fingerprint) {
        List<String> origins = logs.all().stream().filter(Log::isMain).map(Log::origin).toList();
        return rows.matches(fingerprint, Fingerprint.LISTING_MATCH_MIN, origins).matches();
    }

    /** The subjects, and what is like those of them that are fingerprints. */
    Set<Subject> with(Collection<Subject> subjects) {
        var all = new TreeSet<>(subjects);
        for (Subject subject : subjects) {
            if (subject.kind() == SubjectKind.FINGERPRINT) {
                matches(Fingerprint.of(subject)).forEach(it -> all.add(it.subject()));
            }
        }
        return all;
    }
}
