package org.comity.node;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.comity.agreement.Rulings;
import org.comity.agreement.Setting;
import org.comity.charter.Decision;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;

/** Who counted and what was decided when subjects were last decided. Of the writer's thread. */
final class LastSetting {
    private Set<MemberId> inStanding = Set.of();
    private Rulings rulings = Rulings.NONE;

    /** Those touched, and those on which something else is decided or heard now. */
    Collection<Subject> withOthers(Collection<Subject> touched, Setting setting) {
        Rulings before = rulings;
        rulings = setting.rulings();
        if (before.equals(rulings)) {
            return touched;
        }
        var all = new LinkedHashSet<>(touched);
        all.addAll(differing(before.decisions(), rulings.decisions()));
        all.addAll(differing(rulings.decisions(), before.decisions()));
        all.addAll(before.appealed());
        all.addAll(rulings.appealed());
        return all;
    }

    /** Whether others count than before. */
    boolean isOfOthers(Setting setting) {
        boolean others = !inStanding.equals(setting.inStanding());
        inStanding = setting.inStanding();
        return others;
    }

    private static Set<Subject> differing(
            Map<Subject, Decision> some, Map<Subject, Decision> others) {
        var differing = new TreeSet<Subject>();
        some.forEach((subject, decision) -> {
            if (!decision.equals(others.get(subject))) {
                differing.add(subject);
            }
        });
        return differing;
    }
}
