package org.comity.node;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.store.Change;
import org.comity.store.StoreReader;
import org.comity.value.Bytes;
import org.comity.views.Entry;
import org.comity.views.SubjectIndex;

/**
 * The tables that follow from the logs, against what a replay gives. Neither side is held in
 * memory: sums tell in which slices they differ ({@link RowSums}), and only of those a second
 * replay keeps rows, to name them.
 *
 * <p>The rows of fingerprints stand once for all claims of a log on one, so no replay counts them;
 * they are held against the claims by subject, in which each fingerprint of a log comes in a row.
 */
final class DerivedCheck {
    private static final int NAMED_MAX = 5;
    private static final int HELD_MAX = 20_000;
    private static final Bytes BY_SUBJECT = view('S');
    private static final List<Bytes> FINGERPRINTS = List.of(view('F'), view('N'));
    private static final List<Bytes> REPLAYED =
            List.of(
                    BY_SUBJECT,
                    view('T'),
                    view('R'),
                    view('K'),
                    view('L'),
                    view('O'),
                    view('U'),
                    view('V'),
                    RowKeys.PLACES,
                    RowKeys.CONTROLS,
                    RowKeys.ANCHORS,
                    RowKeys.MISSING);

    private final LogCheck.Sources from;
    private final StoreReader store;
    private final Findings findings;
    private final RowSums expected = RowSums.keyed(new SecureRandom());
    private final RowSums actual = expected.another();

    DerivedCheck(LogCheck.Sources from, Findings findings) {
        this.from = from;
        this.store = from.store();
        this.findings = findings;
    }

    private static Bytes view(char table) {
        return Bytes.join(RowKeys.VIEWS, Bytes.of(new byte[] {1, (byte) table}));
    }

    /** Where the first replay's rows go. */
    void expect(Bytes key, Bytes value) {
        table(REPLAYED, key).ifPresent(it -> expected.add(it, key, value));
    }

    private static Optional<Bytes> table(List<Bytes> tables, Bytes key) {
        return tables.stream().filter(key::startsWith).findFirst();
    }

    /** After the first replay. */
    void compare() throws IOException {
        // Half made, they are made anew at the next start, which is told elsewhere.
        boolean half = store.value(Rebuild.UNDER_WAY).isPresent();
        for (Bytes table : REPLAYED) {
            if (!half || !table.startsWith(RowKeys.VIEWS)) {
                compare(table, this::replay);
            }
        }
        if (half) {
            return;
        }
        compareUnknownViews();
        if (expected.differing(BY_SUBJECT, actual).isEmpty()) {
            eachFingerprint((key, value) ->
                    table(FINGERPRINTS, key).ifPresent(it -> expected.add(it, key, value)));
            for (Bytes table : FINGERPRINTS) {
                compare(table, this::eachFingerprint);
            }
        }
    }

    /** All rows that are expected, once more. */
    private interface Replay {
        void rows(LogCheck.Sink sink) throws IOException;
    }

    private void compare(Bytes table, Replay replay) throws IOException {
        store.scan(
                table,
                (key, value) -> {
                    actual.add(table, key, value);
                    return true;
                });
        BitSet differing = expected.differing(table, actual);
        if (!differing.isEmpty()) {
            name(table, differing, replay);
        }
    }

    private void replay(LogCheck.Sink sink) throws IOException {
        LogCheck.Sources again = from.anew();
        for (Log log : again.logs().all()) {
            new LogCheck(again, new Findings(), sink).run(log);
        }
    }

    private void eachFingerprint(LogCheck.Sink sink) throws IOException {
        var index = new SubjectIndex(new StoreRows(store));
        index.subjects(subject -> {
            if (subject.kind() == SubjectKind.FINGERPRINT) {
                ofFingerprint(index, subject, sink);
            }
            return true;
        });
    }

    private static void ofFingerprint(SubjectIndex index, Subject subject, LogCheck.Sink sink) {
        var last = new String[] {""};
        index.scan(
                subject,
                (Entry entry) -> {
                    String origin = entry.statement().origin();
                    if (!origin.equals(last[0])) {
                        last[0] = origin;
                        SubjectIndex.fold(List.of(entry)).stream()
                                .map(StoreRows::toChange)
                                .forEach(it -> {
                                    if (it instanceof Change.Put(Bytes key, Bytes value)
                                            && table(FINGERPRINTS, key).isPresent()) {
                                        sink.row(key, value);
                                    }
                                });
                    }
                    return true;
                });
    }

    private void compareUnknownViews() throws IOException {
        store.scan(
                RowKeys.VIEWS,
                (key, value) -> {
                    boolean known =
                            table(REPLAYED, key).isPresent()
                                    || table(FINGERPRINTS, key).isPresent();
                    if (!known) {
                        findings.add("a row of no view: " + key.hex(), Remedy.REBUILD);
                    }
                    return known;
                });
    }

    private void name(Bytes table, BitSet slices, Replay replay) throws IOException {
        Map<Bytes, Bytes> wanted = new TreeMap<>();
        replay.rows((key, value) -> {
            if (key.startsWith(table)
                    && slices.get(RowSums.slice(key))
                    && wanted.size() < HELD_MAX) {
                wanted.put(key, value);
            }
        });
        boolean all = wanted.size() < HELD_MAX;
        var wrong = new ArrayList<String>();
        store.scan(
                table,
                (key, value) -> {
                    if (slices.get(RowSums.slice(key))) {
                        Bytes right = wanted.remove(key);
                        if (right != null && !right.equals(value)) {
                            wrong.add("other than it should be " + key.hex());
                        } else if (right == null && all) {
                            wrong.add("too many " + key.hex());
                        }
                    }
                    return wrong.size() < HELD_MAX;
                });
        wanted.keySet().forEach(it -> wrong.add("missing " + it.hex()));
        String rows =
                "%d rows, a replay gives %d".formatted(actual.count(table), expected.count(table));
        String first = String.join(", ", wrong.subList(0, Math.min(NAMED_MAX, wrong.size())));
        findings.add(
                "table " + word(table) + " is not what the logs give: " + rows + "; " + first,
                Remedy.REBUILD);
    }

    /** As docs/formats/rows.md and views.md call it. */
    private static String word(Bytes table) {
        String letter = table.slice(0, 2).utf8();
        return table.length() == 2 ? letter : letter + " " + table.slice(3, 4).utf8();
    }
}
