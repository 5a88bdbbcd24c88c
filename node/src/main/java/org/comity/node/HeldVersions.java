package org.comity.node;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.comity.agreement.StatedClaim;
import org.comity.statement.ObjectVersion;
import org.comity.views.Entry;

/** Of what is claimed by versions of objects, what each object says now. */
final class HeldVersions {
    private static final Comparator<Entry> BY_PLACE =
            Comparator.comparing(Entry::statement).thenComparingInt(Entry::position);

    /** As {@link StatedClaim#BY_VERSION}. */
    private static final Comparator<Entry> BY_VERSION =
            Comparator.comparing((Entry it) -> it.claim().version(), ObjectVersion.BY_TIME)
                    .thenComparing(BY_PLACE);

    private record Line(String origin, String line, String objectId) {}

    private HeldVersions() {}

    /**
     * Of each object of each log the version that holds, though it be one that takes it back; the
     * oldest in its log first.
     *
     * @param entries on one subject
     */
    static List<Entry> of(Collection<Entry> entries) {
        Map<Line, Entry> held = new LinkedHashMap<>();
        for (Entry entry : entries) {
            var version = entry.claim().version();
            var line = new Line(entry.statement().origin(), version.line(), version.id());
            held.merge(
                    line, entry, (one, other) -> BY_VERSION.compare(one, other) < 0 ? other : one);
        }
        return held.values().stream().sorted(BY_PLACE).toList();
    }
}
