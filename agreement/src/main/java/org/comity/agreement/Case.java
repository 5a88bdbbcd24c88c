package org.comity.agreement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.comity.charter.Charter;
import org.comity.charter.Decision;
import org.comity.statement.GuardSet;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.statement.Topic;

/**
 * One subject before the rules: both sides' current claims, the setting, and what guards it. {@link
 * Level} follows from here. What the membership decided stands above what anybody claims.
 */
record Case(Subject subject, Sides sides, Setting setting, GuardSet.Finding guard, Bar bar) {
    /** Both sides, and the numbers of each against the other. */
    record Sides(Side malicious, Side benign, Count forMalicious, Count forBenign) {
        static Sides of(List<StatedClaim> current, Bar bar) {
            Side malicious = side(current, Stance.MALICIOUS, bar);
            Side benign = side(current, Stance.BENIGN, bar);
            Count forMalicious = Count.of(malicious, benign, bar);
            return new Sides(malicious, benign, forMalicious, forMalicious.of(benign, bar));
        }
    }

    static Case of(
            Subject subject,
            Collection<StatedClaim> claims,
            Setting setting,
            GuardSet.Finding guard) {
        List<StatedClaim> ours =
                claims.stream()
                        .filter(it -> it.claim().subject().equals(subject))
                        .filter(it -> maySpeak(it, subject, setting.charter()))
                        .toList();
        Lifespans lives = Lifespans.of(setting);
        long second = setting.asOfSecond();
        List<StatedClaim> current = List.copyOf(CurrentClaims.of(ours, lives, second).values());
        Bar bar = Bar.of(setting, subject);
        Case once = new Case(subject, Sides.of(current, bar), setting, guard, bar);
        return once.isSettled()
                ? once
                : once.relisted(CurrentClaims.relisted(ours, lives, second).values());
    }

    private boolean isSettled() {
        Level level = level();
        return level == Level.AGREED || level == Level.CLEARED;
    }

    /** The same with claims in their second life, where one side is agreed with its own. */
    private Case relisted(Collection<StatedClaim> more) {
        for (Stance stance : List.of(Stance.BENIGN, Stance.MALICIOUS)) {
            List<StatedClaim> its =
                    more.stream().filter(it -> it.claim().stance() == stance).toList();
            if (!its.isEmpty()) {
                List<StatedClaim> all = new ArrayList<>(its);
                all.addAll(malicious().claims());
                all.addAll(benign().claims());
                var twice = new Case(subject, Sides.of(all, bar), setting, guard, bar);
                if (twice.isSettled()) {
                    return twice;
                }
            }
        }
        return this;
    }

    Side malicious() {
        return sides.malicious();
    }

    Side benign() {
        return sides.benign();
    }

    /** What the membership decided on the subject, if it did. */
    Optional<Decision> decision() {
        return setting.rulings().on(subject);
    }

    private boolean isDecided(Stance stance) {
        return decision()
                .filter(it -> it.topic() instanceof Topic.OnSubject on && on.stance() == stance)
                .isPresent();
    }

    Level level() {
        if (isDecided(Stance.BENIGN)) {
            return Level.CLEARED;
        }
        if (isDecided(Stance.MALICIOUS)) {
            return Level.AGREED;
        }
        if (sides.forBenign().isAgreed(bar)) {
            return Level.CLEARED;
        }
        if (!isVetoed() && sides.forMalicious().isAgreed(bar)) {
            return Level.AGREED;
        }
        if (!isVetoed() && !trusting(malicious().claims()).isEmpty()) {
            return Level.TRUSTED;
        }
        if (!inStanding(malicious()).isEmpty() && !inStanding(benign()).isEmpty()) {
            return Level.CONTESTED;
        }
        return malicious().claims().isEmpty() && benign().claims().isEmpty()
                ? Level.UNKNOWN
                : Level.REPORTED;
    }

    Count count(Side mine, Side other) {
        return Count.of(mine, other, bar);
    }

    /** A benign claim of a member in standing, within its budget, on exactly this subject. */
    boolean isVetoed() {
        return inStanding(benign()).stream().anyMatch(setting.vetoes()::holds);
    }

    /** Those of the claims that each alone make the subject trusted. */
    List<StatedClaim> trusting(List<StatedClaim> claims) {
        if (bar.isProtected()) {
            return List.of(); // never by one member alone
        }
        Lifespans lives = Lifespans.of(setting);
        return claims.stream()
                .filter(it -> it.isOwn() && isInStanding(it))
                .filter(it -> setting.asOfSecond() < lives.trustedEndOf(it.claim()))
                .toList();
    }

    /** Whether these malicious claims alone make the subject trusted or agreed. */
    boolean isListable(List<StatedClaim> claims) {
        return !trusting(claims).isEmpty() || count(side(claims), benign()).isAgreed(bar);
    }

    List<StatedClaim> inStanding(Side side) {
        return side.claims().stream().filter(this::isInStanding).toList();
    }

    boolean isInStanding(StatedClaim claim) {
        return setting.inStanding().contains(claim.member());
    }

    private static boolean maySpeak(StatedClaim claim, Subject subject, Charter charter) {
        return charter.member(claim.member())
                .filter(it -> !Bar.isOwnSpace(it, subject))
                .isPresent();
    }

    Side side(List<StatedClaim> claims) {
        return Side.of(claims, bar);
    }

    private static Side side(List<StatedClaim> current, Stance stance, Bar bar) {
        return Side.of(current.stream().filter(it -> it.claim().stance() == stance).toList(), bar);
    }
}
