package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.comity.statement.MemberId;
import org.junit.jupiter.api.Test;

class LocalListTest {
    private static final int CASES = 2_000;

    /** The rule of DESIGN section 6 without what is left out of the work. */
    @Test
    void listsWhatIsDecidedElseWhatItsOwnClaimsSayAlone() {
        var alone = new AtomicInteger();
        Seeds.each(
                CASES,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    var self = new MemberId(Made.name(0));
                    Setting setting = one.setting();
                    Optional<Verdict> shared =
                            Optional.of(Agreement.decide(Made.HOST, one.claims(), setting))
                                    .filter(it -> it.tier().isPresent());
                    Optional<Verdict> own =
                            Optional.of(Agreement.own(Made.HOST, one.claims(), setting, self))
                                    .filter(it -> it.tier().isPresent());
                    alone.addAndGet(shared.isEmpty() && own.isPresent() ? 1 : 0);
                    assertEquals(
                            shared.or(() -> own),
                            new LocalList(self).listed(Made.HOST, one.claims(), setting, false));
                });
        assertTrue(Long.getLong("seed") != null || alone.get() > CASES / 100, "own claims alone");
    }
}
