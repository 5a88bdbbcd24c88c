package org.comity.views;

import java.util.ArrayDeque;
import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;

/**
 * Which pieces of evidence belong together. The signs of a campaign are the names that it calls to,
 * the files that it carries and its texts. Two signs belong to one campaign if they stand together
 * in two pieces or more, or are texts that are alike at 8 of 32 positions, followed from sign to
 * sign; a piece belongs where its most used sign does. So one mail that also names a brand joins no
 * two campaigns, and every mail may have a host of its own. What is common property (top sites,
 * shared hosting) or cleared is no sign. Machines are signs only when asked for: then what comes
 * out is rather who is behind several campaigns.
 *
 * <p>Campaigns are connected parts of a graph that depends on the set of pieces alone, so they are
 * the same in whatever order pieces come. A change works out anew only the parts of the graph that
 * it touches: a law compares that with working out everything. For one thread.
 */
public final class Campaigns {
    /** Fewer pieces than this are not called a campaign. */
    public static final int PIECES_MIN = 3;

    /** Pieces in which two signs stand together, to belong together. */
    static final int TOGETHER_MIN = 2;

    /** Of one piece, the first of each in the order of subjects. */
    static final int SIGNS_MAX = 32;

    private final Predicate<Subject> common;
    private final boolean byMachines;
    private final Map<Hash, Piece> pieces = new TreeMap<>();
    private final Map<Subject, Set<Hash>> bySign = new HashMap<>();
    private final Map<Subject, Map<Subject, Integer>> together = new HashMap<>();
    private final Set<Subject> cleared = new TreeSet<>();
    private final FingerprintIndex prints = new FingerprintIndex();
    private final Map<Subject, Set<Subject>> parts = new HashMap<>();
    private final Set<Subject> stale = new TreeSet<>();

    /**
     * @param common subjects that everybody uses
     * @param byMachines whether the addresses that handed mails over are signs too
     */
    public Campaigns(Predicate<Subject> common, boolean byMachines) {
        this.common = common;
        this.byMachines = byMachines;
    }

    public static Campaigns of(Pieces pieces, Predicate<Subject> common, boolean byMachines) {
        var campaigns = new Campaigns(common, byMachines);
        pieces.cleared().forEach(campaigns::clear);
        pieces.all().forEach(campaigns::put);
        return campaigns;
    }

    /** A piece as it is known now; replaces what was known of it. */
    public void put(Piece piece) {
        Piece before = pieces.put(piece.root(), piece);
        if (piece.equals(before)) {
            return;
        }
        leave(before);
        List<Subject> signs = signs(piece);
        for (Subject sign : signs) {
            bySign.computeIfAbsent(sign, this::meet).add(piece.root());
        }
        eachPair(
                signs,
                (one, other) -> {
                    if (count(one, other, 1) == TOGETHER_MIN) {
                        stale.add(one);
                    }
                });
    }

    /** It was erased, or the viewer may not see it any more. */
    public void remove(Hash root) {
        leave(pieces.remove(root));
    }

    /** Is no sign from now on. */
    public void clear(Subject subject) {
        if (cleared.add(subject)) {
            dissolve(subject);
        }
    }

    /** The opposite of {@link #clear}. */
    public void unclear(Subject subject) {
        if (cleared.remove(subject) && bySign.containsKey(subject)) {
            stale.add(subject);
        }
    }

    /** The largest first; of equal ones the earliest. */
    public List<Campaign> all() {
        while (!stale.isEmpty()) {
            gather(stale.iterator().next());
        }
        var byPart = new TreeMap<Subject, List<Piece>>();
        for (Piece piece : pieces.values()) {
            home(piece)
                    .ifPresent(it -> byPart.computeIfAbsent(it, _ -> new ArrayList<>()).add(piece));
        }
        return byPart.values().stream()
                .filter(it -> it.size() >= PIECES_MIN)
                .map(Campaign::of)
                .sorted(
                        Comparator.<Campaign>comparingInt(it -> -it.roots().size())
                                .thenComparingLong(it -> it.span().firstSecond())
                                .thenComparing(Campaign::name))
                .toList();
    }

    /** The first sign of the part that the piece belongs to. */
    private Optional<Subject> home(Piece piece) {
        return signs(piece).stream()
                .filter(parts::containsKey)
                .max(
                        Comparator.comparingInt((Subject it) -> roots(it).size())
                                .thenComparing(Comparator.reverseOrder()))
                .map(it -> parts.getOrDefault(it, Set.of()).iterator().next());
    }

    private List<Subject> signs(Piece piece) {
        return piece.subjects().entrySet().stream()
                .filter(it -> it.getKey().kind() != SubjectKind.URL)
                .filter(it ->
                        switch (Piece.sign(it.getKey(), it.getValue())) {
                            case STRONG -> true;
                            case MACHINE -> byMachines;
                            case NONE -> false;
                        })
                .map(Map.Entry::getKey)
                .limit(SIGNS_MAX)
                .toList();
    }

    private Set<Hash> roots(Subject sign) {
        return bySign.getOrDefault(sign, new TreeSet<>());
    }

    private interface Pair {
        void take(Subject one, Subject other);
    }

    private static void eachPair(List<Subject> signs, Pair pair) {
        for (int one = 0; one < signs.size(); one++) {
            for (int other = one + 1; other < signs.size(); other++) {
                pair.take(signs.get(one), signs.get(other));
            }
        }
    }

    /** How often they stand together after the change. */
    private int count(Subject one, Subject other, int change) {
        count(other).merge(one, change, Campaigns::sum);
        return Optional.ofNullable(count(one).merge(other, change, Campaigns::sum)).orElse(0);
    }

    private Map<Subject, Integer> count(Subject sign) {
        return together.computeIfAbsent(sign, _ -> new TreeMap<>());
    }

    private static @Nullable Integer sum(Integer one, Integer other) {
        return one + other == 0 ? null : one + other;
    }

    private Set<Hash> meet(Subject sign) {
        if (sign.kind() == SubjectKind.FINGERPRINT) {
            prints.add(sign);
        }
        stale.add(sign);
        return new TreeSet<>();
    }

    private void leave(@Nullable Piece before) {
        if (before == null) {
            return;
        }
        List<Subject> signs = signs(before);
        eachPair(
                signs,
                (one, other) -> {
                    if (count(one, other, -1) == TOGETHER_MIN - 1) {
                        // Both stand in one part, or one of them is no sign.
                        dissolve(one);
                    }
                });
        for (Subject sign : signs) {
            Set<Hash> roots = roots(sign);
            roots.remove(before.root());
            if (roots.isEmpty()) {
                dissolve(sign);
                stale.remove(sign);
                bySign.remove(sign);
                together.remove(sign);
                prints.remove(sign);
            }
        }
    }

    /** Its part is worked out anew, since it may fall apart. */
    private void dissolve(Subject sign) {
        for (Subject other : parts.getOrDefault(sign, Set.of())) {
            parts.remove(other);
            stale.add(other);
        }
    }

    /** All that hangs together with one sign. */
    private void gather(Subject from) {
        stale.remove(from);
        if (!isSign(from)) {
            return;
        }
        Set<Subject> part = new TreeSet<>(Set.of(from));
        var next = new ArrayDeque<Subject>(part);
        while (!next.isEmpty()) {
            for (Subject beside : beside(next.remove())) {
                if (isSign(beside) && part.add(beside)) {
                    next.add(beside);
                }
            }
        }
        part.forEach(it -> parts.put(it, part));
        stale.removeAll(part);
    }

    private boolean isSign(Subject subject) {
        return bySign.containsKey(subject) && !cleared.contains(subject) && !common.test(subject);
    }

    private List<Subject> beside(Subject sign) {
        var beside = new ArrayList<Subject>();
        together.getOrDefault(sign, Map.of())
                .forEach((other, count) -> {
                    if (count >= TOGETHER_MIN) {
                        beside.add(other);
                    }
                });
        if (sign.kind() == SubjectKind.FINGERPRINT) {
            prints.matches(sign, Fingerprint.CAMPAIGN_MATCH_MIN)
                    .forEach(it -> beside.add(it.subject()));
        }
        return beside;
    }
}
