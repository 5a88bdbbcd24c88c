package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.comity.statement.MemberId;
import org.comity.store.Change;
import org.comity.store.StoreReader;
import org.comity.value.Bytes;
import tools.jackson.databind.node.ArrayNode;

/**
 * Own logs for named members that were recovered without any of these, so that more may have been
 * said in them than is here. Only they can have it; those that keep it back must not silence this
 * one for ever, so all other logs go on. Nothing more is said in these, since it would be a second
 * history, until one of them hands over what is lacking or shows that nothing is. Any thread may
 * take note; the writer keeps it.
 */
final class UnheardLogs {
    static final Bytes ROW = RowKeys.single("unheard");

    private static final Pattern WRITTEN =
            Pattern.compile("[^ \n]+ [0-9]{1,19}(\n[^ \n]+ [0-9]{1,19})*");

    private final PendingStore store;
    // By origin the size that the other showed; 0 when it has shown none.
    private final SortedMap<String, Long> sizes = new ConcurrentSkipListMap<>();
    private volatile boolean changed;

    UnheardLogs(PendingStore store) {
        this.store = store;
    }

    /** After a start. */
    void load() throws IOException {
        sizes.putAll(read(store));
    }

    static SortedMap<String, Long> read(StoreReader store) throws IOException {
        var sizes = new TreeMap<String, Long>();
        Optional<Bytes> row = store.value(ROW);
        if (row.filter(UnheardLogs::isWritten).isPresent()) {
            row.get()
                    .utf8()
                    .lines()
                    .forEach(line -> {
                        int space = line.indexOf(' ');
                        sizes.put(
                                line.substring(0, space),
                                Long.parseLong(line.substring(space + 1)));
                    });
        }
        return sizes;
    }

    static boolean isWritten(Bytes row) {
        return WRITTEN.matcher(row.utf8()).matches();
    }

    boolean has(String origin) {
        return sizes.containsKey(origin);
    }

    /** Nobody showed how much there is, or one of the others so much. */
    void add(String origin, long size) {
        Long before = sizes.get(origin);
        if (before == null || before < size) {
            sizes.put(origin, size);
            changed = true;
        }
    }

    /** One of the others has no more than is here; what one of them once showed is not unsaid. */
    void heard(String origin, long here) {
        Long shown = sizes.get(origin);
        if (shown != null && shown <= here) {
            sizes.remove(origin);
            changed = true;
        }
    }

    boolean isChanged() {
        return changed;
    }

    /** On the writer's thread. */
    void keep() throws IOException {
        changed = false;
        var lines = new ArrayList<String>();
        sizes.forEach((origin, size) -> lines.add(origin + " " + size));
        store.write(
                List.of(
                        lines.isEmpty()
                                ? new Change.Delete(ROW)
                                : new Change.Put(ROW, Bytes.utf8(String.join("\n", lines)))));
    }

    /** Refuses in words to say more in a log that may lack something. */
    void requireHeard(Log log) {
        Long size = sizes.get(log.origin());
        if (size != null) {
            throw new Refusal("nothing is said in this log: " + words(log, size), "");
        }
    }

    /** Which log lacks how much, and who alone can have it. */
    static String words(Log log, long size) {
        String parties = parties(log);
        long here = log.tree().size();
        String lacks =
                size > here
                        ? "%s lacks %d of %d statements".formatted(log.origin(), size - here, size)
                        : "%s has %d statements here and may lack more"
                                .formatted(log.origin(), here);
        return lacks
                + "; only "
                + parties
                + " can have them. Get them on an answer, with: comity recover";
    }

    private static String parties(Log log) {
        return log.parties().stream()
                .flatMap(it -> it.members().stream())
                .filter(it -> !it.equals(log.author()))
                .map(MemberId::name)
                .collect(Collectors.joining(" or "));
    }

    /** For {@code comity status} and {@code comity recover}. */
    ArrayNode json(LogBook logs) {
        ArrayNode all = Json.array();
        for (Map.Entry<String, Long> one : sizes.entrySet()) {
            Optional<Log> log = logs.log(one.getKey());
            if (log.isPresent()) {
                all.addObject()
                        .put("log", one.getKey())
                        .put("only_with", parties(log.get()))
                        .put("size", log.get().tree().size())
                        .put("shown", one.getValue())
                        .put("words", words(log.get(), one.getValue()));
            }
        }
        return all;
    }
}
