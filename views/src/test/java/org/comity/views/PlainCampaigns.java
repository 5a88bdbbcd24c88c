package org.comity.views;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.comity.statement.Fingerprint;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Hash;

/** The plainest way to find campaigns, each two signs with one another: the roots of each. */
final class PlainCampaigns {
    private final List<Piece> pieces;
    private final Predicate<Subject> joinsNothing;
    private final boolean byMachines;
    private final Map<Subject, Integer> uses = new HashMap<>();
    private final Map<Subject, Set<Subject>> parts = new HashMap<>();

    private PlainCampaigns(
            Collection<Piece> pieces, Predicate<Subject> joinsNothing, boolean byMachines) {
        this.pieces = List.copyOf(pieces);
        this.joinsNothing = joinsNothing;
        this.byMachines = byMachines;
    }

    /** By the set of their roots. */
    static Set<Set<Hash>> of(
            Collection<Piece> pieces, Predicate<Subject> joinsNothing, boolean byMachines) {
        return new PlainCampaigns(pieces, joinsNothing, byMachines).all();
    }

    private Set<Set<Hash>> all() {
        for (Piece piece : pieces) {
            signs(piece).forEach(it -> uses.merge(it, 1, Integer::sum));
        }
        List<Subject> signs = uses.keySet().stream().filter(joinsNothing.negate()).toList();
        signs.forEach(it -> parts.put(it, new TreeSet<>(Set.of(it))));
        for (Subject one : signs) {
            for (Subject other : signs) {
                if (areTogether(one, other)) {
                    join(one, other);
                }
            }
        }
        var byPart = new TreeMap<Subject, Set<Hash>>();
        for (Piece piece : pieces) {
            home(piece)
                    .ifPresent(it ->
                            byPart.computeIfAbsent(it, _ -> new TreeSet<>()).add(piece.root()));
        }
        var all = new java.util.HashSet<>(byPart.values());
        all.removeIf(it -> it.size() < Campaigns.PIECES_MIN);
        return all;
    }

    private void join(Subject one, Subject other) {
        var both = new TreeSet<>(parts.getOrDefault(one, Set.of()));
        both.addAll(parts.getOrDefault(other, Set.of()));
        both.forEach(it -> parts.put(it, both));
    }

    private boolean areTogether(Subject one, Subject other) {
        long pieces =
                this.pieces.stream()
                        .filter(it -> signs(it).containsAll(List.of(one, other)))
                        .count();
        return pieces >= Campaigns.TOGETHER_MIN
                || (one.kind() == SubjectKind.FINGERPRINT
                        && other.kind() == SubjectKind.FINGERPRINT
                        && Fingerprint.of(one).equalPositions(Fingerprint.of(other))
                                >= Fingerprint.CAMPAIGN_MATCH_MIN);
    }

    private Optional<Subject> home(Piece piece) {
        return signs(piece).stream()
                .filter(parts::containsKey)
                .max(
                        Comparator.comparingInt((Subject it) -> uses.getOrDefault(it, 0))
                                .thenComparing(Comparator.reverseOrder()))
                .map(it -> new ArrayList<>(parts.getOrDefault(it, Set.of())).getFirst());
    }

    private List<Subject> signs(Piece piece) {
        return piece.subjects().entrySet().stream()
                .filter(it -> it.getKey().kind() != SubjectKind.URL)
                .filter(it ->
                        switch (Piece.sign(it.getKey().kind(), it.getValue())) {
                            case STRONG -> true;
                            case MACHINE -> byMachines;
                            case NONE -> false;
                        })
                .map(Map.Entry::getKey)
                .limit(PieceSigns.SIGNS_MAX)
                .toList();
    }
}
