package org.comity.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.comity.charter.Decision;
import org.comity.statement.GuardSet.Guard;

/** A verdict's sentences: counts and rules, never a name or a value that marking may hide. */
record Reasons(Case what, Level level, Count count) {
    /** Most deciding first. */
    List<String> words(Optional<Tiers.Given> tier) {
        List<String> words = new ArrayList<>();
        words.add(first());
        if (level == Level.TRUSTED || level == Level.REPORTED || level == Level.CONTESTED) {
            count.missing(what.bar()).forEach(it -> words.add("not agreed: " + it));
        }
        if (what.isVetoed() && level != Level.CLEARED && what.decision().isEmpty()) {
            words.add("a member in standing says that it is benign");
        }
        if (what.guard().guard() == Guard.STOPPED) {
            words.add("never listed: " + what.guard().because());
        }
        tier.ifPresent(it -> words.add("tier " + it.tier().word() + ": " + it.because()));
        return words;
    }

    private String first() {
        if (what.decision().isPresent()) {
            return decided(what.decision().get());
        }
        int malicious = what.inStanding(what.malicious()).size();
        int benign = what.inStanding(what.benign()).size();
        return switch (level) {
            case UNKNOWN -> "unknown: no claim holds now";
            case REPORTED ->
                    "reported: "
                            + (all() == 1 ? "1 claim, not one" : all() + " claims, none")
                            + " that a list may rest on alone";
            case CONTESTED ->
                    String.format(
                            Locale.ROOT,
                            "contested: of members in standing %d say malicious, %d say benign",
                            malicious,
                            benign);
            case TRUSTED ->
                    "trusted: seen or analysed by "
                            + members(what.trusting(what.malicious().claims()).size())
                            + " in standing";
            case AGREED -> "agreed: " + numbers();
            case CLEARED -> "cleared: agreed to be benign, " + numbers();
        };
    }

    private String decided(Decision decision) {
        return (level == Level.CLEARED ? "cleared" : "agreed")
                + ": decided by "
                + members(decision.members())
                + " of "
                + (decision.countries() == 1 ? "1 country" : decision.countries() + " countries")
                + ", motion "
                + decision.motion().hex();
    }

    private static String members(int count) {
        return count == 1 ? "1 member" : count + " members";
    }

    private String numbers() {
        var out = new StringBuilder();
        out.append(members(count.k())).append(" with distinct evidence, ");
        out.append(what.bar().rules().k()).append(" needed");
        List<String> dimensions = what.bar().rules().dimensions();
        for (int at = 0; at < dimensions.size(); at++) {
            out.append("; dimension ").append(dimensions.get(at)).append(": ");
            out.append(count.blocsFor().get(at)).append(" for, ");
            out.append(count.blocsAgainst().get(at)).append(" against");
        }
        return out.toString();
    }

    private int all() {
        return what.malicious().claims().size() + what.benign().claims().size();
    }
}
