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
        if (wanted && !isOwnAnalysed(claims, setting)) {
            return Optional.empty();
        }
        Verdict shared = Agreement.decide(subject, claims, setting);
        if (shared.tier().isPresent()) {
            return Optional.of(shared);
        }
        return Optional.of(Agreement.own(subject, claims, setting, self))
                .filter(it -> it.tier().isPresent());
    }

    private boolean isOwnAnalysed(Collection<StatedClaim> claims, Setting setting) {
        var own = claims.stream().filter(it -> it.member().equals(self)).toList();
        return Agreement.current(own, setting).values().stream()
                .anyMatch(it ->
                        it.claim().grounds().basis() == Basis.ANALYSED
                                && it.claim().stance() == Stance.MALICIOUS);
    }
}
