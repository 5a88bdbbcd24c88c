package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.comity.agreement.MemberDay;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.store.Change;
import org.comity.store.EmbeddedStore;
import org.comity.value.Bytes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * For each table of rows: a row too many, one that is gone and one that is another are found by
 * {@code comity check-data}, which says what to do; where that is a command, it is done, and the
 * rows are what they were.
 */
@Tag("slow")
class PlantedRowsTest {
    private static final String A = RunningNodes.A;
    private static final Bytes RUBBISH = Bytes.utf8("\nrubbish");

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Path made;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static TreeMap<Bytes, Bytes> sound;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path data;

    /** Once, since it takes seconds; each test has a copy. */
    @BeforeAll
    static void twoMembersThatSayThings(@TempDir Path folder) throws Exception {
        made = SmallExchange.make(folder);
        sound = SmallExchange.rows(made);
        Cli.Ran ran = Cli.run(made, "check-data");
        assertEquals(0, ran.exit(), ran.out() + ran.err());
    }

    @BeforeEach
    void copyOfOne(@TempDir Path folder) throws IOException {
        data = folder.resolve(A);
        OwnHistoryTest.copyTree(made, data);
    }

    @Test
    void everyTableHasARowInThisTest() {
        var tables = new java.util.TreeSet<Bytes>();
        sound.keySet().forEach(it -> tables.add(it.slice(0, 2)));
        var none = new java.util.TreeSet<>(RowKeys.TABLES);
        none.removeAll(tables);
        // Of an exchange that was founded anew, of lists for others, of what expired half a year
        // ago; and an erasure that is under way ends at the next start. TaxiiKeptTest has entries.
        none.removeAll(
                List.of(
                        RowKeys.COLLECTED,
                        RowKeys.FORMER_CHARTERS,
                        RowKeys.SCOPE_STANDING,
                        RowKeys.DROPPED,
                        RowKeys.SHRED));
        assertEquals(
                java.util.Set.of(),
                none.stream().map(Bytes::utf8).collect(java.util.stream.Collectors.toSet()));
    }

    @Test
    void whatFollowsFromTheLogsIsMadeAnew() throws IOException {
        for (Bytes table : DerivedRows.TABLES) {
            for (Bytes key : someKeys(table)) {
                mended(new Change.Delete(key), "rebuild");
                mended(new Change.Put(key, Bytes.join(value(key), RUBBISH)), "rebuild");
            }
            Bytes last = someKeys(table).getLast();
            mended(new Change.Put(Bytes.join(last, RUBBISH), value(last)), "rebuild");
            mended(new Change.Put(Bytes.join(table, RUBBISH), RUBBISH), "rebuild");
        }
    }

    @Test
    void whatCannotBeReadOfPrivateTablesIsDropped() throws IOException {
        for (Bytes table :
                List.of(
                        RowKeys.WANTED,
                        RowKeys.WORTH,
                        RowKeys.IGNORED,
                        RowKeys.ROOTS,
                        RowKeys.LIST_CHANGES,
                        RowKeys.LIST_INPUTS,
                        RowKeys.EVIDENCE,
                        RowKeys.EVIDENCE_AT,
                        RowKeys.EVIDENCE_OF,
                        RowKeys.MET,
                        RowKeys.NOTICES,
                        RowKeys.NOTICE_OF,
                        RowKeys.NOTICE_DUE,
                        RowKeys.NOTICE_SENT,
                        RowKeys.STANDING)) {
            Bytes key = someKeys(table).getFirst();
            found(new Change.Put(key, Bytes.join(value(key), RUBBISH)), "rebuild");
            sameBut(table);
            found(new Change.Put(Bytes.join(table, RUBBISH), RUBBISH), "rebuild");
            sameBut(table);
        }
    }

    /** Of which the places were missing when the rebuild began. */
    @Test
    void evidenceStaysWithAStatementWhosePlaceWasMissing() throws IOException {
        Bytes use = someKeys(RowKeys.EVIDENCE_OF).getFirst();
        Bytes commitment = use.slice(2, use.length());
        Bytes place =
                sound.keySet().stream()
                        .filter(it -> it.startsWith(Bytes.join(RowKeys.PLACES, commitment)))
                        .findFirst()
                        .orElseThrow();
        mended(new Change.Delete(place), "rebuild");
        byte[] nobody = use.array();
        nobody[5] ^= 1;
        mended(new Change.Put(Bytes.of(nobody), value(use)), "rebuild");
    }

    @Test
    void aReplicaIsDroppedToBeFetchedAnew() throws IOException {
        String origin = "isp.example/log";
        Bytes first = RowKeys.leaf(origin, 0);
        found(new Change.Delete(first), "refetch isp.example");
        assertEquals(List.of(), sayOf(rows(), origin));
        restore();
        for (Bytes key : List.of(first, RowKeys.checkpoint(origin), RowKeys.cosigned(origin))) {
            byte[] other = value(key).array();
            other[other.length / 2] ^= 1;
            found(new Change.Put(key, Bytes.of(other)), "refetch isp.example");
            restore();
        }
    }

    @Test
    void theOwnLogIsToldNotToBeRun() throws IOException {
        String origin = A + "/log";
        for (Bytes key :
                List.of(RowKeys.leaf(origin, 0), RowKeys.leaf(origin, 1), RowKeys.guard(origin))) {
            told(new Change.Delete(key), "do not run this directory");
            told(new Change.Put(key, changed(key)), "do not run this directory");
        }
        Bytes payload = RowKeys.payload(new StatementId(origin, 0));
        told(new Change.Put(payload, changed(payload)), "do not run this directory");
        told(new Change.Delete(payload), "comes back with comity recover");
    }

    private Bytes changed(Bytes key) throws IOException {
        byte[] other = value(key).array();
        other[other.length - 1] ^= 1;
        return Bytes.of(other);
    }

    /** The log is whole without them, and a member may hold them. */
    @Test
    void anOwnPayloadComesBackFromTheMembers() throws IOException {
        Bytes key = RowKeys.payload(new StatementId(A + "/log", 0));
        told(new Change.Delete(key), "comity recover");
        byte[] other = value(key).array();
        other[other.length - 1] ^= 1;
        told(new Change.Put(key, Bytes.of(other)), "payload of " + A + "/log#0");
    }

    @Test
    void everythingElseIsToldInWords() throws IOException {
        Bytes charter = someKeys(RowKeys.CHARTERS).getLast();
        byte[] other = value(charter).array();
        other[other.length - 10] ^= 1;
        told(new Change.Put(charter, Bytes.of(other)), "fetch the charter from a member");
        told(new Change.Put(Bytes.utf8("?/x"), RUBBISH), "written by a newer version");
        told(new Change.Put(RowKeys.single("unknown"), RUBBISH), "written by a newer version");
        told(
                new Change.Put(RowKeys.leaf("no.example/log", 0), RUBBISH),
                "leaves of a log of nobody");
        told(new Change.Put(RowKeys.checkpoint("no.example/log"), RUBBISH), "table h/");
        Bytes orphan = RowKeys.payload(new StatementId(A + "/log", 99));
        told(new Change.Put(orphan, RUBBISH), "table p/");
        Bytes erased = RowKeys.erased(new StatementId(A + "/log", 99));
        told(new Change.Put(erased, Bytes.EMPTY), "table x/");
        Bytes dropped = RowKeys.dropped(new StatementId(A + "/log", 99));
        told(new Change.Put(dropped, Bytes.EMPTY), "table 2/");
        Bytes shred = RowKeys.shred(new StatementId(A + "/log", 99));
        told(new Change.Put(shred, Bytes.EMPTY), "table 1/");
        Bytes cosigned = RowKeys.single("cosigned/isp.example/log");
        byte[] head = value(cosigned).array();
        head[20] ^= 1;
        told(new Change.Put(cosigned, Bytes.of(head)), "what this node cosigned");
    }

    /** Of another's log, which can be asked for again. */
    @Test
    void aDamagedHeadOfACopyIsPutRightByTheNextStart() throws IOException {
        plant(new Change.Put(RowKeys.guard("isp.example/log"), RUBBISH));
        Cli.Ran ran = Cli.run(data, "check-data");
        assertEquals(0, ran.exit(), ran.out() + ran.err());
        assertTrue(ran.out().contains("note: the copy of isp.example/log is not what it was"));
        Node.start(data, InstantSource.system()).close();
        Cli.Ran after = Cli.run(data, "check-data");
        assertFalse(after.out().contains("is not what it was"), after.out());
    }

    @Test
    void aStandingThatTheLogsDoNotGiveIsFound() throws IOException {
        Bytes key = someKeys(RowKeys.STANDING).getFirst();
        var counts = new TreeMap<MemberId, MemberDay>();
        counts.put(new MemberId(A), new MemberDay(7, 0, 0, new TreeMap<>()));
        Bytes forged =
                new StandingRow(StandingRow.read(value(key)).orElseThrow().inputs(), counts)
                        .bytes();
        told(new Change.Put(key, forged), "a day's standing is not what the logs give");
    }

    private void told(Change change, String words) throws IOException {
        plant(change);
        Cli.Ran ran = Cli.run(data, "check-data");
        assertEquals(Main.REFUSED, ran.exit(), change + "\n" + ran.out() + ran.err());
        assertTrue(ran.out().contains(words), change + "\n" + ran.out());
        restore();
    }

    /** Found, and after the remedy all rows are as they were. */
    private void mended(Change change, String command) throws IOException {
        found(change, command);
        assertSame(sound, rows(), change);
    }

    /** Found, and after the remedy nothing is found any more. */
    private void found(Change change, String command) throws IOException {
        plant(change);
        Cli.Ran ran = Cli.run(data, "check-data");
        assertEquals(Main.REFUSED, ran.exit(), change + "\n" + ran.out() + ran.err());
        assertTrue(ran.out().contains(": comity " + command + "\n"), change + "\n" + ran.out());
        String[] words = command.split(" ", 2);
        Cli.Ran done =
                words.length == 1 ? Cli.run(data, words[0]) : Cli.run(data, words[0], words[1]);
        assertEquals(0, done.exit(), change + "\n" + done.err());
        Cli.Ran after = Cli.run(data, "check-data");
        assertEquals(0, after.exit(), change + "\n" + after.out() + after.err());
    }

    /** Rows of that table may be fewer than they were; all others are the same. */
    private void sameBut(Bytes table) throws IOException {
        TreeMap<Bytes, Bytes> now = rows();
        var was = new TreeMap<>(sound);
        List<Bytes> may = List.of(table);
        for (List<Bytes> together :
                List.of(
                        List.of(RowKeys.EVIDENCE, RowKeys.EVIDENCE_AT),
                        List.of(
                                RowKeys.NOTICES,
                                RowKeys.NOTICE_OF,
                                RowKeys.NOTICE_MAIL,
                                RowKeys.NOTICE_DUE),
                        List.of(RowKeys.LIST_CHANGES, RowKeys.LIST_INPUTS))) {
            may = together.contains(table) ? together : may;
        }
        for (Bytes one : may) {
            now.keySet().removeIf(it -> it.startsWith(one));
            was.keySet().removeIf(it -> it.startsWith(one));
        }
        assertSame(was, now, table);
        restore();
    }

    private static void assertSame(
            TreeMap<Bytes, Bytes> was, TreeMap<Bytes, Bytes> now, Object about) {
        var lost = new TreeMap<>(was);
        lost.entrySet().removeAll(now.entrySet());
        var more = new TreeMap<>(now);
        more.entrySet().removeAll(was.entrySet());
        assertTrue(
                lost.isEmpty() && more.isEmpty(),
                about + ": lost " + words(lost) + ", more " + words(more));
    }

    private static List<String> words(TreeMap<Bytes, Bytes> rows) {
        return rows.keySet().stream().map(Bytes::utf8).toList();
    }

    private static List<String> sayOf(TreeMap<Bytes, Bytes> rows, String origin) {
        return rows.keySet().stream()
                .filter(it -> !it.startsWith(RowKeys.SINGLES) && !it.startsWith(RowKeys.MET))
                .map(Bytes::utf8)
                .filter(it -> it.contains(origin))
                .toList();
    }

    /** The first, one in the middle, the last. */
    private List<Bytes> someKeys(Bytes table) {
        List<Bytes> keys = sound.keySet().stream().filter(it -> it.startsWith(table)).toList();
        assertFalse(keys.isEmpty(), table.utf8());
        return List.of(keys.getFirst(), keys.get(keys.size() / 2), keys.getLast()).stream()
                .distinct()
                .toList();
    }

    private Bytes value(Bytes key) {
        return sound.getOrDefault(key, Bytes.EMPTY);
    }

    private void plant(Change change) throws IOException {
        try (var store = EmbeddedStore.open(data.resolve("store"), false)) {
            store.commit(List.of(change));
        }
    }

    private void restore() throws IOException {
        TreeMap<Bytes, Bytes> now = rows();
        var changes = new ArrayList<Change>();
        now.keySet().stream()
                .filter(it -> !sound.containsKey(it))
                .forEach(it -> changes.add(new Change.Delete(it)));
        sound.forEach((key, value) -> {
            if (!value.equals(now.get(key))) {
                changes.add(new Change.Put(key, value));
            }
        });
        try (var store = EmbeddedStore.open(data.resolve("store"), false)) {
            store.commit(changes);
        }
    }

    private TreeMap<Bytes, Bytes> rows() throws IOException {
        return SmallExchange.rows(data);
    }
}
