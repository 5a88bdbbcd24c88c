package org.comity.node;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.agreement.Communique;
import org.comity.agreement.Setting;
import org.comity.protection.Listing;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.store.Change;
import org.comity.store.Store;
import org.comity.value.Bytes;
import org.comity.views.SubjectIndex;

/**
 * By what each change of a list was decided: when a value came onto a list that this node serves,
 * changed its level or tier, or left it, and the charter, guards and heads by which that followed
 * (docs/formats/rows.md). Whoever holds the logs can work it out anew.
 *
 * <p>Noted when the lists have changed already, so no list waits for it. It becomes durable with
 * the writer's next batch, or when it has been idle for a moment; what a crash loses in between is
 * noted at the next start, as of then. Of the writer's thread.
 */
final class ListChanges {
    /** The newest changes of one value on one list that are kept. */
    static final int KEPT_MAX = 4;

    /** Longer than anything is listed without a change: a decision holds for a year at most. */
    static final Duration KEPT = Duration.ofDays(400);

    /** Changes that wait for one write; a start may have a million. */
    private static final int WAITING_MAX = 10_000;

    private static final String OFF = "off";

    private final PendingStore store;
    private final SubjectIndex index;
    private final LogBook logs;
    private final Map<Bytes, String> waiting = new LinkedHashMap<>();
    // Until the lists are as they are now: then they are held against the rows, all at once.
    private boolean starting = true;
    private final ListedIndicators indicators;

    ListChanges(PendingStore store, SubjectIndex index, LogBook logs, ListedIndicators indicators) {
        this.indicators = indicators;
        this.store = store;
        this.index = index;
        this.logs = logs;
    }

    /** Takes note of what a list had of the subject, and has now. */
    void note(RowKeys.OnList on, Optional<Listing> before, Optional<Listing> after) {
        String now = state(after);
        if (!starting) {
            indicators.note(on.list(), subject(on), before, after);
        }
        if (!starting && !now.equals(state(before))) {
            waiting.put(RowKeys.listChange(on), now);
        }
    }

    /** Writes down by what the noted changes followed. */
    void write(Setting setting) throws IOException {
        var rows = new ArrayList<Change>();
        Optional<Bytes> inputs = Optional.empty();
        for (Map.Entry<Bytes, String> change : waiting.entrySet()) {
            String before = store.value(change.getKey()).map(Bytes::utf8).orElse("");
            List<String> lines = new ArrayList<>(before.isEmpty() ? List.of() : lines(before));
            String known = lines.isEmpty() ? OFF : state(lines.getFirst());
            if (known.equals(change.getValue())) {
                continue; // as before a restart
            }
            if (inputs.isEmpty()) {
                inputs = Optional.of(writeInputs(setting, rows));
            }
            lines.addFirst(name(inputs.get()) + " " + change.getValue());
            Bytes row = Bytes.utf8(String.join("\n", lines.stream().limit(KEPT_MAX).toList()));
            rows.add(new Change.Put(change.getKey(), row));
        }
        waiting.clear();
        store.write(rows);
        indicators.write(setting.asOfSecond());
    }

    /** As {@link #write}, where many wait: else a start would hold them all. */
    void writeIfMany(Setting setting) throws IOException {
        if (waiting.size() >= WAITING_MAX) {
            write(setting);
        }
    }

    /**
     * After a start: what came, changed or went while the node did not run, is noted as of now. One
     * scan tells that nothing did; a lookup for each listing would double the time of a start.
     */
    void settle(Collection<ServedList> lists, Setting setting) throws IOException {
        starting = false;
        var known = new int[1];
        store.scan(
                RowKeys.LIST_CHANGES,
                (key, value) -> {
                    RowKeys.OnList on = RowKeys.onList(key);
                    Optional<Listing> now =
                            lists.stream()
                                    .filter(it -> it.of().name().equals(on.list()))
                                    .findFirst()
                                    .flatMap(it -> it.listings().on(subject(on)));
                    known[0] += now.isPresent() ? 1 : 0;
                    if (!state(now).equals(state(lines(value.utf8()).getFirst()))) {
                        waiting.put(key, state(now));
                        indicators.missed(on.list(), subject(on), now);
                    }
                    return true;
                });
        write(setting);
        if (known[0] < lists.stream().mapToInt(it -> it.listings().count()).sum()) {
            for (ServedList list : lists) {
                for (Listing listing : list.listings().all()) {
                    var on = new RowKeys.OnList(listing.subject().key(), list.of().name());
                    note(on, Optional.empty(), Optional.of(listing));
                    writeIfMany(setting);
                }
            }
            write(setting);
        }
    }

    /** Where nothing is said of a subject any more, not even its name stays here. */
    void forgetUnsaid(Collection<Subject> changed, Collection<ServedList> lists)
            throws IOException {
        var rows = new ArrayList<Change>();
        for (Subject subject : changed) {
            if (index.entriesOn(subject).entries().isEmpty() && !isListed(subject, lists)) {
                store.scan(
                        RowKeys.listChanges(subject.key()),
                        (key, _) -> rows.add(new Change.Delete(key)));
                indicators.forget(subject);
            }
        }
        store.write(rows);
    }

    /** Drops by what lists changed long ago; some of it, the oldest. */
    void forgetOld(long nowSecond) throws IOException {
        long before = nowSecond - KEPT.toSeconds();
        var rows = new ArrayList<Change>();
        store.scan(
                RowKeys.LIST_INPUTS,
                (key, _) -> {
                    boolean old = key.buffer().getLong(RowKeys.LIST_INPUTS.length()) < before;
                    return old && rows.add(new Change.Delete(key)) && rows.size() < WAITING_MAX;
                });
        store.write(rows);
    }

    /** On any list: by a decision it may be, though nobody claims it. */
    private static boolean isListed(Subject subject, Collection<ServedList> lists) {
        return lists.stream().anyMatch(it -> it.listings().on(subject).isPresent());
    }

    private Bytes writeInputs(Setting setting, List<Change> rows) throws IOException {
        long number = 0;
        Bytes key = RowKeys.listInputs(setting.asOfSecond(), number);
        Bytes row = Bytes.utf8(inputs(setting));
        Optional<Bytes> there = store.value(key);
        while (there.isPresent() && !there.get().equals(row)) {
            key = RowKeys.listInputs(setting.asOfSecond(), ++number);
            there = store.value(key);
        }
        rows.add(new Change.Put(key, row));
        return key;
    }

    private String inputs(Setting setting) {
        var text = new StringBuilder();
        text.append("charter ").append(setting.charter().hash().hex());
        text.append("\nguards ").append(setting.guards().hash().hex());
        for (Communique.Head head : Communiques.heads(logs, setting.charter())) {
            text.append("\nhead ").append(head.origin()).append(' ').append(head.size());
            text.append(' ').append(head.root().hex()).append(' ').append(head.cosigned());
        }
        return text.toString();
    }

    private static String state(Optional<Listing> listing) {
        return listing.map(it ->
                        it.level().word()
                                + " "
                                + it.tier().word()
                                + (it.decided() ? " decided" : ""))
                .orElse(OFF);
    }

    /** {@code SECOND NUMBER} of the inputs. */
    private static String name(Bytes inputs) {
        int at = RowKeys.LIST_INPUTS.length();
        return inputs.buffer().getLong(at) + " " + inputs.buffer().getLong(at + Long.BYTES);
    }

    private static List<String> lines(String row) {
        return Arrays.asList(row.split("\n", -1));
    }

    /** What follows the name of the inputs. */
    private static String state(String line) {
        return line.split(" ", 3)[2];
    }

    private static Subject subject(RowKeys.OnList on) {
        return Arrays.stream(SubjectKind.values())
                .filter(it -> on.subject().startsWith(it.word() + ":"))
                .map(it -> new Subject(it, on.subject().substring(it.word().length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    /**
     * One change, for whoever asks.
     *
     * @param state {@code LEVEL TIER}, and {@code decided} where a motion decided it; or {@code
     *     off}
     * @param inputs lines as docs/formats/rows.md has them
     */
    record Noted(long second, String state, List<String> inputs) {
        Noted {
            inputs = List.copyOf(inputs);
        }

        /** In one sentence. */
        String words(String list) {
            var logs = new ArrayList<String>();
            String charter = "";
            for (String line : inputs) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("head")) {
                    logs.add(words[1] + " " + words[2]);
                } else if (words[0].equals("charter")) {
                    charter = words[1];
                }
            }
            String what =
                    state.equals(OFF)
                            ? "off list " + list
                            : "on list " + list + " as " + state.replaceFirst(" ", ", tier ");
            return what
                    + " here since "
                    + Instant.ofEpochSecond(second)
                    + ": by charter "
                    + charter
                    + ", with the logs up to "
                    + String.join(", ", logs);
        }
    }

    /** The newest changes up to a second, the newest first. */
    static List<Noted> until(long second, Store store, RowKeys.OnList on) throws IOException {
        List<Noted> changes = new ArrayList<>();
        Optional<Bytes> row = store.value(RowKeys.listChange(on));
        for (String line : row.map(it -> lines(it.utf8())).orElse(List.of())) {
            String[] words = line.split(" ", 3);
            long at = Long.parseLong(words[0]);
            if (at <= second) {
                Bytes key = RowKeys.listInputs(at, Long.parseLong(words[1]));
                changes.add(
                        new Noted(
                                at,
                                words[2],
                                store.value(key).map(it -> lines(it.utf8())).orElse(List.of())));
            }
        }
        return changes;
    }
}
