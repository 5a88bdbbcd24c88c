package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Optional;
import java.util.OptionalLong;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

class DiskUseTest {
    private static final long DAY = 86_400;

    @Test
    void daysFollowFromTheRateOfTheLastWeek() {
        DiskUse use = DiskUse.NONE;
        assertFalse(use.isKnown());
        for (int day = 0; day < 20; day++) {
            use = use.with(day * DAY + 5, 1_000 + 100L * day);
        }
        assertEquals(DiskUse.DAYS_KEPT, use.byDay().size());
        assertEquals(OptionalLong.of(50), use.daysUntil(5_000));
        assertEquals(OptionalLong.of(0), use.daysUntil(-1));
        assertEquals(Optional.of(use), DiskUse.read(use.bytes()));
    }

    @Test
    void whatDoesNotGrowIsNeverFull() {
        DiskUse use = DiskUse.NONE.with(0, 500).with(DAY, 400);
        assertEquals(OptionalLong.empty(), use.daysUntil(5));
        assertEquals(OptionalLong.empty(), DiskUse.NONE.with(0, 1).daysUntil(5));
        for (String bad : new String[] {"", "1", "2 3\n1 2", "1 2\n", "01 2", "1 -2"}) {
            assertEquals(Optional.empty(), DiskUse.read(Bytes.utf8(bad)), bad);
        }
    }
}
