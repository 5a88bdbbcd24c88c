package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.TreeMap;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.junit.jupiter.api.Test;

/** Whom a node leaves out by itself, and from where in its logs on. */
final class IgnoredTest {
    private static final MemberId A = new MemberId("a");
    private static final MemberId B = new MemberId("b");

    @Test
    void whatStandsBeforeTheIndexStillCounts() {
        Ignored ignored = Ignored.NOBODY.with(A, 7);
        assertFalse(ignored.isIgnored(A, new StatementId("a/log", 6)));
        assertTrue(ignored.isIgnored(A, new StatementId("a/log", 7)));
        assertTrue(ignored.isIgnored(A, new StatementId("a/log", 8)));
        assertFalse(ignored.isIgnored(B, new StatementId("b/log", 9)));
    }

    @Test
    void fromTheFirstOnNothingCounts() {
        assertTrue(Ignored.NOBODY.with(A, 0).isIgnored(A, new StatementId("a/log", 0)));
    }

    @Test
    void itCanBeTakenBackAndChanged() {
        Ignored ignored = Ignored.NOBODY.with(A, 7).with(B, 1).with(A, 9);
        assertFalse(ignored.isIgnored(A, new StatementId("a/log", 8)));
        assertEquals(Ignored.NOBODY.with(B, 1), ignored.without(A));
        assertEquals(Ignored.NOBODY, ignored.without(A).without(B));
    }

    @Test
    void noIndexIsBelowNone() {
        var below = new TreeMap<MemberId, Long>();
        below.put(A, -1L);
        assertThrows(IllegalArgumentException.class, () -> new Ignored(below));
    }
}
