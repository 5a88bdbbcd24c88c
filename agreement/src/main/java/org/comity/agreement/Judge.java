package org.comity.agreement;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.statement.AbuseClass;
import org.comity.statement.GuardSet.Guard;

/** Writes the verdict of a case whose level is found: what it rests on, since when, and why. */
record Judge(Case what, Level level) {
    Verdict verdict(long until) {
        Side mine = level == Level.CLEARED ? what.benign() : what.malicious();
        Side other = level == Level.CLEARED ? what.malicious() : what.benign();
        Count count =
                level == Level.CLEARED ? what.sides().forBenign() : what.sides().forMalicious();
        List<StatedClaim> deciding = deciding();
        Optional<Tiers.Given> given = tier();
        return new Verdict(
                what.subject(),
                level,
                given.map(Tiers.Given::tier),
                abuse(deciding),
                since(deciding),
                until,
                new Support(
                        count.k(),
                        count.blocsFor(),
                        count.blocsAgainst(),
                        mine.matching(),
                        deciding,
                        other.claims(),
                        what.decision()),
                new Reasons(what, level, count).words(given));
    }

    /** None where nothing may be listed. */
    Optional<Tiers.Given> tier() {
        boolean listed = level == Level.TRUSTED || level == Level.AGREED;
        return listed && what.guard().guard() != Guard.STOPPED
                ? Optional.of(new Tiers(what).give())
                : Optional.empty();
    }

    private List<StatedClaim> deciding() {
        return switch (level) {
            case UNKNOWN, REPORTED -> what.malicious().claims();
            case CONTESTED -> what.inStanding(what.malicious());
            case TRUSTED -> what.trusting(what.malicious().claims());
            case AGREED -> counted(what.malicious());
            case CLEARED -> counted(what.benign());
        };
    }

    private List<StatedClaim> counted(Side side) {
        return side.claims().stream()
                .filter(it -> it.hasOwnRoot() || it.isFeed())
                .filter(what.bar()::counts)
                .toList();
    }

    /** The most frequent class; among equals the one that stands first in the enum. */
    private AbuseClass abuse(List<StatedClaim> deciding) {
        if (level == Level.CLEARED) {
            return AbuseClass.UNSPECIFIED;
        }
        Map<AbuseClass, Integer> counts = new EnumMap<>(AbuseClass.class);
        deciding.forEach(it -> counts.merge(it.claim().abuse(), 1, Integer::sum));
        AbuseClass most = AbuseClass.UNSPECIFIED;
        int highest = 0;
        for (Map.Entry<AbuseClass, Integer> entry : counts.entrySet()) {
            if (entry.getValue() > highest) {
                most = entry.getKey();
                highest = entry.getValue();
            }
        }
        return most;
    }

    private long since(List<StatedClaim> deciding) {
        if (what.decision().isPresent()) {
            return what.decision().get().fromSecond();
        }
        List<StatedClaim> of = deciding.isEmpty() ? what.benign().claims() : deciding;
        return of.stream()
                .mapToLong(it -> it.claim().validity().fromSecond())
                .min()
                .orElse(what.setting().asOfSecond());
    }
}
