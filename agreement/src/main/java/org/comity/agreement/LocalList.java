package org.comity.agreement;

import java.util.Collection;
import java.util.Optional;
import org.comity.statement.Basis;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.Subject;

/**
 * What one node puts on its own list. Local overrides come first: what this member wants is not
 * listed, unless it analysed it itself; and others' vetoes never remove its own claim from its own
 * list (DESIGN section 6).
 *
 * @param self whose node it is
 */
public record LocalList(MemberId self) {
    /** The verdict to list, with its tier; empty when nothing may be listed. */
    public Optional<Verdict> listed(
            Subject subject, Collection<StatedClaim> claims, Setting setting, boolean wanted) {
        return listed(new LocalTrust.Asked(subject, claims), setting, wanted);
    }

    Optional<Verdict> listed(LocalTrust.Asked asked, Setting setting, boolean wanted) {
        if (wanted && !isOwnAnalysed(asked.claims(), setting)) {
            return Optional.empty();
        }
        Verdict shared = asked.verdict(setting);
        if (shared.tier().isPresent()) {
            return Optional.of(shared);
        }
        return mayListAlone(asked.claims())
                ? Optional.of(Agreement.own(asked.subject(), asked.claims(), setting, self))
                        .filter(it -> it.tier().isPresent())
                : Optional.empty();
    }

    /**
     * One member makes nothing agreed, and trusted only what it saw itself: what is relayed, as
     * most of what comes in thousands is, need not be decided once more.
     */
    private boolean mayListAlone(Collection<StatedClaim> claims) {
        return claims.stream()
                .anyMatch(it ->
                        it.isOwn()
                                && it.member().equals(self)
                                && it.claim().stance() == Stance.MALICIOUS);
    }

    private boolean isOwnAnalysed(Collection<StatedClaim> claims, Setting setting) {
        var own = claims.stream().filter(it -> it.member().equals(self)).toList();
        return Agreement.current(own, setting).values().stream()
                .anyMatch(it ->
                        it.claim().grounds().basis() == Basis.ANALYSED
                                && it.claim().stance() == Stance.MALICIOUS);
    }
}
