package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.Random;
import org.comity.tlog.TileId;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

class PushedEntriesTest {
    private final TestLog log = new TestLog(Desk.of("desk.example", "NL").node());

    static PushedEntries next(TestLog log, long from) {
        return PushedEntries.next(
                log.tree,
                log.checkpoint(),
                from,
                (first, end) -> log.entries.subList((int) first, (int) end));
    }

    /** As a mirror takes it, from bytes. */
    private static Step take(TestLog mirror, PushedEntries pushed) {
        PushedEntries read = PushedEntries.parse(pushed.bytes()).orThrow();
        int size = (int) mirror.tree.size();
        return read.follow(mirror.held(), mirror.entries.subList(size - size % TileId.FULL, size));
    }

    @Test
    void aLogGoesOverWhateverIsThereAlready() {
        log.grow(1_500, new Random(1));
        Seeds.each(
                20,
                random -> {
                    TestLog mirror = log.copy(random.nextInt(1_500));
                    mirror.take(
                            assertInstanceOf(
                                    Step.Advanced.class,
                                    take(mirror, next(log, mirror.tree.size()))));
                    assertEquals(log.entries, mirror.entries);
                });
    }

    @Test
    void aLongOneGoesOverInPartsThatAreProven() {
        Bytes entry = TestLog.leaf(new Random(2));
        for (int at = 0; at < 20_000; at++) {
            log.add(entry);
        }
        TestLog mirror = log.copy(100);
        for (int round = 0; round < 3; round++) {
            PushedEntries pushed = next(log, mirror.tree.size());
            assertEquals(true, pushed.entries().size() <= 8_192);
            mirror.take(assertInstanceOf(Step.Advanced.class, take(mirror, pushed)));
        }
        assertEquals(log.tree.head(), mirror.tree.head());
    }

    @Test
    void withoutEntriesItBringsCosignatures() {
        log.grow(3, new Random(3));
        assertEquals(new Step.UpToDate(log.checkpoint()), take(log.copy(3), next(log, 3)));
    }

    @Test
    void whatTheLogsKeyDidNotSignIsRefused() {
        log.grow(300, new Random(4));
        var other = new TestLog(Desk.of("isp.example", "DE").node()).grow(300, new Random(4));
        assertInstanceOf(Step.Refused.class, take(log.copy(0), next(other, 0)));
        PushedEntries good = next(log, 200);
        var entries = new ArrayList<>(good.entries());
        entries.set(7, TestLog.leaf(new Random(5)));
        var changed = new PushedEntries(good.checkpoint(), good.proof(), 200, entries);
        assertInstanceOf(Step.Refused.class, take(log.copy(200), changed));
        var fewer = good.entries().subList(0, 50);
        var cut = new PushedEntries(good.checkpoint(), good.proof(), 200, fewer);
        assertInstanceOf(Step.Refused.class, take(log.copy(200), cut));
    }

    @Test
    void moreThanARoundTakesIsRefused() {
        log.grow(3, new Random(6));
        PushedEntries good = next(log, 0);
        var many = new ArrayList<Bytes>();
        for (int count = 0; count <= LogFollower.ENTRIES_PER_ROUND_MAX; count++) {
            many.add(Bytes.utf8("x"));
        }
        var huge = new PushedEntries(good.checkpoint(), good.proof(), 0, many);
        assertInstanceOf(Checked.Refused.class, PushedEntries.parse(huge.bytes()));
        assertInstanceOf(
                Checked.Refused.class,
                PushedEntries.parse(Bytes.of(new byte[PushedEntries.BYTES_MAX + 1])));
        assertInstanceOf(Checked.Refused.class, PushedEntries.parse(Bytes.utf8("short")));
    }
}
