package org.comity.study;

import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.comity.agreement.Agreement;
import org.comity.agreement.Setting;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.VetoBook;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;

/**
 * Which vetoes hold, kept in step by the same book as at a node: subjects with benign claims are
 * looked at again when something is said of them, when a claim on them begins or ends, and when
 * standing changes.
 */
final class HeldVetoes {
    private static final long DAY = 86_400;

    /** A subject's verdict may change at that second although nobody says anything. */
    private record Due(long second, int subject) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int bySecond = Long.compare(second, other.second);
            return bySecond != 0 ? bySecond : Integer.compare(subject, other.subject);
        }
    }

    private final Statements statements;
    private final MailStream stream;
    private final VetoBook book = new VetoBook();
    private final TreeSet<Due> due = new TreeSet<>();
    private Set<MemberId> inStanding = new TreeSet<>();
    private long day = -1;

    HeldVetoes(Statements statements, MailStream stream) {
        this.statements = statements;
        this.stream = stream;
    }

    /** The same setting with the vetoes that hold at its second; seconds never go back. */
    Setting in(Setting setting) {
        Set<Integer> touched = new LinkedHashSet<>(statements.takeTouched());
        if (!statements.hasBenign()) {
            return setting;
        }
        if (setting.asOfSecond() / DAY != day) {
            day = setting.asOfSecond() / DAY;
            book.dayBegins(listed(setting));
        }
        if (!setting.inStanding().equals(inStanding)) {
            inStanding = setting.inStanding();
            touched.addAll(statements.opposed());
        }
        while (!due.isEmpty() && due.first().second() <= setting.asOfSecond()) {
            touched.add(due.removeFirst().subject());
        }
        touched.forEach(it -> look(it, setting));
        return new Setting(
                setting.charter(),
                setting.guards(),
                setting.asOfSecond(),
                setting.inStanding(),
                book.vetoes());
    }

    private void look(int subject, Setting setting) {
        var claims = statements.on(subject, setting.asOfSecond());
        var its = stream.subject(subject);
        book.put(its, Agreement.vetoesOfDay(its, claims, setting));
        OptionalLong next = Agreement.nextChange(its, claims, setting);
        if (next.isPresent()) {
            due.add(new Due(next.getAsLong(), subject));
        }
    }

    /** What a member in standing calls malicious is on the list, at some tier. */
    private int listed(Setting setting) {
        int count = 0;
        for (int subject : statements.subjects()) {
            boolean any =
                    !stream.isStopped(subject)
                            && statements.on(subject, setting.asOfSecond()).stream()
                                    .anyMatch(it -> isListing(it, setting));
            count += any ? 1 : 0;
        }
        return count;
    }

    private static boolean isListing(StatedClaim claim, Setting setting) {
        return claim.claim().stance() == Stance.MALICIOUS
                && setting.inStanding().contains(claim.member());
    }
}
