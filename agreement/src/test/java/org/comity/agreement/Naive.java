package org.comity.agreement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.comity.charter.Member;
import org.comity.statement.Basis;
import org.comity.statement.GuardSet.Guard;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.Target;
import org.comity.value.Hash;

/**
 * The rules of DESIGN section 6 once more, written from the text and by trying everything, to hold
 * the real implementation to. Exponential.
 */
final class Naive {
    private final RandomCase what;
    private final Guard guard;

    Naive(RandomCase what, Guard guard) {
        this.what = what;
        this.guard = guard;
    }

    /** Who may stand at which root: all who cite it, and whether each analysed it. */
    record Citing(Set<Hash> roots, Set<Hash> analysed) {}

    record Outcome(
            Level level, Optional<Tier> tier, int k, List<Integer> mine, List<Integer> against) {}

    Outcome outcome() {
        List<StatedClaim> bad = current(Stance.MALICIOUS);
        List<StatedClaim> good = current(Stance.BENIGN);
        Level level = level(bad, good);
        Level once = level;
        for (Stance stance : List.of(Stance.BENIGN, Stance.MALICIOUS)) {
            Level wished = stance == Stance.BENIGN ? Level.CLEARED : Level.AGREED;
            boolean open = once.compareTo(Level.AGREED) < 0 && level == once;
            if (open || once == wished) {
                List<StatedClaim> more = stance == Stance.BENIGN ? good : bad;
                int before = more.size();
                more.addAll(relisted(stance));
                Level twice = level(bad, good);
                if (twice == wished) {
                    level = twice;
                } else {
                    more.subList(before, more.size()).clear();
                }
            }
        }
        List<StatedClaim> mine = level == Level.CLEARED ? good : bad;
        List<StatedClaim> other = level == Level.CLEARED ? bad : good;
        List<Integer> blocsFor = new ArrayList<>();
        List<Integer> blocsAgainst = new ArrayList<>();
        for (String dimension : what.charter().rules().dimensions()) {
            blocsFor.add(blocs(mine, other, dimension));
            blocsAgainst.add(blocs(other, mine, dimension));
        }
        return new Outcome(level, tier(level, bad, good), k(mine), blocsFor, blocsAgainst);
    }

    /**
     * The best of all assignments: as many as possible, then lexicographically least, none after
     * any root.
     */
    static List<Optional<Hash>> best(List<Citing> voices) {
        Set<Hash> all = new TreeSet<>();
        voices.forEach(it -> all.addAll(it.roots()));
        List<Hash> roots = List.copyOf(all);
        int[] best = new int[voices.size()];
        Arrays.fill(best, roots.size());
        search(voices, roots, new int[voices.size()], 0, best);
        return Arrays.stream(best)
                .mapToObj(at ->
                        at == roots.size() ? Optional.<Hash>empty() : Optional.of(roots.get(at)))
                .toList();
    }

    private static void search(
            List<Citing> voices, List<Hash> roots, int[] chosen, int voice, int[] best) {
        if (voice == voices.size()) {
            long size = Arrays.stream(chosen).filter(at -> at < roots.size()).count();
            long bestSize = Arrays.stream(best).filter(at -> at < roots.size()).count();
            boolean earlier = Arrays.compare(chosen, best) < 0;
            if (fits(voices, roots, chosen) && (size > bestSize || (size == bestSize && earlier))) {
                System.arraycopy(chosen, 0, best, 0, best.length);
            }
            return;
        }
        for (int at = 0; at <= roots.size(); at++) {
            if (at == roots.size() || voices.get(voice).roots().contains(roots.get(at))) {
                chosen[voice] = at;
                search(voices, roots, chosen, voice + 1, best);
            }
        }
    }

    /**
     * One to a root; or two, if at least two analysed it and at most one of the two only observed.
     */
    private static boolean fits(List<Citing> voices, List<Hash> roots, int[] chosen) {
        for (int at = 0; at < roots.size(); at++) {
            Hash root = roots.get(at);
            int standing = 0;
            int observed = 0;
            for (int voice = 0; voice < chosen.length; voice++) {
                boolean here = chosen[voice] == at;
                standing += here ? 1 : 0;
                observed += here && !voices.get(voice).analysed().contains(root) ? 1 : 0;
            }
            long analyses = voices.stream().filter(it -> it.analysed().contains(root)).count();
            if (standing > (analyses >= 2 ? 2 : 1) || observed > 1) {
                return false;
            }
        }
        return true;
    }

    private List<StatedClaim> current(Stance stance) {
        return current(it -> holds(it, Made.NOW, 14), stance, Set.of());
    }

    /** Two lives, of those members that say nothing in the first of theirs. */
    private List<StatedClaim> relisted(Stance stance) {
        Set<MemberId> speaking = new TreeSet<>();
        for (Stance any : Stance.values()) {
            current(any).forEach(it -> speaking.add(it.member()));
        }
        return current(it -> holds(it, Made.NOW, 28), stance, speaking);
    }

    private List<StatedClaim> current(
            Predicate<StatedClaim> holds, Stance stance, Set<MemberId> without) {
        List<StatedClaim> current = new ArrayList<>();
        for (Member member : what.charter().members()) {
            List<StatedClaim> its =
                    what.claims().stream()
                            .filter(it -> it.member().equals(member.id()))
                            .filter(it -> !without.contains(it.member()))
                            .toList();
            List<StatedClaim> standing =
                    its.stream()
                            .filter(it -> its.stream().noneMatch(later -> replaces(later, it)))
                            .filter(it -> !it.claim().revoked() && holds.test(it))
                            .sorted(
                                    Comparator.comparing((StatedClaim it) ->
                                                    it.claim().grounds().basis())
                                            .thenComparingLong(it -> -it.statement().index()))
                            .toList();
            standing.stream()
                    .filter(it -> isSameWord(it, standing.getFirst()))
                    .min(
                            Comparator.comparing((StatedClaim it) -> !isWeighty(it))
                                    .thenComparingLong(it -> -it.statement().index()))
                    .filter(it -> it.claim().stance() == stance)
                    .ifPresent(current::add);
        }
        return current;
    }

    private static boolean isSameWord(StatedClaim one, StatedClaim two) {
        return one.claim().stance() == two.claim().stance()
                && one.claim().grounds().basis() == two.claim().grounds().basis();
    }

    private static boolean isWeighty(StatedClaim it) {
        Role role = it.claim().grounds().role();
        return role != Role.MENTION && role != Role.CLAIMED_SENDER;
    }

    private static boolean replaces(StatedClaim later, StatedClaim one) {
        if (!Objects.equals(later.claim().objectId(), one.claim().objectId())) {
            return false;
        }
        // Nothing comes after a revocation.
        return later.claim().revoked() == one.claim().revoked()
                ? later.statement().index() > one.statement().index()
                : later.claim().revoked();
    }

    /** Domains of unknown target live fourteen days at most. */
    private static boolean holds(StatedClaim it, long second, long days) {
        var validity = it.claim().validity();
        return validity.holdsAt(second) && second < validity.fromSecond() + days * 86_400;
    }

    private Level level(List<StatedClaim> bad, List<StatedClaim> good) {
        boolean vetoed = good.stream().anyMatch(this::stands);
        if (agreed(good, bad)) {
            return Level.CLEARED;
        }
        if (!vetoed && agreed(bad, good)) {
            return Level.AGREED;
        }
        if (!vetoed && trusted(bad)) {
            return Level.TRUSTED;
        }
        if (vetoed && bad.stream().anyMatch(this::stands)) {
            return Level.CONTESTED;
        }
        return bad.size() + good.size() > 0 ? Level.REPORTED : Level.UNKNOWN;
    }

    private boolean agreed(List<StatedClaim> mine, List<StatedClaim> other) {
        boolean looked =
                mine.stream()
                        .filter(it -> rooted(it) && isWeighty(it) && stands(it))
                        .anyMatch(it ->
                                basis(it) == Basis.ANALYSED
                                        || role(it) == Role.CONNECTED
                                        || role(it) == Role.AUTHENTICATED_SENDER);
        boolean blocs =
                what.charter().rules().dimensions().stream()
                        .allMatch(it ->
                                blocs(mine, other, it)
                                                >= Math.max(2, what.charter().rules().f() + 1)
                                        && blocs(mine, other, it) > blocs(other, mine, it));
        long countries = what.charter().members().stream().map(Member::country).distinct().count();
        return countries > 1 && looked && blocs && k(mine) >= what.charter().rules().k();
    }

    private int k(List<StatedClaim> claims) {
        List<Citing> voices = citing(claims);
        Set<Hash> feeds = new HashSet<>();
        claims.stream()
                .filter(it -> basis(it) == Basis.RELAYED && isWeighty(it))
                .filter(it -> !it.claim().grounds().source().isEmpty())
                .forEach(it -> feeds.addAll(it.claim().grounds().roots()));
        voices.add(new Citing(feeds, Set.of()));
        return size(voices);
    }

    private int blocs(List<StatedClaim> mine, List<StatedClaim> other, String dimension) {
        List<Citing> leaning = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        mine.forEach(it -> names.add(bloc(it, dimension)));
        for (String name : names) {
            List<Citing> here = citing(of(name, mine, dimension));
            if (size(here) > size(citing(of(name, other, dimension)))) {
                Set<Hash> roots = new HashSet<>();
                Set<Hash> analysed = new HashSet<>();
                here.forEach(it -> roots.addAll(it.roots()));
                here.forEach(it -> analysed.addAll(it.analysed()));
                leaning.add(new Citing(roots, analysed));
            }
        }
        return size(leaning);
    }

    private Optional<Tier> tier(Level level, List<StatedClaim> bad, List<StatedClaim> good) {
        if ((level != Level.TRUSTED && level != Level.AGREED) || guard == Guard.STOPPED) {
            return Optional.empty();
        }
        List<StatedClaim> weighty = bad.stream().filter(Naive::isWeighty).toList();
        if (!trusted(weighty) && !agreed(weighty, good)) {
            return Optional.of(Tier.WATCH);
        }
        boolean shared =
                guard == Guard.SHARED
                        || bad.stream()
                                .anyMatch(it -> stands(it) && it.claim().target() == Target.SHARED);
        List<StatedClaim> full = weighty.stream().filter(StatedClaim::full).toList();
        boolean enough =
                blocs(full, List.of(), "country") >= Math.max(2, what.charter().rules().f() + 1);
        boolean block =
                enough
                        && weighty.stream()
                                .anyMatch(one ->
                                        weighty.stream()
                                                .anyMatch(two -> stands(one) && lift(one, two)));
        return Optional.of(block && !shared ? Tier.BLOCK : Tier.SCORE);
    }

    private boolean lift(StatedClaim one, StatedClaim two) {
        return one.full()
                && two.full()
                && rooted(one)
                && rooted(two)
                && basis(one) == Basis.ANALYSED
                && !bloc(one, "country").equals(bloc(two, "country"))
                && size(citing(List.of(one, two))) == 2;
    }

    private boolean trusted(List<StatedClaim> bad) {
        return bad.stream()
                .anyMatch(
                        it -> stands(it) && basis(it) != Basis.RELAYED && holds(it, Made.NOW, 14));
    }

    private boolean stands(StatedClaim it) {
        return what.inStanding().contains(it.member());
    }

    private String bloc(StatedClaim it, String dimension) {
        MemberId id = it.member();
        Member member =
                what.charter().members().stream()
                        .filter(one -> one.id().equals(id))
                        .findAny()
                        .orElseThrow();
        return dimension.equals("sector") ? member.sector().word() : member.country().code();
    }

    private List<StatedClaim> of(String bloc, List<StatedClaim> claims, String dimension) {
        return claims.stream().filter(it -> bloc(it, dimension).equals(bloc)).toList();
    }

    private static List<Citing> citing(List<StatedClaim> claims) {
        List<Citing> voices = new ArrayList<>();
        for (StatedClaim claim : claims) {
            Set<Hash> roots = Set.copyOf(claim.claim().grounds().roots());
            if (rooted(claim) && isWeighty(claim)) {
                voices.add(new Citing(roots, basis(claim) == Basis.ANALYSED ? roots : Set.of()));
            }
        }
        return voices;
    }

    private static int size(List<Citing> voices) {
        return (int) best(voices).stream().filter(Optional::isPresent).count();
    }

    private static boolean rooted(StatedClaim it) {
        return basis(it) != Basis.RELAYED && !it.claim().grounds().roots().isEmpty();
    }

    private static Basis basis(StatedClaim it) {
        return it.claim().grounds().basis();
    }

    private static Role role(StatedClaim it) {
        return it.claim().grounds().role();
    }
}
