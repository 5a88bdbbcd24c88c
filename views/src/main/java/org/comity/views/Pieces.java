package org.comity.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.comity.statement.AbuseClass;
import org.comity.statement.Claim;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Evidence of abuse as members state it, put together by root, in the order of time. What is only
 * relayed is left out: a feed's root is the feed and not a mail. A subject that anybody calls
 * benign, or took a claim on it back, joins nothing: it was met in wanted mail.
 *
 * <p>There is room for {@link ClaimCut#ROOM} claims; of more, the newest of each log count.
 */
public final class Pieces {
    private final ClaimTable table;
    private final List<String> cutLogs;
    private final BitSet against = new BitSet();
    // By piece: where its claims begin, and since when the first of them holds.
    private final int[] starts;
    private final long[] seconds;
    private final int[] claims;

    private Pieces(ClaimTable table, BitSet taken, List<String> cutLogs) {
        this.table = table;
        this.cutLogs = List.copyOf(cutLogs);
        int[] pieceOf = new int[table.nodes().count()];
        Arrays.fill(pieceOf, -1);
        var roots = new Roots(taken.cardinality());
        for (int at = taken.nextSetBit(0); at >= 0; at = taken.nextSetBit(at + 1)) {
            if (table.isAgainst(at)) {
                against.set(table.subject(at));
            } else {
                roots.meet(pieceOf, table.root(at), table.second(at));
            }
        }
        int[] ranks = roots.ranks(table.nodes());
        this.seconds = roots.orderedSeconds(ranks);
        this.starts = new int[roots.count + 1];
        for (int at = taken.nextSetBit(0); at >= 0; at = taken.nextSetBit(at + 1)) {
            if (!table.isAgainst(at)) {
                starts[ranks[pieceOf[table.root(at)]] + 1]++;
            }
        }
        for (int piece = 0; piece < roots.count; piece++) {
            starts[piece + 1] += starts[piece];
        }
        this.claims = new int[starts[roots.count]];
        int[] next = starts.clone();
        for (int at = taken.nextSetBit(0); at >= 0; at = taken.nextSetBit(at + 1)) {
            if (!table.isAgainst(at)) {
                claims[next[ranks[pieceOf[table.root(at)]]]++] = at;
            }
        }
    }

    /** Roots as they are met, and since when each is known. */
    private static final class Roots {
        private final int[] nodes;
        private final long[] seconds;
        private int count;

        Roots(int most) {
            nodes = new int[most];
            seconds = new long[most];
        }

        void meet(int[] pieceOf, int root, long second) {
            if (pieceOf[root] < 0) {
                pieceOf[root] = count;
                nodes[count] = root;
                seconds[count++] = second;
            } else {
                int piece = pieceOf[root];
                seconds[piece] = Math.min(seconds[piece], second);
            }
        }

        /** By time; equal times by root, so that the order is total. */
        int[] ranks(Nodes names) {
            long[] order = new long[count];
            for (int at = 0; at < count; at++) {
                order[at] = (seconds[at] << (Integer.SIZE - 1)) | at;
            }
            Arrays.sort(order);
            int[] ranks = new int[count];
            for (int from = 0, to; from < count; from = to) {
                var equal = new ArrayList<Integer>();
                for (to = from; to < count && second(order[to]) == second(order[from]); to++) {
                    equal.add((int) order[to] & Integer.MAX_VALUE);
                }
                equal.sort((one, other) -> names.compareKeys(nodes[one], nodes[other]));
                for (int at = from; at < to; at++) {
                    ranks[equal.get(at - from)] = at;
                }
            }
            return ranks;
        }

        private static long second(long order) {
            return order >>> (Integer.SIZE - 1);
        }

        long[] orderedSeconds(int[] ranks) {
            long[] ordered = new long[count];
            for (int at = 0; at < count; at++) {
                ordered[ranks[at]] = seconds[at];
            }
            return ordered;
        }
    }

    /** Of all that the viewer may see and that hold then; where no stranger chose them. */
    public static Pieces of(
            SubjectIndex index, Predicate<Provenance> visible, long fromSecond, long untilSecond) {
        var sight = new KeptClaims.Sight(visible, fromSecond, untilSecond);
        return of(index, sight, new ClaimTable(Bytes.EMPTY), ClaimCut.ROOM);
    }

    /**
     * Holds at most a quarter more than there is room for while it reads.
     *
     * @param empty to hold them
     */
    static Pieces of(SubjectIndex index, KeptClaims.Sight sight, ClaimTable empty, long room) {
        var reading = new Reading(sight, empty, room);
        index.scanAll(sight::has, reading::take);
        return reading.pieces();
    }

    private static final class Reading {
        private static final int VIEWS_OF_PROVENANCE_MAX = 10_000;

        private final KeptClaims.Sight sight;
        private final long room;
        private final Map<String, Long> needs = new TreeMap<>();
        private final Map<Provenance, Boolean> visible = new TreeMap<>(Provenance.ORDER);
        private ClaimTable table;
        private long held;

        Reading(KeptClaims.Sight sight, ClaimTable table, long room) {
            this.sight = sight;
            this.table = table;
            this.room = room;
        }

        boolean take(byte[] subject, KeyFormat.Place place, Bytes row) {
            EntryFormat.Part part = EntryFormat.readPart(place.statement().origin(), row);
            if (visible.size() > VIEWS_OF_PROVENANCE_MAX) {
                visible.clear();
            }
            if (!visible.computeIfAbsent(part.provenance(), sight.visible()::test)) {
                return true;
            }
            int before = table.places();
            table.add(subject, place, part);
            long need = 0;
            for (int at = before; at < table.places(); at++) {
                need += ClaimCut.need(table, at);
            }
            if (need > 0) {
                needs.merge(place.statement().origin(), need, Long::sum);
                held += need;
            }
            if (held > room + room / 4) {
                cut();
            }
            return true;
        }

        private void cut() {
            var taken = new BitSet();
            taken.set(0, table.places());
            new ClaimCut(table, needs, room).apply(taken);
            table = table.only(taken);
            held = 0;
            for (int at = 0; at < table.places(); at++) {
                held += ClaimCut.need(table, at);
            }
        }

        Pieces pieces() {
            var taken = new BitSet();
            taken.set(0, table.places());
            var cut = new ClaimCut(table, needs, room);
            cut.apply(taken);
            return new Pieces(table, taken, cut.logs());
        }
    }

    /** Of what is kept; not good any more once the table changes. */
    static Pieces of(ClaimTable table, KeptClaims.Sight sight, long room) {
        var visible = new BitSet();
        for (int number = 0; number < table.provenances(); number++) {
            visible.set(number, sight.visible().test(table.provenanceOf(number)));
        }
        var taken = new BitSet(table.places());
        for (int at = 0; at < table.places(); at++) {
            if (table.has(at) && visible.get(table.provenance(at)) && sight.has(table.second(at))) {
                taken.set(at);
            }
        }
        ClaimCut cut = ClaimCut.of(table, taken, room);
        cut.apply(taken);
        return new Pieces(table, taken, cut.logs());
    }

    /** Of entries that no stranger chose. */
    public static Pieces of(Iterable<Entry> entries) {
        var table = new ClaimTable(Bytes.EMPTY);
        for (Entry entry : entries) {
            Claim claim = entry.claim();
            table.add(
                    KeyFormat.nodeOf(claim.subject()).array(),
                    new KeyFormat.Place(entry.statement(), entry.position()),
                    new EntryFormat.Part(
                            Provenance.of(entry),
                            claim.stance() == Stance.BENIGN || claim.revoked(),
                            claim.grounds().basis(),
                            claim.grounds().role(),
                            claim.abuse(),
                            claim.validity().fromSecond(),
                            claim.grounds().roots()));
        }
        return of(table, new KeptClaims.Sight(_ -> true, 0, Long.MAX_VALUE), ClaimCut.ROOM);
    }

    /** Logs of which only the newest claims had room. */
    public List<String> cutLogs() {
        return cutLogs;
    }

    int count() {
        return starts.length - 1;
    }

    ClaimTable table() {
        return table;
    }

    /** Its claims stand from here until where the next one's begin. */
    int start(int piece) {
        return starts[piece];
    }

    /** Its place in the table. */
    int claim(int at) {
        return claims[at];
    }

    long second(int piece) {
        return seconds[piece];
    }

    Hash root(int piece) {
        var key = table.nodes().key(table.root(claims[starts[piece]]));
        key.get();
        return Hash.read(key);
    }

    Subject subject(int node) {
        return KeyFormat.readSubject(table.nodes().key(node));
    }

    boolean isCleared(int subject) {
        return against.get(subject);
    }

    /** All in the order of time, one after another. */
    public Iterable<Piece> all() {
        return () -> IntStream.range(0, count()).mapToObj(this::piece).iterator();
    }

    private Piece piece(int piece) {
        var subjects = new TreeMap<Subject, Role>();
        for (int at = starts[piece]; at < starts[piece + 1]; at++) {
            subjects.merge(
                    subject(table.subject(claims[at])),
                    table.role(claims[at]),
                    (one, other) -> one.compareTo(other) <= 0 ? one : other);
        }
        Words words = words(piece);
        return new Piece(
                root(piece),
                seconds[piece],
                subjects,
                words.members(),
                words.classes(),
                words.marking());
    }

    /** Each of a piece once. */
    int[] subjects(int piece) {
        return IntStream.range(starts[piece], starts[piece + 1])
                .map(at -> table.subject(claims[at]))
                .distinct()
                .toArray();
    }

    /** Who speaks of a piece, what of, and for whom. */
    record Words(SortedSet<MemberId> members, SortedSet<AbuseClass> classes, Marking marking) {
        Words {
            members = Collections.unmodifiableSortedSet(members);
            classes = Collections.unmodifiableSortedSet(classes);
        }
    }

    Words words(int piece) {
        var members = new TreeSet<MemberId>();
        var classes = new TreeSet<AbuseClass>();
        Marking marking = Traced.OPEN;
        for (int at = starts[piece]; at < starts[piece + 1]; at++) {
            Provenance by = table.provenanceOf(table.provenance(claims[at]));
            members.add(by.member());
            classes.add(table.abuse(claims[at]));
            marking = marking.strictest(by.marking());
        }
        return new Words(members, classes, marking);
    }
}
