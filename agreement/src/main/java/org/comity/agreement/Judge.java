package org.comity.agreement;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.comity.statement.AbuseClass;
import org.comity.statement.GuardSet.Guard;

/**
 * Writes the verdict of a case whose level is found: what it rests on, since and until when, and
 * why.
 */
record Judge(Case what, Level level) {
    Verdict verdict() {
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
                until(mine, other),
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

    private long until(Side mine, Side other) {
        if (what.decision().isPresent()) {
            return what.decision().get().untilSecond();
        }
        return switch (level) {
            case UNKNOWN -> what.setting().asOfSecond();
            case REPORTED ->
                    ends(Stream.concat(mine.claims().stream(), other.claims().stream()).toList())
                            .max()
                            .orElseThrow();
            case CONTESTED ->
                    Math.min(
                            ends(what.inStanding(mine)).max().orElseThrow(),
                            ends(what.inStanding(other)).max().orElseThrow());
            case TRUSTED ->
                    what.trusting(mine.claims()).stream()
                            .mapToLong(it -> lives().trustedEndOf(it.claim()))
                            .max()
                            .orElseThrow();
            case AGREED, CLEARED -> agreedUntil(mine, other);
        };
    }

    /**
     * The last of the claims' ends up to which those that still hold agree. Fewer claims never
     * agree sooner, so it can be halved.
     */
    private long agreedUntil(Side mine, Side other) {
        Lifespans lives = lives();
        List<Long> ends =
                mine.claims().stream()
                        .map(it -> lives.agreedEndOf(it.claim()))
                        .distinct()
                        .sorted()
                        .toList();
        int holds = 0;
        int fails = ends.size();
        while (fails - holds > 1) {
            int middle = (holds + fails) >>> 1;
            long end = ends.get(middle);
            List<StatedClaim> left =
                    mine.claims().stream()
                            .filter(it -> lives.agreedEndOf(it.claim()) >= end)
                            .toList();
            boolean agreed = what.count(what.side(left), other).isAgreed(what.bar());
            holds = agreed ? middle : holds;
            fails = agreed ? fails : middle;
        }
        return ends.get(holds);
    }

    private LongStream ends(List<StatedClaim> claims) {
        Lifespans lives = lives();
        return claims.stream().mapToLong(it -> lives.endOf(it.claim()));
    }

    private Lifespans lives() {
        return Lifespans.of(what.setting());
    }
}
