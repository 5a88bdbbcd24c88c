package org.comity.agreement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.Decision;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.Topic;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * What one subject says by the end of a day about the members that claimed it: who had it first and
 * was confirmed, and whom the others contradicted (DESIGN section 6: standing).
 *
 * <p>First is who is proved to be: its log was cosigned with the claim before any other member in
 * standing can have stated it. Copying what another said first therefore earns nothing, and neither
 * does a newcomer's quick echo take anything from whom it copied.
 *
 * <p>Contradicted is a claim that held on the last day, taken back since or not, when a decision,
 * the agreement of the others, or members in standing of two countries said the opposite. What
 * members in standing of f+1 countries (two at least) saw on distinct evidence contradicts none of
 * them: an outsider that mails an innocent name to all costs nobody its standing, and f captured
 * countries cannot excuse one another. Malicious words on names that a mail merely mentions, or
 * that can be forged as its sender, have no part in any of this.
 *
 * @param entered claims that entered before the end and at most 90 days ago, on one subject
 */
record Trial(
        Charter charter,
        Set<MemberId> inStanding,
        List<Witnessed> entered,
        Optional<Decision> decision,
        long endSecond) {
    private static final long DAY_SECONDS = 86_400;

    private static final Comparator<Witnessed> FIRST =
            Comparator.comparingLong((Witnessed it) -> it.entered().untilSecond())
                    .thenComparing(Witnessed::stated, StatedClaim.BY_PLACE);

    Trial {
        entered =
                entered.stream()
                        .filter(it -> isInTime(it, charter, endSecond))
                        .distinct()
                        .sorted(FIRST)
                        .toList();
    }

    /** Of a member, before the end of the day, and not more than 90 days before it. */
    private static boolean isInTime(Witnessed it, Charter charter, long endSecond) {
        long until = it.entered().untilSecond();
        return charter.member(it.stated().member()).isPresent()
                && until < endSecond
                && until >= endSecond - Standings.DAYS * DAY_SECONDS;
    }

    /** A piece of a member's evidence, and who confirmed it. */
    record Confirmed(MemberId member, Hash evidence, MemberId by) implements Comparable<Confirmed> {
        private static final Comparator<Confirmed> ORDER =
                Comparator.comparing(Confirmed::member)
                        .thenComparing(Confirmed::evidence)
                        .thenComparing(Confirmed::by);

        @Override
        public int compareTo(Confirmed other) {
            return ORDER.compare(this, other);
        }
    }

    /** A piece of a member's evidence that was contradicted. */
    record Contradicted(MemberId member, Hash evidence) {}

    List<Confirmed> confirmed() {
        SortedMap<MemberId, Witnessed> firsts = new TreeMap<>();
        for (Witnessed it : entered) {
            if (isRooted(it)
                    && it.stated().claim().stance() == Stance.MALICIOUS
                    && isHeard(it.stated())) {
                firsts.putIfAbsent(it.stated().member(), it);
            }
        }
        List<Confirmed> confirmed = new ArrayList<>();
        firsts.forEach((member, first) -> {
            List<Witnessed> others =
                    firsts.values().stream()
                            .filter(it -> !it.stated().member().equals(member))
                            .filter(this::isInStanding)
                            .toList();
            boolean isFirst =
                    others.stream().allMatch(it -> first.entered().isWhollyBefore(it.entered()));
            if (isFirst) {
                others.stream()
                        .filter(it -> confirms(it, first))
                        .min(
                                Comparator.comparingLong(
                                                (Witnessed it) -> it.entered().afterSecond())
                                        .thenComparing(it -> it.stated().member()))
                        .ifPresent(it ->
                                confirmed.add(
                                        new Confirmed(
                                                member, evidence(first), it.stated().member())));
            }
        });
        return confirmed;
    }

    private boolean confirms(Witnessed later, Witnessed first) {
        return !country(later.stated().member()).equals(country(first.stated().member()))
                && later.entered().afterSecond() < lives().endOf(first.stated().claim())
                && !first.stated()
                        .claim()
                        .grounds()
                        .roots()
                        .containsAll(later.stated().claim().grounds().roots());
    }

    List<Contradicted> contradicted() {
        List<Contradicted> contradicted = new ArrayList<>();
        for (Stance stance : Stance.values()) {
            List<Witnessed> standing = heldYesterday(stance);
            if (!standing.isEmpty() && !isSheltered(standing)) {
                // Asked once of each member: it has thousands of claims on a busy name.
                Set<MemberId> opposed =
                        standing.stream()
                                .map(it -> it.stated().member())
                                .distinct()
                                .filter(it ->
                                        isOpposed(
                                                it,
                                                opposite(stance),
                                                mustLook(standing, it, stance)))
                                .collect(Collectors.toUnmodifiableSet());
                standing.stream()
                        .filter(it -> opposed.contains(it.stated().member()))
                        .map(it -> new Contradicted(it.stated().member(), evidence(it)))
                        .distinct()
                        .forEach(contradicted::add);
            }
        }
        return contradicted;
    }

    /** Own claims of that stance that held at some time of the last day. */
    private List<Witnessed> heldYesterday(Stance stance) {
        // Newest first, so that what replaced a version is known when it is met.
        Map<StatedClaim.Line, Long> replacedAt = new HashMap<>();
        List<Witnessed> held = new ArrayList<>();
        List<Witnessed> byVersion = new ArrayList<>(entered);
        byVersion.sort(Comparator.comparing(Witnessed::stated, StatedClaim.BY_VERSION).reversed());
        for (Witnessed it : byVersion) {
            StatedClaim stated = it.stated();
            long until =
                    Math.min(
                            lives().endOf(stated.claim()),
                            replacedAt.getOrDefault(stated.line(), Long.MAX_VALUE));
            boolean holds =
                    !stated.claim().revoked()
                            && stated.isOwn()
                            && stated.claim().stance() == stance
                            && isHeard(stated)
                            && stated.claim().validity().fromSecond() < endSecond
                            && until > endSecond - DAY_SECONDS
                            && until >= it.entered().afterSecond();
            if (holds) {
                held.add(it);
            }
            replacedAt.merge(stated.line(), it.entered().untilSecond(), Math::min);
        }
        return held;
    }

    private boolean isSheltered(List<Witnessed> held) {
        SortedMap<String, List<Voice>> byCountry = new TreeMap<>();
        for (Witnessed it : held) {
            if (isInStanding(it)) {
                byCountry
                        .computeIfAbsent(
                                country(it.stated().member()).code(), _ -> new ArrayList<>())
                        .add(Voice.of(it.stated()));
            }
        }
        List<Voice> countries = byCountry.values().stream().map(Voice::merged).toList();
        return Matching.size(countries) >= charter.rules().blocsNeeded();
    }

    /**
     * Links that machines found oppose no benign word of who looked into it: an outsider that mails
     * an innocent name to all would else cost those their standing who say so.
     */
    private static boolean mustLook(List<Witnessed> held, MemberId member, Stance stance) {
        return stance == Stance.BENIGN
                && held.stream()
                        .map(Witnessed::stated)
                        .anyMatch(it -> it.member().equals(member) && it.isAnalysed());
    }

    private boolean isOpposed(MemberId member, Stance by, boolean mustLook) {
        boolean decided =
                decision.isPresent()
                        && decision.get().topic() instanceof Topic.OnSubject on
                        && on.stance() == by;
        return decided || isAgreedWithout(member, by) || areTwoCountries(member, by, mustLook);
    }

    private boolean isAgreedWithout(MemberId member, Stance stance) {
        Bar bar = Bar.of(charter, inStanding);
        return Count.of(Side.of(current(member, stance), bar), Side.of(List.of(), bar), bar)
                .isAgreed(bar);
    }

    private boolean areTwoCountries(MemberId without, Stance stance, boolean mustLook) {
        var countries = new TreeSet<Country>();
        for (StatedClaim it : current(without, stance)) {
            if (it.isOwn()
                    && inStanding.contains(it.member())
                    && (!mustLook || Count.isLooked(it))) {
                countries.add(country(it.member()));
            }
        }
        return countries.size() >= 2;
    }

    private List<StatedClaim> current(MemberId without, Stance stance) {
        List<StatedClaim> stated = entered.stream().map(Witnessed::stated).toList();
        return CurrentClaims.of(stated, lives(), endSecond - 1).values().stream()
                .filter(it -> speaks(it, without, stance))
                .toList();
    }

    private static boolean speaks(StatedClaim it, MemberId without, Stance stance) {
        return !it.member().equals(without) && it.claim().stance() == stance && isHeard(it);
    }

    /**
     * Whether it can confirm, shelter, contradict or be contradicted: whom a mail merely mentions
     * or names as its sender, anybody can choose. It still replaces what the same object said
     * before.
     */
    private static boolean isHeard(StatedClaim stated) {
        return stated.claim().stance() == Stance.BENIGN || Tiers.isWeighty(stated);
    }

    private boolean isInStanding(Witnessed it) {
        return inStanding.contains(it.stated().member());
    }

    private static boolean isRooted(Witnessed it) {
        return it.stated().hasOwnRoot();
    }

    private Lifespans lives() {
        return Lifespans.of(charter, "");
    }

    private Country country(MemberId member) {
        return charter.member(member).orElseThrow().country();
    }

    /** The least of its roots; what rests on none is a piece of its own. */
    private static Hash evidence(Witnessed it) {
        List<Hash> roots = it.stated().claim().grounds().roots();
        return roots.isEmpty()
                ? Hash.digest(Bytes.utf8(it.stated().claim().subject().key()).array())
                : Collections.min(roots);
    }

    private static Stance opposite(Stance stance) {
        return stance == Stance.MALICIOUS ? Stance.BENIGN : Stance.MALICIOUS;
    }
}
