package org.comity.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.comity.charter.Viewer;
import org.comity.exchange.News;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Hash;

/** What this node has for whoever asks, at a glance; docs/formats/exchange.md. */
final class NewsRoutes {
    private static final int DRAFTS_MAX = 16;

    /** Logs of others for named members; what of them is not told comes from its owner. */
    private static final int PARTIES_MAX = 256;

    private final LogBook logs;
    private final CharterBook charters;
    private final Supplier<Long> nowSecond;
    // Replaced whole: the note of a charter is large, and every poll asks for its hash.
    private volatile Optional<Hashed> charter = Optional.empty();

    private record Hashed(Note note, Hash hash) {}

    NewsRoutes(LogBook logs, CharterBook charters, Supplier<Long> nowSecond) {
        this.nowSecond = nowSecond;
        this.logs = logs;
        this.charters = charters;
    }

    News news(Viewer viewer) {
        var heads = new TreeMap<String, News.Head>();
        var holds = new TreeMap<String, Long>();
        int forParties = 0;
        for (Log log : logs.all()) {
            if (!log.maySee(viewer, charters.charter())) {
                continue;
            }
            if (log.author().equals(logs.self())) {
                show(log, heads);
            } else if (log.isMain() || forParties++ < PARTIES_MAX) {
                log.checkpoint().ifPresent(it -> holds.put(log.origin(), head(it).size()));
            }
        }
        List<Hash> drafts =
                charters.drafts(nowSecond.get()).stream()
                        .limit(DRAFTS_MAX)
                        .map(it -> News.tag(it.note()))
                        .sorted()
                        .toList();
        return new News(charterHash(), drafts, heads, holds);
    }

    private static void show(Log log, Map<String, News.Head> heads) {
        log.checkpoint().ifPresent(it -> heads.put(log.origin(), News.Head.of(head(it), it)));
    }

    private static TreeHead head(Note checkpoint) {
        return Checkpoint.parse(checkpoint.text()).orThrow().head();
    }

    @SuppressWarnings("ReferenceEquality") // the same note object, so nothing is hashed again
    private Hash charterHash() {
        Note note = charters.current().note();
        Optional<Hashed> known = charter.filter(it -> it.note() == note);
        if (known.isEmpty()) {
            known = Optional.of(new Hashed(note, News.tag(note)));
            charter = known;
        }
        return known.get().hash();
    }
}
