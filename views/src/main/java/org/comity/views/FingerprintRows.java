package org.comity.views;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.Claim;
import org.comity.statement.Fingerprint;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Claimed fingerprints by position and value, so that those like a mail's are found by 32 reads.
 *
 * <p>A row says that a log claims the fingerprint with this name, and not which of its statements
 * does: a campaign of ten thousand equal mails is one row for each position, and folding stays a
 * function of the statement alone. The name is the beginning of a hash of the fingerprint, so rows
 * of one position and value lie in an order that nobody chose, the same at every position: a
 * bounded read sees the same part of a large campaign wherever it looks.
 */
public final class FingerprintRows {
    /** Of one position and value; beyond it, the rows of each log are read apart. */
    static final int ROWS_TOGETHER_MAX = 1_000;

    /** Of one log, position and value: who floods a value hides only its own. */
    static final int ROWS_PER_LOG_MAX = 32;

    /** The likest are looked at. */
    static final int CANDIDATES_MAX = 500;

    private static final int NAME_BYTES = 16;

    private final Rows rows;

    public FingerprintRows(Rows rows) {
        this.rows = rows;
    }

    /**
     * What is like a fingerprint.
     *
     * @param isWhole false when a value had more rows than were read; then some may be missing
     */
    public record Found(List<FingerprintMatch> matches, boolean isWhole) {
        public Found {
            matches = List.copyOf(matches);
        }
    }

    /**
     * Claimed fingerprints with at least so many positions equal, the likest first.
     *
     * @param origins the logs whose claims are looked at when there are too many rows
     */
    public Found matches(Fingerprint asked, int atLeast, Collection<String> origins) {
        Map<Bytes, Integer> equal = new TreeMap<>();
        int cut = 0;
        for (int position = 0; position < Fingerprint.POSITIONS; position++) {
            var names = new TreeSet<Bytes>();
            cut += names(KeyFormat.fingerprintPrefix(position, asked.at(position)), origins, names);
            names.forEach(name -> equal.merge(name, 1, Integer::sum));
        }
        // Where rows were left out a name may have been among them.
        int counted = Math.max(1, atLeast - cut);
        List<Bytes> likest =
                equal.entrySet().stream()
                        .filter(it -> it.getValue() >= counted)
                        .sorted(
                                Map.Entry.<Bytes, Integer>comparingByValue()
                                        .reversed()
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .limit(CANDIDATES_MAX)
                        .map(Map.Entry::getKey)
                        .toList();
        var matches = new ArrayList<FingerprintMatch>();
        for (Bytes name : likest) {
            named(name)
                    .map(it -> new FingerprintMatch(it.subject(), asked.equalPositions(it)))
                    .filter(it -> it.equal() >= atLeast)
                    .ifPresent(matches::add);
        }
        matches.sort(null);
        return new Found(matches, cut == 0 && likest.size() < CANDIDATES_MAX);
    }

    /** How many logs and fingerprints there are in truth at a position with a value. */
    public long rowsAt(int position, long value) {
        var count = new long[1];
        rows.scan(
                KeyFormat.fingerprintPrefix(position, value),
                (_, _) -> {
                    count[0]++;
                    return true;
                });
        return count[0];
    }

    /** Gathers the names under a prefix; 1 when some were left out. */
    private int names(Bytes prefix, Collection<String> origins, Set<Bytes> names) {
        if (isRead(prefix, ROWS_TOGETHER_MAX, names)) {
            return 0;
        }
        names.clear();
        int cut = 0;
        for (String origin : new TreeSet<>(origins)) {
            Bytes ofLog = Bytes.join(prefix, KeyFormat.originPart(origin));
            cut |= isRead(ofLog, ROWS_PER_LOG_MAX, names) ? 0 : 1;
        }
        return cut;
    }

    private boolean isRead(Bytes prefix, int most, Set<Bytes> names) {
        var read = new int[1];
        rows.scan(
                prefix,
                (key, _) -> {
                    if (read[0]++ == most) {
                        return false;
                    }
                    names.add(key.slice(key.length() - NAME_BYTES, key.length()));
                    return true;
                });
        return read[0] <= most;
    }

    private Optional<Fingerprint> named(Bytes name) {
        var found = new ArrayList<Fingerprint>(1);
        rows.scan(
                KeyFormat.fingerprintNamePrefix(name),
                (_, content) -> {
                    found.add(read(content));
                    return false;
                });
        return found.stream().findFirst();
    }

    private static Fingerprint read(Bytes content) {
        long[] values = new long[Fingerprint.POSITIONS];
        if (content.length() != values.length * Long.BYTES) {
            throw new IllegalStateException("a view row is damaged: rebuild the views");
        }
        ByteBuffer from = content.buffer();
        from.asLongBuffer().get(values);
        return Fingerprint.of(values).orThrow();
    }

    /** The rows that say what a claim on a fingerprint does; none for a claim on anything else. */
    static List<RowChange> fold(Entry entry) {
        var changes = new ArrayList<RowChange>();
        fingerprint(entry.claim())
                .ifPresent(it -> {
                    for (Bytes key : keys(it, entry.statement().origin())) {
                        changes.add(new RowChange.Put(key, Bytes.EMPTY));
                    }
                    Bytes key = KeyFormat.fingerprintNameKey(name(it), entry.statement().origin());
                    changes.add(new RowChange.Put(key, it.bytes()));
                });
        return changes;
    }

    /** Takes back what {@link #fold} said, unless another statement of the log says it too. */
    static List<RowChange> unfold(Entry entry, SubjectIndex index) {
        var changes = new ArrayList<RowChange>();
        Optional<Fingerprint> gone = fingerprint(entry.claim());
        if (gone.isPresent() && !isClaimedBeside(entry, index)) {
            String origin = entry.statement().origin();
            for (Bytes key : keys(gone.get(), origin)) {
                changes.add(new RowChange.Delete(key));
            }
            changes.add(
                    new RowChange.Delete(KeyFormat.fingerprintNameKey(name(gone.get()), origin)));
        }
        return changes;
    }

    private static boolean isClaimedBeside(Entry entry, SubjectIndex index) {
        StatementId statement = entry.statement();
        var beside = new boolean[1];
        index.scan(
                entry.claim().subject(),
                other -> {
                    beside[0] |=
                            other.statement().origin().equals(statement.origin())
                                    && !other.statement().equals(statement);
                    return !beside[0];
                });
        return beside[0];
    }

    private static Optional<Fingerprint> fingerprint(Claim claim) {
        Subject subject = claim.subject();
        return subject.kind() == SubjectKind.FINGERPRINT
                ? Optional.of(Fingerprint.of(subject))
                : Optional.empty();
    }

    private static List<Bytes> keys(Fingerprint fingerprint, String origin) {
        var keys = new ArrayList<Bytes>();
        Bytes name = name(fingerprint);
        for (int position = 0; position < Fingerprint.POSITIONS; position++) {
            keys.add(
                    Bytes.join(
                            KeyFormat.fingerprintPrefix(position, fingerprint.at(position)),
                            KeyFormat.originPart(origin),
                            name));
        }
        return keys;
    }

    /** Long enough that nobody finds two fingerprints of one name. */
    private static Bytes name(Fingerprint fingerprint) {
        return Hash.digest(fingerprint.bytes().array()).bytes().slice(0, NAME_BYTES);
    }
}
