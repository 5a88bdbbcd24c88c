package org.comity.views;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Posting lists: claims by subject, by statement and by root, and fingerprints by their values. No
 * pairs: joining happens when somebody asks. Folding is a function of one statement alone, so any
 * order and any repetition gives the same rows. All claims of a statement are folded together.
 */
public final class SubjectIndex {
    /**
     * Newest postings of one log that a bounded read keeps; who floods a subject pushes out only
     * its own.
     */
    public static final int POSTINGS_PER_LOG_MAX = 1_000;

    /** Whose newest postings are kept together. */
    private record Source(String origin, Basis basis, Stance stance) {
        static final Comparator<Source> ORDER =
                Comparator.comparing(Source::origin)
                        .thenComparing(Source::basis)
                        .thenComparing(Source::stance);

        static Source of(Entry entry) {
            Claim claim = entry.claim();
            return new Source(entry.statement().origin(), claim.grounds().basis(), claim.stance());
        }
    }

    private final Rows rows;
    private final LinkIndex links;

    public SubjectIndex(Rows rows) {
        this(rows, _ -> false);
    }

    /**
     * @param own whose word on what things are called is heard before all others'
     */
    public SubjectIndex(Rows rows, Predicate<MemberId> own) {
        this.rows = rows;
        this.links = new LinkIndex(rows, own);
    }

    /** What things are called and how they are linked. */
    public LinkIndex links() {
        return links;
    }

    Rows rows() {
        return rows;
    }

    /** The rows that say what the statement does, in its claims and beside them. */
    public static List<RowChange> fold(Stated stated, Statement.Said said) {
        var changes = new ArrayList<RowChange>(fold(Entry.all(stated, said.claims())));
        changes.addAll(LinkIndex.fold(stated, said.graph()));
        return List.copyOf(changes);
    }

    /** The rows that say what the entries do. */
    public static List<RowChange> fold(List<Entry> entries) {
        var changes = new ArrayList<RowChange>();
        for (Entry entry : entries) {
            Claim claim = entry.claim();
            var place = new KeyFormat.Place(entry.statement(), entry.position());
            Bytes subject = KeyFormat.subjectPart(claim.subject());
            changes.add(
                    new RowChange.Put(
                            KeyFormat.subjectKey(claim.subject(), place),
                            EntryFormat.write(entry)));
            changes.add(new RowChange.Put(KeyFormat.statementKey(place), subject));
            changes.addAll(FingerprintRows.fold(entry));
        }
        byRoot(entries)
                .forEach((key, all) -> changes.add(new RowChange.Put(key, RootFormat.write(all))));
        return List.copyOf(changes);
    }

    /** By the key of the row that holds what one statement says on the ground of one root. */
    private static Map<Bytes, List<Entry>> byRoot(List<Entry> entries) {
        Map<Bytes, List<Entry>> byRoot = new TreeMap<>();
        for (Entry entry : entries) {
            for (Hash root : entry.claim().grounds().roots()) {
                byRoot.computeIfAbsent(
                                KeyFormat.rootKey(root, entry.statement()), _ -> new ArrayList<>())
                        .add(entry);
            }
        }
        return byRoot;
    }

    /** Takes back every row of a statement, after an erase; nothing when it has none. */
    public List<RowChange> unfold(StatementId id) {
        var changes = new ArrayList<RowChange>();
        List<Entry> entries = entriesOf(id);
        for (Entry entry : entries) {
            var place = new KeyFormat.Place(id, entry.position());
            Claim claim = entry.claim();
            changes.add(new RowChange.Delete(KeyFormat.subjectKey(claim.subject(), place)));
            changes.add(new RowChange.Delete(KeyFormat.statementKey(place)));
            changes.addAll(FingerprintRows.unfold(entry, this));
        }
        byRoot(entries).keySet().forEach(key -> changes.add(new RowChange.Delete(key)));
        changes.addAll(links.unfold(id));
        return List.copyOf(changes);
    }

    /**
     * At most {@link #POSTINGS_PER_LOG_MAX} of each log, basis and stance, the newest, and how many
     * there are in truth. By basis and stance, since a thousand mails must not push out what an
     * analyst said.
     */
    public Postings entriesOn(Subject subject) {
        return entriesOn(subject, _ -> true);
    }

    /** Of those that count only; the others push nothing out. */
    public Postings entriesOn(Subject subject, Predicate<Entry> counts) {
        return newestOn(subject, POSTINGS_PER_LOG_MAX, counts);
    }

    Postings newestOn(Subject subject, int perLogMax, Predicate<Entry> counts) {
        Map<Source, ArrayDeque<Entry>> bySource = new TreeMap<>(Source.ORDER);
        var count = new long[1];
        scan(
                subject,
                entry -> {
                    if (!counts.test(entry)) {
                        return true;
                    }
                    count[0]++;
                    var newest =
                            bySource.computeIfAbsent(Source.of(entry), _ -> new ArrayDeque<>());
                    if (newest.size() == perLogMax) {
                        newest.removeFirst();
                    }
                    newest.addLast(entry);
                    return true;
                });
        var entries = new ArrayList<Entry>();
        bySource.values().forEach(entries::addAll);
        return new Postings(entries, count[0]);
    }

    /**
     * Every claim on the subject, ascending by statement and position, until the visitor says
     * false.
     */
    public void scan(Subject subject, Predicate<Entry> visitor) {
        Bytes prefix = KeyFormat.subjectPrefix(subject);
        rows.scan(
                prefix,
                (key, row) -> {
                    KeyFormat.Place place = KeyFormat.readPlace(after(prefix, key));
                    return visitor.test(EntryFormat.read(subject, place, row));
                });
    }

    /** Those of one log, the oldest first, until the visitor says false. */
    public void scanLog(Subject subject, String origin, Predicate<Entry> visitor) {
        Bytes prefix = KeyFormat.logPrefix(subject, origin);
        Bytes ofSubject = KeyFormat.subjectPrefix(subject);
        rows.scan(
                prefix,
                (key, row) -> {
                    KeyFormat.Place place = KeyFormat.readPlace(after(ofSubject, key));
                    return visitor.test(EntryFormat.read(subject, place, row));
                });
    }

    /** Takes one claim as it lies in the rows. */
    @FunctionalInterface
    interface ClaimVisitor {
        /**
         * The next claim.
         *
         * @param subject as a node of the graph
         * @param row for {@link EntryFormat}; of no length where the claim is gone
         * @return false to end it
         */
        boolean visit(byte[] subject, KeyFormat.Place place, Bytes row);
    }

    /**
     * Every claim there is that holds from a second of these, by subject.
     *
     * @return whether the visitor wanted all
     */
    boolean scanAll(LongPredicate seconds, ClaimVisitor visitor) {
        var goesOn = new boolean[] {true};
        rows.scan(
                KeyFormat.allSubjects(),
                (key, row) -> {
                    if (seconds.test(EntryFormat.fromSecond(row))) {
                        goesOn[0] = visit(key, row, visitor);
                    }
                    return goesOn[0];
                });
        return goesOn[0];
    }

    private static boolean visit(Bytes key, Bytes row, ClaimVisitor visitor) {
        ByteBuffer from = after(KeyFormat.allSubjects(), key);
        byte[] subject = KeyFormat.readSubjectNode(from);
        return visitor.visit(subject, KeyFormat.readPlace(from), row);
    }

    /** The claim whose row this is, as it is now. */
    void claim(Bytes key, ClaimVisitor visitor) {
        var _ = visit(key, rows.value(key).orElse(Bytes.EMPTY), visitor);
    }

    /** Every subject that rests on the root, whoever says so, ascending by statement. */
    void scanRoot(Hash root, Predicate<Edge> visitor) {
        Bytes prefix = KeyFormat.rootPrefix(root);
        rows.scan(
                prefix,
                (key, value) -> {
                    StatementId id = KeyFormat.readStatement(after(prefix, key));
                    return RootFormat.readEdges(root, id, value).stream().allMatch(visitor);
                });
    }

    /** Every piece of evidence in which the subject stands, ascending by statement. */
    void scanEvidence(Subject subject, Predicate<Edge> visitor) {
        Bytes prefix = KeyFormat.subjectPrefix(subject);
        rows.scan(
                prefix,
                (key, row) -> {
                    KeyFormat.Place place = KeyFormat.readPlace(after(prefix, key));
                    for (Edge edge : EntryFormat.readEdges(subject, place.statement(), row)) {
                        if (!visitor.test(edge)) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    /**
     * Of each log the first claim on the subject that the viewer may see; skips from log to log, so
     * it costs a few reads a log and not one a claim.
     */
    public List<Entry> firstOfEachLog(Subject subject, Predicate<Provenance> visible) {
        Bytes prefix = KeyFormat.subjectPrefix(subject);
        var found = new ArrayList<Entry>();
        var next = new ArrayDeque<Bytes>(List.of(Bytes.EMPTY));
        while (!next.isEmpty()) {
            Bytes from = next.remove();
            rows.scanFrom(
                    prefix,
                    from,
                    (key, row) -> {
                        KeyFormat.Place place = KeyFormat.readPlace(after(prefix, key));
                        Entry entry = EntryFormat.read(subject, place, row);
                        if (!visible.test(Provenance.of(entry))) {
                            return true;
                        }
                        found.add(entry);
                        next.add(KeyFormat.afterLog(prefix, place.statement().origin()));
                        return false;
                    });
        }
        return List.copyOf(found);
    }

    /** The claims of one statement in its own order. */
    public List<Entry> entriesOf(StatementId id) {
        var entries = new ArrayList<Entry>();
        Bytes prefix = KeyFormat.statementPrefix(id);
        rows.scan(
                prefix,
                (key, row) -> {
                    var place = new KeyFormat.Place(id, after(prefix, key).getInt());
                    entry(row, place).ifPresent(entries::add);
                    return true;
                });
        return Collections.unmodifiableList(entries);
    }

    /**
     * Every subject with a claim, once, ascending by kind and then by the UTF-8 bytes of the value.
     */
    public void subjects(Predicate<Subject> visitor) {
        subjects(KeyFormat.allSubjects(), visitor);
    }

    /** The same of those of one kind whose values begin so. */
    public void subjects(SubjectKind kind, String beginning, Predicate<Subject> visitor) {
        subjects(KeyFormat.subjectsBeginning(kind, beginning), visitor);
    }

    private void subjects(Bytes prefix, Predicate<Subject> visitor) {
        var last = new ArrayDeque<Subject>();
        rows.scan(
                prefix,
                (key, _) -> {
                    Subject subject = KeyFormat.subjectOf(key);
                    if (subject.equals(last.peek())) {
                        return true;
                    }
                    last.clear();
                    last.push(subject);
                    return visitor.test(subject);
                });
    }

    /** How many claims there are on the subject; reads all their keys. */
    public long postings(Subject subject) {
        var count = new long[1];
        rows.scan(
                KeyFormat.subjectPrefix(subject),
                (_, _) -> {
                    count[0]++;
                    return true;
                });
        return count[0];
    }

    /** Empty when a reader meets a statement whose erasure is only half carried out. */
    private Optional<Entry> entry(Bytes subjectPart, KeyFormat.Place place) {
        Subject subject = KeyFormat.readSubject(subjectPart.buffer());
        return rows.value(KeyFormat.subjectKey(subject, place))
                .map(row -> EntryFormat.read(subject, place, row));
    }

    private static ByteBuffer after(Bytes prefix, Bytes key) {
        return key.buffer().position(prefix.length());
    }
}
