package org.comity.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.comity.agreement.Agreement;
import org.comity.agreement.Setting;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.Vetoes;
import org.comity.charter.Charter;
import org.comity.statement.Claim;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.junit.jupiter.api.Test;

/** The vetoes kept in step are those that the definition gives of all that is current. */
final class HeldVetoesTest {
    private static final int SUBJECTS = 60;
    private static final long DAY = 86_400;
    private static final long START = 20_000 * DAY;

    private final MailStream stream = stream();
    private final Charter charter = WorldCharter.ofStream(MadeStream.seats(List.of("A", "B", "C")));

    @Test
    void theyAreWhatTheDefinitionGivesOfAllThatIsCurrent() {
        long seed = Long.getLong("seed", 5);
        boolean anyBeyond = false;
        for (int run = 0; run < 5; run++) {
            anyBeyond |= tryOne(new Random(seed + run), "seed " + (seed + run));
        }
        assertTrue(anyBeyond, "no budget was ever used up");
    }

    private boolean tryOne(Random random, String said) {
        var statements = new Statements(new Believed(charter, START));
        var held = new HeldVetoes(statements, stream);
        boolean anyBeyond = false;
        long second = START;
        for (int step = 0; step < 500; step++) {
            second += random.nextInt(40) == 0 ? DAY : random.nextInt(600);
            int subject = random.nextInt(SUBJECTS);
            int number = random.nextInt(3);
            var member = new MemberId("m" + number);
            // One reports mostly, and two veto mostly.
            Stance stance =
                    random.nextInt(5) == 0 == (number == 0) ? Stance.BENIGN : Stance.MALICIOUS;
            if (random.nextInt(5) == 0) {
                var by = new StatementId(member.name() + "/log", step);
                statements.retract(subject, new TakenBack(member, stance, by, second));
            } else {
                // Some end before anybody speaks of the subject again.
                long from = second - random.nextInt((int) (14 * DAY));
                Claim claim = MadeClaim.of(stream.subject(subject), stance, from, step);
                statements.add(subject, MadeClaim.stated(member, claim, step), second);
            }
            if (random.nextInt(3) == 0) {
                anyBeyond |= check(statements, held, setting(random, second), said);
            }
        }
        return anyBeyond;
    }

    private boolean check(Statements statements, HeldVetoes held, Setting setting, String said) {
        Vetoes now = held.in(setting).vetoes();
        var biting = new ArrayList<StatedClaim>();
        for (int at = 0; at < SUBJECTS; at++) {
            var claims = statements.on(at, setting.asOfSecond());
            biting.addAll(Agreement.vetoesOfDay(stream.subject(at), claims, setting));
        }
        // So few subjects leave everybody the least budget.
        Vetoes defined = Vetoes.budgeted(0, biting);
        biting.forEach(it -> assertEquals(defined.holds(it), now.holds(it), said));
        return biting.stream().anyMatch(it -> !now.holds(it));
    }

    private Setting setting(Random random, long second) {
        Set<MemberId> standing =
                random.nextInt(4) == 0
                        ? Set.of(new MemberId("m0"), new MemberId("m1"))
                        : Set.of(new MemberId("m0"), new MemberId("m1"), new MemberId("m2"));
        return new Setting(charter, GuardSet.shipped(), second, standing, Vetoes.ALL);
    }

    private static MailStream stream() {
        var made = new MadeStream();
        for (int at = 0; at < SUBJECTS; at++) {
            made.spam(at, "A", "d" + at + ".qzshop.org");
        }
        return made.stream();
    }
}
