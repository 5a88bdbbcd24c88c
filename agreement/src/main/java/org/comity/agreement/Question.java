package org.comity.agreement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.comity.statement.Subject;

/**
 * What is asked, and all that the answer depends on: equal questions have equal answers and
 * explanations on every node.
 *
 * @param claims as {@link Agreement#decide} takes them
 */
public record Question(Subject subject, Collection<StatedClaim> claims, Setting setting) {
    public Question {
        claims = List.copyOf(claims);
    }

    public Verdict verdict() {
        return Agreement.decide(subject, claims, setting);
    }

    /** At most one of each member that may speak: for and against, the latter last. */
    public List<StatedClaim> current() {
        Case what = considered();
        List<StatedClaim> all = new ArrayList<>(what.malicious().claims());
        all.addAll(what.benign().claims());
        return List.copyOf(all);
    }

    /** The same where members have said that, too. */
    Question with(Collection<StatedClaim> more) {
        List<StatedClaim> all = new ArrayList<>(claims);
        all.addAll(more);
        return new Question(subject, all, setting);
    }

    /** The same at another second, if nobody said anything more. */
    Question at(long second) {
        var then =
                new Setting(
                        setting.charter(),
                        setting.guards(),
                        second,
                        setting.inStanding(),
                        setting.vetoes(),
                        setting.rulings(),
                        setting.list());
        return new Question(subject, claims, then);
    }

    Case considered() {
        return Case.of(subject, claims, setting, setting.guards().find(subject));
    }
}
