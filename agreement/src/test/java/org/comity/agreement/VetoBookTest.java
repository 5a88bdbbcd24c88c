package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.comity.statement.Claim;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.junit.jupiter.api.Test;

/** The book kept in step says what the definition says of all at once, and names what changed. */
final class VetoBookTest {
    @Test
    void theBookAgreesWithTheDefinitionAfterEveryStep() {
        Seeds.each(
                100,
                random -> {
                    var book = new VetoBook();
                    var now = new TreeMap<Subject, List<StatedClaim>>();
                    int listed = 0;
                    for (int step = 0; step < 120; step++) {
                        Vetoes before = book.vetoes();
                        Set<Subject> changed;
                        Subject subject = subject(random.nextInt(40));
                        List<StatedClaim> old = now.getOrDefault(subject, List.of());
                        if (random.nextInt(20) == 0) {
                            listed = random.nextInt(4) * 1_000;
                            changed = book.dayBegins(listed);
                        } else {
                            var biting = new ArrayList<StatedClaim>();
                            for (String member : List.of("a", "b")) {
                                if (random.nextInt(4) > 0) {
                                    biting.add(veto(member, subject, random.nextInt(1_000)));
                                }
                            }
                            now.put(subject, biting);
                            changed = new HashSet<>(book.put(subject, biting));
                            changed.add(subject);
                        }
                        var all = now.values().stream().flatMap(List::stream).toList();
                        Vetoes defined = Vetoes.budgeted(listed, all);
                        for (StatedClaim one : all) {
                            assertEquals(defined.holds(one), book.vetoes().holds(one));
                            if (before.holds(one) != book.vetoes().holds(one)
                                    && !old.contains(one)) {
                                assertEquals(
                                        true, changed.contains(one.claim().subject()), "told of");
                            }
                        }
                    }
                });
    }

    @Test
    void whatIsMaliciousUsesUpNoVeto() {
        List<StatedClaim> biting = new ArrayList<>();
        for (int at = 0; at < Vetoes.BUDGET_MIN; at++) {
            biting.add(Say.by("a").at(at, true).stated());
        }
        StatedClaim veto = veto("a", subject(1), 999);
        for (int at = 2; at <= Vetoes.BUDGET_MIN; at++) {
            biting.add(veto("a", subject(at), 100 + at));
        }
        biting.add(veto);
        assertEquals(true, Vetoes.budgeted(0, biting).holds(veto));
    }

    private static Subject subject(int number) {
        return new Subject(SubjectKind.DOMAIN, "n" + number + ".example");
    }

    private static StatedClaim veto(String member, Subject subject, long index) {
        Say like = Say.by(member).benign().at(index, true).object("o" + index, false);
        Claim it = like.claim();
        var claim =
                new Claim(
                        subject,
                        it.stance(),
                        it.abuse(),
                        it.grounds(),
                        it.validity(),
                        it.target(),
                        it.objectId(),
                        false);
        return new StatedClaim(like.stated().member(), like.stated().statement(), 0, claim, true);
    }
}
