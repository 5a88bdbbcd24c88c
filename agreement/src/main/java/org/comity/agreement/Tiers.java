package org.comity.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.comity.charter.Country;
import org.comity.statement.GuardSet.Guard;
import org.comity.statement.Target;
import org.comity.value.Hash;

/** What a list may do with what is trusted or agreed, DESIGN section 6: tiers. */
record Tiers(Case what) {
    /** The tier and, without names, why it is not the next one up. */
    record Given(Tier tier, String because) {}

    /** Only for a subject that is trusted or agreed and that no guard stops. */
    Given give() {
        Given given = unheard();
        return given.tier() == Tier.BLOCK && isHeard()
                ? new Given(Tier.SCORE, "its owner has appealed and is being heard")
                : given;
    }

    private boolean isHeard() {
        return what.setting().rulings().appealed().contains(what.subject()) && mayBeHeard();
    }

    /**
     * Whether more members in standing call it compromised or shared than call it dedicated to
     * abuse: an owner that is itself the abuser has nothing to be heard about.
     */
    boolean mayBeHeard() {
        int balance = 0;
        for (StatedClaim claim : what.inStanding(what.malicious())) {
            balance +=
                    switch (claim.claim().target()) {
                        case COMPROMISED, SHARED -> 1;
                        case DEDICATED -> -1;
                        case UNKNOWN -> 0;
                    };
        }
        return balance > 0;
    }

    private Given unheard() {
        boolean shared = what.guard().guard() == Guard.SHARED || isCalledShared();
        if (what.decision().isPresent()) {
            return shared
                    ? new Given(Tier.SCORE, "decided, and shared by many")
                    : new Given(Tier.BLOCK, "decided by the membership");
        }
        // A tier must hold on those claims alone that may reach it: a mention never lifts another
        // claim.
        List<StatedClaim> weighty =
                what.malicious().claims().stream().filter(Tiers::isWeighty).toList();
        if (!what.isListable(weighty)) {
            return new Given(Tier.WATCH, "only mentioned, or named as a sender that can be forged");
        }
        if (shared) {
            return new Given(Tier.SCORE, "shared by many");
        }
        return blockedBy(weighty);
    }

    private Given blockedBy(List<StatedClaim> weighty) {
        List<StatedClaim> rooted =
                weighty.stream()
                        .filter(StatedClaim::hasOwnRoot)
                        .filter(what.bar()::counts)
                        .toList();
        if (rooted.stream().noneMatch(this::isAnalysis)) {
            return new Given(
                    Tier.SCORE, "no member in standing analysed it and named the evidence");
        }
        int countries = countries(rooted);
        if (countries < what.bar().blocsNeeded()) {
            // Else f captured countries, one analysing what the other says it saw, block anything.
            return new Given(
                    Tier.SCORE,
                    "evidence from "
                            + countries
                            + " of "
                            + what.bar().blocsNeeded()
                            + " countries");
        }
        if (!anyConfirmed(rooted)) {
            return new Given(
                    Tier.SCORE, "no other evidence from another country than the analysis");
        }
        List<StatedClaim> full = rooted.stream().filter(StatedClaim::full).toList();
        return anyConfirmed(full) && countries(full) >= what.bar().blocsNeeded()
                ? new Given(Tier.BLOCK, "analysed, with other evidence from another country")
                : new Given(Tier.SCORE, "too few witnesses have cosigned the logs so far");
    }

    /**
     * An analysis by a member in standing, and evidence of its own from a member of another
     * country.
     */
    private boolean anyConfirmed(List<StatedClaim> rooted) {
        return rooted.stream()
                .filter(this::isAnalysis)
                .anyMatch(one -> rooted.stream().anyMatch(two -> confirms(one, two)));
    }

    private boolean confirms(StatedClaim analysis, StatedClaim other) {
        return !country(analysis).equals(country(other))
                && (!isOneRoot(analysis, other) || other.isAnalysed());
    }

    /**
     * Countries with evidence of their own, each root counted for one (or two that analysed it).
     */
    private int countries(List<StatedClaim> rooted) {
        var byCountry = new TreeMap<String, List<Voice>>();
        for (StatedClaim claim : rooted) {
            byCountry
                    .computeIfAbsent(country(claim).code(), _ -> new ArrayList<>())
                    .add(Voice.of(claim));
        }
        return Matching.size(byCountry.values().stream().map(Voice::merged).toList());
    }

    /** Both rest on one and the same root alone; else two of theirs differ. */
    private static boolean isOneRoot(StatedClaim one, StatedClaim two) {
        List<Hash> roots = one.claim().grounds().roots();
        return roots.size() == 1 && roots.equals(two.claim().grounds().roots());
    }

    private boolean isAnalysis(StatedClaim claim) {
        return claim.isAnalysed() && what.isInStanding(claim);
    }

    private boolean isCalledShared() {
        return what.malicious().claims().stream()
                .anyMatch(it -> it.claim().target() == Target.SHARED && what.isInStanding(it));
    }

    private Country country(StatedClaim claim) {
        return what.setting().charter().member(claim.member()).orElseThrow().country();
    }

    static boolean isWeighty(StatedClaim claim) {
        return switch (claim.claim().grounds().role()) {
            case MENTION, CLAIMED_SENDER -> false;
            case CONNECTED, AUTHENTICATED_SENDER, CALLED_TO_LINK, ATTACHMENT, CONTENT -> true;
        };
    }
}
