package org.comity.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.value.Hash;

/**
 * Finds when groups of evidence become connected. Pieces are read in the order of time. Each goes
 * to the group that has used its links, files, texts and machines most; without any that is known
 * it begins a group. Two groups that have both used one sign in at least three pieces are one from
 * then on: one mail that names a brand, or passes through a mailing service, joins nothing. If both
 * had ten pieces without that sign before, they led lives of their own, and that they meet is a
 * bridge. Otherwise a group was only growing into the next link or machine.
 *
 * <p>The result follows from the set of pieces alone, in whatever order they came here. Work is
 * counted, and at a bound the reading stops and says at which second.
 */
public final class Bridges {
    /** Pieces of each group in which a sign must stand to join them. */
    static final int SUPPORT_MIN = 3;

    /** Pieces that a group must have without the sign to have been one of its own. */
    static final int APART_MIN = 10;

    /** Some seconds at worst: an honest million of claims takes a tenth of it. */
    private static final long STEPS_MAX = 100_000_000;

    private final Pieces pieces;
    private final PieceSigns signs;
    private final BridgeGroups groups = new BridgeGroups();
    private final List<Bridge> found = new ArrayList<>();
    private OptionalLong stoppedSecond = OptionalLong.empty();
    private long steps;

    private Bridges(Pieces pieces, Predicate<Subject> common, long stepsMax) {
        this.pieces = pieces;
        this.signs = new PieceSigns(pieces, common, true);
        for (int piece = 0; piece < pieces.count(); piece++) {
            take(piece);
            if (steps + groups.steps() > stepsMax) {
                stoppedSecond = OptionalLong.of(pieces.second(piece));
                break;
            }
        }
    }

    /**
     * Of these pieces.
     *
     * @param common subjects that everybody uses
     */
    public static Bridges of(Pieces pieces, Predicate<Subject> common) {
        return of(pieces, common, STEPS_MAX);
    }

    static Bridges of(Pieces pieces, Predicate<Subject> common, long stepsMax) {
        return new Bridges(pieces, common, stepsMax);
    }

    /** In the order of time. */
    public List<Bridge> all() {
        return List.copyOf(found);
    }

    /** Bridges that came later were not looked for: it took too long. */
    public OptionalLong stoppedSecond() {
        return stoppedSecond;
    }

    private void take(int piece) {
        int[] its =
                IntStream.range(signs.start(piece), signs.start(piece + 1))
                        .filter(it -> signs.uses(signs.sign(it)) > 1)
                        .filter(it -> signs.joins(signs.sign(it)))
                        .toArray();
        if (its.length == 0) {
            return;
        }
        BridgeGroups.Group home = home(its);
        home.add(piece);
        int[] joining = Arrays.stream(its).map(signs::sign).toArray();
        for (int sign : joining) {
            groups.use(sign, home, piece);
        }
        for (int sign : joining) {
            join(sign, joining, piece);
        }
    }

    /** The group that has used the signs most; a machine says something from its third use on. */
    private BridgeGroups.Group home(int[] its) {
        Map<BridgeGroups.Group, Integer> weights = new HashMap<>();
        for (int at : its) {
            for (BridgeGroups.Use use : groups.users(signs.sign(at))) {
                if (!signs.isMachine(at) || use.count() >= SUPPORT_MIN) {
                    weights.merge(use.group(), use.count(), Integer::sum);
                }
            }
        }
        return weights.entrySet().stream()
                .max(
                        Map.Entry.<BridgeGroups.Group, Integer>comparingByValue()
                                .thenComparingInt(it -> -it.getKey().first()))
                .map(Map.Entry::getKey)
                .orElseGet(BridgeGroups.Group::new);
    }

    private void join(int sign, int[] its, int piece) {
        List<BridgeGroups.Group> enough =
                groups.users(sign).stream()
                        .filter(it -> it.count() >= SUPPORT_MIN)
                        .map(BridgeGroups.Use::group)
                        .sorted(Comparator.comparingInt(BridgeGroups.Group::first))
                        .toList();
        for (int at = 1; at < enough.size(); at++) {
            BridgeGroups.Group left = enough.getFirst().top();
            BridgeGroups.Group right = enough.get(at).top();
            if (left != right) {
                meet(left, right, shared(its, left, right), piece);
            }
        }
    }

    private int[] shared(int[] its, BridgeGroups.Group left, BridgeGroups.Group right) {
        return Arrays.stream(its)
                .filter(it -> count(it, left) >= SUPPORT_MIN && count(it, right) >= SUPPORT_MIN)
                .toArray();
    }

    private int count(int sign, BridgeGroups.Group group) {
        return groups.user(sign, group).map(BridgeGroups.Use::count).orElse(0);
    }

    private void meet(BridgeGroups.Group left, BridgeGroups.Group right, int[] shared, int piece) {
        if (isApart(right, shared) && isApart(left, shared)) {
            var members = new TreeSet<MemberId>();
            long since = Long.MAX_VALUE;
            for (int sign : shared) {
                since = Math.min(since, since(sign, left, right));
            }
            Marking marking = marking(left).strictest(marking(right));
            users(left, shared, members);
            users(right, shared, members);
            var joins = new TreeSet<Subject>();
            Arrays.stream(shared).forEach(it -> joins.add(pieces.subject(it)));
            found.add(
                    new Bridge(
                            joins,
                            since,
                            pieces.second(piece),
                            side(left),
                            side(right),
                            members,
                            marking));
        }
        left.take(right);
    }

    private boolean isApart(BridgeGroups.Group group, int[] shared) {
        int most = Arrays.stream(shared).map(it -> count(it, group)).max().orElse(0);
        if (group.count() - most < APART_MIN) {
            return false;
        }
        int without = 0;
        for (int at = 0; at < group.count() && without < APART_MIN; at++) {
            without += has(group.piece(at), shared) ? 0 : 1;
        }
        return without == APART_MIN;
    }

    private boolean has(int piece, int[] shared) {
        int[] subjects = pieces.subjects(piece);
        steps += subjects.length;
        return Arrays.stream(subjects)
                .anyMatch(it -> Arrays.stream(shared).anyMatch(sign -> sign == it));
    }

    private void users(BridgeGroups.Group group, int[] shared, Set<MemberId> members) {
        for (int at = 0; at < group.count(); at++) {
            if (has(group.piece(at), shared)) {
                members.addAll(pieces.words(group.piece(at)).members());
            }
        }
    }

    private long since(int sign, BridgeGroups.Group left, BridgeGroups.Group right) {
        int second =
                Math.max(
                        groups.user(sign, left).orElseThrow().first(),
                        groups.user(sign, right).orElseThrow().first());
        return pieces.second(second);
    }

    private Marking marking(BridgeGroups.Group group) {
        Marking marking = Traced.OPEN;
        for (int at = 0; at < group.count(); at++) {
            marking = marking.strictest(pieces.words(group.piece(at)).marking());
        }
        return marking;
    }

    private Bridge.Side side(BridgeGroups.Group group) {
        int[] ordered = group.ordered();
        var counts = new IntMap();
        var met = new ArrayList<Integer>();
        var members = new TreeSet<MemberId>();
        for (int piece : ordered) {
            members.addAll(pieces.words(piece).members());
            for (int sign : signs.ofAllKinds(piece)) {
                steps++;
                if (!counts.has(sign) && signs.joins(sign)) {
                    met.add(sign);
                }
                counts.put(sign, counts.at(sign, 0) + 1);
            }
        }
        Comparator<Integer> byUse = Comparator.comparingLong(it -> -counts.at(it, 0));
        List<Subject> most =
                met.stream()
                        .sorted(byUse.thenComparing(pieces.table().nodes()::compareKeys))
                        .limit(Bridge.Side.SIGNS_MAX)
                        .map(pieces::subject)
                        .toList();
        List<Hash> roots =
                Arrays.stream(ordered).limit(Bridge.Side.ROOTS_MAX).mapToObj(pieces::root).toList();
        return new Bridge.Side(
                "group-" + roots.getFirst().hex().substring(0, 12),
                ordered.length,
                roots,
                new Traced.Span(
                        pieces.second(ordered[0]), pieces.second(ordered[ordered.length - 1])),
                most,
                members);
    }
}
