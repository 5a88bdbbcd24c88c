package org.comity.agreement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.statement.StatementId;
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

    /** Those, and what takes their place until the answer is another, if nobody says more. */
    public Set<StatedClaim> untilItEnds() {
        Set<StatedClaim> all = new LinkedHashSet<>(current());
        for (long second : ending().seconds()) {
            all.addAll(at(second).current());
        }
        return Collections.unmodifiableSet(all);
    }

    /**
     * The statements that give the answer, with all that they say of the subject: those of the
     * claims that are current until it ends, and of what stands against anything else in them.
     * Without the latter an old claim that stands beside a current one would be taken for current.
     */
    public SortedSet<StatementId> statements() {
        var statements = new TreeSet<StatementId>();
        untilItEnds().forEach(it -> statements.add(it.statement()));
        int before = -1;
        while (before < statements.size()) {
            before = statements.size();
            addWhatStandsAgainst(statements, this);
            for (long second : ending().seconds()) {
                addWhatStandsAgainst(statements, at(second));
            }
        }
        return Collections.unmodifiableSortedSet(statements);
    }

    private static void addWhatStandsAgainst(Set<StatementId> statements, Question then) {
        List<StatedClaim> said =
                then.claims.stream().filter(it -> statements.contains(it.statement())).toList();
        List<StatedClaim> current = then.current();
        for (StatedClaim taken : new Question(then.subject, said, then.setting).current()) {
            if (!current.contains(taken)) {
                then.against(taken, statements).ifPresent(statements::add);
            }
        }
    }

    /**
     * Why the claim is not current: a later version of its object, else something that its member
     * said and that is not known yet, the newest first.
     */
    private Optional<StatementId> against(StatedClaim taken, Set<StatementId> known) {
        Comparator<StatedClaim> versionsFirst =
                Comparator.comparing((StatedClaim it) ->
                                it.line().equals(taken.line())
                                        && StatedClaim.BY_VERSION.compare(taken, it) < 0)
                        .thenComparing(StatedClaim.BY_PLACE);
        return claims.stream()
                .filter(it -> it.member().equals(taken.member()))
                .filter(it -> it.claim().subject().equals(subject))
                .filter(it -> !known.contains(it.statement()))
                .max(versionsFirst)
                .map(StatedClaim::statement);
    }

    /** The same where members have said that, too. */
    Question with(Collection<StatedClaim> more) {
        List<StatedClaim> all = new ArrayList<>(claims);
        all.addAll(more);
        return new Question(subject, all, setting);
    }

    /** The same at a later second, if nobody said anything more. */
    Question at(long second) {
        return new Question(subject, claims, setting.at(second, subject));
    }

    Ending ending() {
        return new Ending(subject, claims, setting, setting.guards().find(subject));
    }

    Case considered() {
        return Case.of(subject, claims, setting, setting.guards().find(subject));
    }
}
