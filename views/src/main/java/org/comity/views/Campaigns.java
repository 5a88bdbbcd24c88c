package org.comity.views;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * Which pieces of evidence belong together: those that call to a common link, carry a common file,
 * or have texts that are alike at 8 of 32 positions, followed from piece to piece. What is common
 * property (top sites, shared hosting) or cleared joins nothing, nor do machines: others use them
 * too.
 *
 * <p>A campaign is a connected part of a graph whose links depend on the pieces alone, so it is the
 * same in whatever order they come. Changes are kept cheap by working out anew only the parts that
 * they touch: a law compares that with working out everything. For one thread.
 */
public final class Campaigns {
    /** Fewer pieces than this are not called a campaign. */
    public static final int PIECES_MIN = 3;

    private final Predicate<Subject> common;
    private final Map<Hash, Piece> pieces = new TreeMap<>();
    private final Map<Subject, Set<Hash>> bySign = new HashMap<>();
    private final Set<Subject> cleared = new TreeSet<>();
    private final FingerprintIndex prints = new FingerprintIndex();
    private final Map<Hash, Set<Hash>> partOf = new TreeMap<>();
    private final Set<Hash> stale = new TreeSet<>();

    /**
     * @param common subjects that everybody uses
     */
    public Campaigns(Predicate<Subject> common) {
        this.common = common;
    }

    public static Campaigns of(Pieces pieces, Predicate<Subject> common) {
        var campaigns = new Campaigns(common);
        pieces.cleared().forEach(campaigns::clear);
        pieces.all().forEach(campaigns::put);
        return campaigns;
    }

    /** A piece as it is known now; replaces what was known of it. */
    public void put(Piece piece) {
        Piece before = pieces.put(piece.root(), piece);
        if (!piece.equals(before)) {
            leave(before);
            for (Subject sign : signs(piece)) {
                bySign.computeIfAbsent(sign, this::meet).add(piece.root());
            }
            stale.add(piece.root());
        }
    }

    /** It was erased, or the viewer may not see it any more. */
    public void remove(Hash root) {
        leave(pieces.remove(root));
        dissolve(root);
        stale.remove(root);
    }

    /** Joins nothing from now on. */
    public void clear(Subject subject) {
        if (cleared.add(subject)) {
            bySign.getOrDefault(subject, Set.of()).forEach(this::dissolve);
        }
    }

    /** The opposite of {@link #clear}. */
    public void unclear(Subject subject) {
        if (cleared.remove(subject)) {
            stale.addAll(bySign.getOrDefault(subject, Set.of()));
        }
    }

    /** The largest first; of equal ones the earliest. */
    public List<Campaign> all() {
        while (!stale.isEmpty()) {
            gather(stale.iterator().next());
        }
        var found = new ArrayList<Campaign>();
        for (Map.Entry<Hash, Set<Hash>> part : partOf.entrySet()) {
            Set<Hash> roots = part.getValue();
            boolean isFirst = roots.iterator().next().equals(part.getKey());
            if (isFirst && roots.size() >= PIECES_MIN) {
                found.add(Campaign.of(pieces(roots)));
            }
        }
        found.sort(
                Comparator.<Campaign>comparingInt(it -> -it.roots().size())
                        .thenComparing(it -> it.span().firstSecond())
                        .thenComparing(Campaign::name));
        return found;
    }

    private Collection<Piece> pieces(Set<Hash> roots) {
        return roots.stream().map(pieces::get).toList();
    }

    private Set<Hash> meet(Subject sign) {
        if (sign.kind() == SubjectKind.FINGERPRINT) {
            prints.add(sign);
        }
        return new TreeSet<>();
    }

    private static List<Subject> signs(Piece piece) {
        return piece.subjects().entrySet().stream()
                .filter(it -> Piece.sign(it.getKey(), it.getValue()) == Piece.Sign.STRONG)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void leave(@Nullable Piece before) {
        if (before == null) {
            return;
        }
        dissolve(before.root());
        for (Subject sign : signs(before)) {
            Set<Hash> roots = bySign.getOrDefault(sign, new TreeSet<>());
            roots.remove(before.root());
            if (roots.isEmpty()) {
                bySign.remove(sign);
                prints.remove(sign);
            }
        }
    }

    /** Its part is worked out anew, since it may fall apart. */
    private void dissolve(Hash root) {
        for (Hash other : partOf.getOrDefault(root, Set.of())) {
            partOf.remove(other);
            stale.add(other);
        }
    }

    /** All that hangs together with one piece. */
    private void gather(Hash from) {
        Set<Hash> part = new TreeSet<>();
        Set<Subject> signsMet = new TreeSet<>();
        var next = new ArrayDeque<Hash>();
        part.add(from);
        next.add(from);
        while (!next.isEmpty()) {
            for (Subject sign : signs(piece(next.remove()))) {
                for (Hash root : joined(sign, signsMet)) {
                    if (part.add(root)) {
                        next.add(root);
                    }
                }
            }
        }
        part.forEach(it -> partOf.put(it, part));
        stale.removeAll(part);
    }

    private Piece piece(Hash root) {
        Piece piece = pieces.get(root);
        if (piece == null) {
            throw new IllegalStateException("a piece of evidence that is not here");
        }
        return piece;
    }

    /** Pieces that the sign joins, unless it was met before. */
    private Set<Hash> joined(Subject sign, Set<Subject> signsMet) {
        if (!signsMet.add(sign) || cleared.contains(sign) || common.test(sign)) {
            return Set.of();
        }
        Set<Hash> roots = new TreeSet<>(bySign.getOrDefault(sign, Set.of()));
        if (sign.kind() == SubjectKind.FINGERPRINT) {
            for (FingerprintMatch it : prints.matches(sign, Fingerprint.CAMPAIGN_MATCH_MIN)) {
                if (!cleared.contains(it.subject())) {
                    roots.addAll(bySign.getOrDefault(it.subject(), Set.of()));
                }
            }
        }
        return roots;
    }
}
