package org.comity.agreement;

import java.util.Set;
import java.util.TreeMap;
import org.comity.charter.Charter;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;

/**
 * What a verdict depends on beside the claims: equal settings and claims give equal verdicts on
 * every node.
 *
 * @param asOfSecond evaluation time
 * @param inStanding members believed alone, {@link Standings}, but those suspended or halted
 * @param vetoes how many listed subjects one member's benign claims may veto this day
 * @param rulings what is decided by motion, and what is being heard
 * @param list whose rules hold, where the charter has rules for it; else the default ones
 */
public record Setting(
        Charter charter,
        GuardSet guards,
        long asOfSecond,
        Set<MemberId> inStanding,
        Vetoes vetoes,
        Rulings rulings,
        String list) {
    public Setting {
        inStanding = Set.copyOf(inStanding);
    }

    /** Where nobody moved anything. */
    public Setting(
            Charter charter,
            GuardSet guards,
            long asOfSecond,
            Set<MemberId> inStanding,
            Vetoes vetoes) {
        this(charter, guards, asOfSecond, inStanding, vetoes, Rulings.NONE, "");
    }

    /** The same where nothing was decided on that subject. */
    public Setting without(Subject subject) {
        var decisions = new TreeMap<>(rulings.decisions());
        decisions.remove(subject);
        return new Setting(
                charter,
                guards,
                asOfSecond,
                inStanding,
                vetoes,
                new Rulings(decisions, rulings.appealed()),
                list);
    }

    /** The same where nobody's veto on that subject holds. */
    Setting unvetoed(Subject subject) {
        var beyond = new TreeMap<MemberId, Set<Subject>>();
        inStanding.forEach(it -> beyond.put(it, Set.of(subject)));
        return new Setting(
                charter, guards, asOfSecond, inStanding, Vetoes.allBut(beyond), rulings, list);
    }

    /** The same for that subject at a later second, if nobody decides anything until then. */
    Setting at(long second, Subject subject) {
        boolean ended = rulings.on(subject).filter(it -> it.untilSecond() <= second).isPresent();
        Rulings then = ended ? without(subject).rulings() : rulings;
        return new Setting(charter, guards, second, inStanding, vetoes, then, list);
    }

    /** The same by the rules of that list. */
    public Setting of(String listName) {
        return new Setting(charter, guards, asOfSecond, inStanding, vetoes, rulings, listName);
    }
}
