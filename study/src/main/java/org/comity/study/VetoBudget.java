package org.comity.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.comity.agreement.Agreement;
import org.comity.agreement.Setting;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.Vetoes;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.Subject;

/**
 * Each member's vetoes of a day within its budget. They are counted where the evaluated member asks
 * and in that order, so a member that vetoes all it can spends its whole budget on this member: the
 * worst that it can do here.
 */
final class VetoBudget {
    private static final long DAY = 86_400;

    private final Statements statements;
    private final MailStream stream;
    private final Map<MemberId, List<StatedClaim>> held = new TreeMap<>();
    private long day = -1;
    private int listed;
    private Vetoes vetoes = Vetoes.budgeted(0, List.of());

    VetoBudget(Statements statements, MailStream stream) {
        this.statements = statements;
        this.stream = stream;
    }

    /** The setting with the vetoes that hold for this subject. */
    Setting with(Setting setting, Subject subject, List<StatedClaim> claims) {
        if (!statements.hasBenign()) {
            return setting;
        }
        if (setting.asOfSecond() / DAY != day) {
            day = setting.asOfSecond() / DAY;
            held.clear();
            listed = listed(setting);
            vetoes = Vetoes.budgeted(listed, List.of());
        }
        List<StatedClaim> benign =
                Agreement.current(claims, setting).values().stream()
                        .filter(it -> it.claim().stance() == Stance.BENIGN)
                        .filter(it -> setting.inStanding().contains(it.member()))
                        .toList();
        if (!benign.isEmpty() && bites(subject, claims, setting)) {
            benign.forEach(this::hold);
        }
        return with(setting);
    }

    private Setting with(Setting setting) {
        return new Setting(
                setting.charter(),
                setting.guards(),
                setting.asOfSecond(),
                setting.inStanding(),
                vetoes);
    }

    private void hold(StatedClaim benign) {
        List<StatedClaim> its = held.computeIfAbsent(benign.member(), _ -> new ArrayList<>());
        boolean known =
                its.stream().anyMatch(it -> it.claim().subject().equals(benign.claim().subject()));
        if (!known && its.size() < Math.max(Vetoes.BUDGET_MIN, listed / 100)) {
            its.add(benign);
            vetoes = Vetoes.budgeted(listed, held.values().stream().flatMap(List::stream).toList());
        }
    }

    /** A benign claim on what nobody would list uses up nothing. */
    private static boolean bites(Subject subject, List<StatedClaim> claims, Setting setting) {
        List<StatedClaim> malicious =
                claims.stream().filter(it -> it.claim().stance() == Stance.MALICIOUS).toList();
        return Agreement.decide(subject, malicious, setting).tier().isPresent();
    }

    private int listed(Setting setting) {
        int count = 0;
        for (int subject : statements.subjects()) {
            boolean any =
                    !stream.isStopped(subject)
                            && statements.on(subject, setting.asOfSecond()).stream()
                                    .filter(it -> setting.inStanding().contains(it.member()))
                                    .anyMatch(it -> it.claim().stance() == Stance.MALICIOUS);
            count += any ? 1 : 0;
        }
        return count;
    }
}
