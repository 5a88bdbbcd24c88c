package org.comity.node;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.comity.agreement.Agreement;
import org.comity.agreement.Setting;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.VetoBook;
import org.comity.agreement.Vetoes;
import org.comity.charter.Charter;
import org.comity.charter.Scope;
import org.comity.statement.GuardSet;
import org.comity.statement.Subject;

/**
 * What verdicts of one scope depend on beside the claims, as it is known now: charter, guards, who
 * is in standing, what is decided, which vetoes are within their budget. The writer keeps it in
 * step; anybody asks.
 */
final class Settings {
    /** The parts that it reads. */
    record Parts(
            LogBook logs,
            CharterBook charters,
            StandingBook standings,
            GuardSet guards,
            Scope scope) {}

    private final Parts parts;
    // Of the writer's thread.
    private final VetoBook vetoBook = new VetoBook();
    private volatile Vetoes vetoes = Vetoes.ALL;

    Settings(Parts parts) {
        this.parts = parts;
    }

    Scope scope() {
        return parts.scope();
    }

    LogBook logs() {
        return parts.logs();
    }

    CharterBook charters() {
        return parts.charters();
    }

    StandingBook standings() {
        return parts.standings();
    }

    /** Of the past too; vetoes are those of today. */
    Setting at(long second) {
        Charter charter = parts.charters().charter();
        Ballots ballots = parts.logs().ballots(parts.scope());
        var standing = new HashSet<>(parts.standings().at(second).inStanding());
        standing.removeAll(ballots.suspended(charter, second));
        for (Log log : parts.logs().all()) {
            if (log.isMain() && log.haltedFrom() != Long.MAX_VALUE) {
                standing.remove(log.author());
            }
        }
        return new Setting(
                charter,
                parts.guards(),
                second,
                standing,
                vetoes,
                ballots.rulings(charter, second, standing, parts.guards()),
                "");
    }

    /** Takes note of the vetoes on a subject; the other subjects whose vetoes changed by it. */
    Set<Subject> vetoed(Subject subject, Collection<StatedClaim> claims, Setting setting) {
        Set<Subject> changed =
                vetoBook.put(subject, Agreement.vetoesOfDay(subject, claims, setting));
        vetoes = vetoBook.vetoes();
        return changed;
    }

    /** The same by the vetoes that hold now. */
    Setting withVetoesOfNow(Setting setting) {
        return setting.vetoes() == vetoes ? setting : at(setting.asOfSecond());
    }

    /** A day begins with so many subjects on the list; those whose vetoes changed by it. */
    Set<Subject> dayBegins(int listed) {
        Set<Subject> changed = vetoBook.dayBegins(listed);
        vetoes = vetoBook.vetoes();
        return changed;
    }
}
