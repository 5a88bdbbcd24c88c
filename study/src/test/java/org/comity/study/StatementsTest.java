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
import org.comity.agreement.Verdict;
import org.comity.agreement.Vetoes;
import org.comity.charter.Charter;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.junit.jupiter.api.Test;

/** What is kept decides as all that was ever stated would. */
final class StatementsTest {
    private static final long DAY = 86_400;
    private static final long START = 20_000 * DAY;
    private static final Subject SUBJECT = new Subject(SubjectKind.DOMAIN, "one.qzshop.org");

    private final Charter charter =
            WorldCharter.ofStream(MadeStream.seats(List.of("A", "B", "C", "D")));

    @Test
    void whatIsKeptDecidesAsAllThatWasEverStated() {
        long seed = Long.getLong("seed", 3);
        int pruned = 0;
        for (int run = 0; run < 100; run++) {
            pruned += tryOne(new Random(seed + run), "seed " + (seed + run));
        }
        assertTrue(pruned > 1_000, "much is left out");
    }

    private int tryOne(Random random, String said) {
        var kept = new Statements(new Believed(charter, START));
        var all = new ArrayList<StatedClaim>();
        int pruned = 0;
        long second = START;
        for (int step = 0; step < 60; step++) {
            second += random.nextInt((int) DAY);
            var member = new MemberId("m" + random.nextInt(4));
            Stance stance = random.nextInt(4) == 0 ? Stance.BENIGN : Stance.MALICIOUS;
            if (random.nextInt(8) == 0) {
                var by = new StatementId(member.name() + "/log", step);
                kept.retract(1, new TakenBack(member, stance, by, second));
                all.removeIf(it -> it.member().equals(member) && it.claim().stance() == stance);
            } else {
                StatedClaim claim =
                        MadeClaim.stated(member, claim(random, stance, second, step), step);
                kept.add(1, claim, second);
                all.add(claim);
            }
            long asked = second + random.nextInt(300);
            assertEquals(decide(all, asked), decide(kept.on(1, asked), asked), said);
            pruned += all.size() - kept.on(1, asked).size();
        }
        return pruned;
    }

    private Verdict decide(List<StatedClaim> claims, long second) {
        Set<MemberId> standing = Set.of(new MemberId("m0"), new MemberId("m1"));
        var setting = new Setting(charter, GuardSet.shipped(), second, standing, Vetoes.ALL);
        return Agreement.decide(SUBJECT, claims, setting);
    }

    private static Claim claim(Random random, Stance stance, long second, int number) {
        Basis basis = Basis.values()[random.nextInt(Basis.values().length)];
        Role role = Role.values()[random.nextInt(Role.values().length)];
        // Taken late, or of a mail that comes later.
        long from = second + random.nextInt((int) DAY) - DAY / 2;
        Claim claim = MadeClaim.of(SUBJECT, stance, from, number);
        return MadeClaim.as(claim, basis, role);
    }
}
