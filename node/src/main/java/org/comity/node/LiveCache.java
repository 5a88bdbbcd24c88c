package org.comity.node;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.comity.agreement.StatedClaim;
import org.comity.statement.Subject;

/** Live claims of the subjects touched last, those that are whole. For the writer's thread. */
final class LiveCache {
    /** Each takes about 1 kB. */
    private static final int SUBJECTS_MAX = 10_000;

    private final Map<Subject, LiveClaims> live =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Subject, LiveClaims> eldest) {
                    return size() > SUBJECTS_MAX;
                }
            };

    boolean has(Subject subject) {
        return live.containsKey(subject);
    }

    /** As kept here, or else as read. */
    LiveClaims of(Subject subject, Supplier<LiveClaims> read) {
        LiveClaims its = live.get(subject);
        if (its == null) {
            its = read.get();
            if (its.isWhole()) {
                live.put(subject, its);
            }
        }
        return its;
    }

    /** The next claims of logs, where the subject's are kept. */
    void add(Subject subject, Collection<StatedClaim> claims, long nowSecond) {
        LiveClaims its = live.get(subject);
        if (its != null) {
            claims.forEach(it -> its.add(it, nowSecond));
            if (!its.isWhole()) {
                live.remove(subject);
            }
        }
    }

    void remove(Subject subject) {
        live.remove(subject);
    }

    void clear() {
        live.clear();
    }
}
