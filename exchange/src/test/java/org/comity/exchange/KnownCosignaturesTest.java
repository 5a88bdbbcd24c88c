package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.comity.charter.Charter;
import org.comity.charter.Rules;
import org.comity.tlog.Cosignature;
import org.comity.tlog.Note;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** What was handed over before is known again without a look at any signature. */
class KnownCosignaturesTest {
    private static final long NOW = 1_780_000_000L;
    private static final Desk OWNER = Desk.of("cert.example", "NL");
    private static final Desk ISP = Desk.of("isp.example", "BR");
    private static final Desk MAIL = Desk.of("mail.example", "KE");
    private final TestLog log = new TestLog(OWNER.node());
    private final Random random = new Random(7);
    private final WitnessRound round = new WitnessRound(OWNER.id());

    @Test
    void whatWasSentBeforeIsNoNewsAndWhatIsLackingIs() {
        round.charter(charter(), OWNER.node().verifierKey(), 0);
        Note first = checkpoint();
        Note byIsp = first.with(line(first, ISP));
        assertFalse(round.mayBeNews(first), "the log's own signature alone");
        assertTrue(round.mayBeNews(byIsp));
        round.offered(byIsp, NOW);
        assertFalse(round.mayBeNews(byIsp));
        Note byMail = first.with(line(first, MAIL));
        assertTrue(round.mayBeNews(byMail));
        round.offered(byMail, NOW);
        for (int size = 0; size < WitnessRound.RECENT_MAX + 1; size++) {
            Note next = checkpoint();
            round.offered(next.with(line(next, ISP)).with(line(next, MAIL)), NOW);
        }
        assertFalse(round.mayBeNews(byMail), "all have cosigned more since");
        assertFalse(round.mayBeNews(checkpoint().with(line(first, OWNER))), "no witness");
    }

    private Note checkpoint() {
        log.grow(1, random);
        return log.checkpoint();
    }

    private static Note.Signature line(Note note, Desk by) {
        return Cosignature.sign(note, by.witness(), NOW);
    }

    private static Charter charter() {
        return new Charter(
                "0".repeat(32),
                1,
                Optional.empty(),
                Hash.ZERO,
                Rules.defaultsFor(1),
                List.of(),
                List.of(OWNER.member(), ISP.member(), MAIL.member()));
    }
}
