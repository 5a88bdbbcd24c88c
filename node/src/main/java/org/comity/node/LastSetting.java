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
import org.comity.views.SubjectIndex;

/** Who counted and what was decided when subjects were last decided. Of the writer's thread. */
final class LastSetting {
    private Set<MemberId> inStanding = Set.of();
    private Rulings rulings = Rulings.NONE;

    /** Those touched, and those that may change because somebody else counts, or it was decided. */
    Collection<Subject> withOthers(
            Collection<Subject> touched, Setting setting, SubjectIndex index) {
        Rulings before = rulings;
        boolean others = !inStanding.equals(setting.inStanding());
        inStanding = setting.inStanding();
        rulings = setting.rulings();
        if (!others && before.equals(rulings)) {
            return touched;
        }
        var all = new LinkedHashSet<>(touched);
        if (others) {
            index.subjects(all::add);
        }
        all.addAll(differing(before.decisions(), rulings.decisions()));
        all.addAll(differing(rulings.decisions(), before.decisions()));
        all.addAll(before.appealed());
        all.addAll(rulings.appealed());
        return all;
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
