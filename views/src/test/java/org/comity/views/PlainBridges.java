package org.comity.views;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Hash;

/** The plainest way to find bridges, with objects for all: what {@link Bridges} must find too. */
final class PlainBridges {
    private static final Comparator<Piece> ORDER =
            Comparator.comparingLong(Piece::firstSecond).thenComparing(Piece::root);
    private static final int SUPPORT_MIN = Bridges.SUPPORT_MIN;
    private static final int APART_MIN = Bridges.APART_MIN;

    /** What is gathered of one group; merged ones lead to where they went. */
    private static final class Group {
        private Group into = this;
        private final List<Piece> pieces = new ArrayList<>();

        Group top() {
            Group at = this;
            while (at.into != at) {
                at.into = at.into.into;
                at = at.into;
            }
            return at;
        }
    }

    private final Predicate<Subject> joinsNothing;
    private final Map<Subject, Map<Group, List<Piece>>> uses = new HashMap<>();
    private final List<Bridge> found = new ArrayList<>();

    private PlainBridges(Predicate<Subject> joinsNothing) {
        this.joinsNothing = joinsNothing;
    }

    /**
     * In the order of time.
     *
     * @param common subjects that everybody uses
     */
    static List<Bridge> of(
            Collection<Piece> pieces, Set<Subject> cleared, Predicate<Subject> common) {
        var bridges = new PlainBridges(it -> cleared.contains(it) || common.test(it));
        pieces.stream().sorted(ORDER).forEach(bridges::take);
        return List.copyOf(bridges.found);
    }

    private void take(Piece piece) {
        SortedMap<Subject, Piece.Sign> signs = new TreeMap<>();
        piece.subjects()
                .forEach((subject, role) -> {
                    Piece.Sign sign = Piece.sign(subject.kind(), role);
                    if (subject.kind() != SubjectKind.URL
                            && sign != Piece.Sign.NONE
                            && !joinsNothing.test(subject)) {
                        signs.put(subject, sign);
                    }
                });
        if (signs.isEmpty()) {
            return;
        }
        Group home = home(signs);
        home.pieces.add(piece);
        for (Subject sign : signs.keySet()) {
            users(sign).computeIfAbsent(home, _ -> new ArrayList<>()).add(piece);
        }
        for (Subject sign : signs.keySet()) {
            join(sign, signs.keySet(), piece);
        }
    }

    /** The group that has used the signs most; a machine says something from its third use on. */
    private Group home(SortedMap<Subject, Piece.Sign> signs) {
        var weights = new HashMap<Group, Integer>();
        signs.forEach((subject, sign) ->
                users(subject)
                        .forEach((group, used) -> {
                            if (sign == Piece.Sign.STRONG || used.size() >= SUPPORT_MIN) {
                                weights.merge(group, used.size(), Integer::sum);
                            }
                        }));
        return weights.entrySet().stream()
                .max(
                        Map.Entry.<Group, Integer>comparingByValue()
                                .thenComparing(
                                        it -> it.getKey().pieces.getFirst(), ORDER.reversed()))
                .map(Map.Entry::getKey)
                .orElseGet(Group::new);
    }

    /** Who used it, by the groups as they are now. */
    private Map<Group, List<Piece>> users(Subject sign) {
        Map<Group, List<Piece>> before = uses.computeIfAbsent(sign, _ -> new HashMap<>());
        if (before.keySet().stream().anyMatch(it -> it.top() != it)) {
            var now = new HashMap<Group, List<Piece>>();
            before.forEach((group, used) ->
                    now.computeIfAbsent(group.top(), _ -> new ArrayList<>()).addAll(used));
            uses.put(sign, now);
            return now;
        }
        return before;
    }

    private void join(Subject sign, Set<Subject> signs, Piece piece) {
        List<Group> enough =
                users(sign).entrySet().stream()
                        .filter(it -> it.getValue().size() >= SUPPORT_MIN)
                        .map(Map.Entry::getKey)
                        .sorted(Comparator.comparing(it -> it.pieces.getFirst(), ORDER))
                        .toList();
        for (int at = 1; at < enough.size(); at++) {
            Group left = enough.getFirst().top();
            Group right = enough.get(at).top();
            if (left != right) {
                meet(left, right, shared(signs, left, right), piece);
            }
        }
    }

    private SortedMap<Subject, List<Piece>> shared(Set<Subject> signs, Group left, Group right) {
        var shared = new TreeMap<Subject, List<Piece>>();
        for (Subject sign : signs) {
            List<Piece> byLeft = users(sign).getOrDefault(left, List.of());
            List<Piece> byRight = users(sign).getOrDefault(right, List.of());
            if (byLeft.size() >= SUPPORT_MIN && byRight.size() >= SUPPORT_MIN) {
                var both = new ArrayList<>(byLeft);
                both.addAll(byRight);
                shared.put(sign, both);
            }
        }
        return shared;
    }

    private void meet(
            Group left, Group right, SortedMap<Subject, List<Piece>> shared, Piece piece) {
        if (isApart(left, shared.keySet()) && isApart(right, shared.keySet())) {
            var members = new TreeSet<MemberId>();
            Marking marking = marking(left).strictest(marking(right));
            long since = Long.MAX_VALUE;
            for (Map.Entry<Subject, List<Piece>> used : shared.entrySet()) {
                used.getValue().forEach(it -> members.addAll(it.members()));
                since = Math.min(since, since(used.getKey(), left, right));
            }
            found.add(
                    new Bridge(
                            new TreeSet<>(shared.keySet()),
                            since,
                            piece.firstSecond(),
                            side(left),
                            side(right),
                            members,
                            marking));
        }
        right.into = left;
        left.pieces.addAll(right.pieces);
        left.pieces.sort(ORDER);
    }

    private static boolean isApart(Group group, Set<Subject> shared) {
        return group.pieces.stream()
                        .filter(it -> Collections.disjoint(shared, it.subjects().keySet()))
                        .limit(APART_MIN)
                        .count()
                == APART_MIN;
    }

    private long since(Subject sign, Group left, Group right) {
        return Math.max(
                Collections.min(users(sign).getOrDefault(left, List.of()), ORDER).firstSecond(),
                Collections.min(users(sign).getOrDefault(right, List.of()), ORDER).firstSecond());
    }

    private static Marking marking(Group group) {
        return group.pieces.stream().map(Piece::marking).reduce(Traced.OPEN, Marking::strictest);
    }

    private Bridge.Side side(Group group) {
        var counts = new TreeMap<Subject, Integer>();
        var members = new TreeSet<MemberId>();
        for (Piece piece : group.pieces) {
            members.addAll(piece.members());
            piece.subjects()
                    .forEach((subject, role) -> {
                        if (Piece.sign(subject.kind(), role) != Piece.Sign.NONE
                                && !joinsNothing.test(subject)) {
                            counts.merge(subject, 1, Integer::sum);
                        }
                    });
        }
        List<Subject> signs =
                counts.entrySet().stream()
                        .sorted(
                                Map.Entry.<Subject, Integer>comparingByValue()
                                        .reversed()
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .limit(Bridge.Side.SIGNS_MAX)
                        .map(Map.Entry::getKey)
                        .toList();
        Collection<Hash> roots = group.pieces.stream().map(Piece::root).toList();
        return new Bridge.Side(
                "group-" + roots.iterator().next().hex().substring(0, 12),
                roots.size(),
                List.copyOf(roots),
                new Traced.Span(
                        group.pieces.getFirst().firstSecond(),
                        group.pieces.getLast().firstSecond()),
                signs,
                members);
    }
}
