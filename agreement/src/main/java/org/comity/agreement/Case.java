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
        return once.relisted(CurrentClaims.relisted(ours, lives, second).values());
    }

    /**
     * The same with those claims in their second life that are of the side which is agreed with
     * them; what is agreed without any stays so.
     */
    private Case relisted(Collection<StatedClaim> more) {
        if (more.isEmpty()) {
            return this;
        }
        Optional<Stance> agreed = agreed();
        List<Stance> sides =
                agreed.isPresent()
                        ? List.of(agreed.get())
                        : List.of(Stance.BENIGN, Stance.MALICIOUS);
        return sides.stream()
                .map(stance -> relisted(more, stance))
                .filter(Case::isEitherAgreed)
                .findFirst()
                .orElse(this);
    }

    private Case relisted(Collection<StatedClaim> more, Stance stance) {
        List<StatedClaim> all = new ArrayList<>(malicious().claims());
        all.addAll(benign().claims());
        more.stream().filter(it -> it.claim().stance() == stance).forEach(all::add);
        return new Case(subject, Sides.of(all, bar), setting, guard, bar);
    }

    private boolean isEitherAgreed() {
        return agreed().isPresent();
    }

    private Optional<Stance> agreed() {
        return switch (level()) {
            case AGREED -> Optional.of(Stance.MALICIOUS);
            case CLEARED -> Optional.of(Stance.BENIGN);
            case UNKNOWN, REPORTED, TRUSTED, CONTESTED -> Optional.empty();
        };
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

    /** Whether anything would be listed by its claims. */
    boolean isListable() {
        return guard.guard() != GuardSet.Guard.STOPPED && isListable(malicious().claims());
    }

    boolean maySpeak(StatedClaim claim) {
        return maySpeak(claim, subject, setting.charter());
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
