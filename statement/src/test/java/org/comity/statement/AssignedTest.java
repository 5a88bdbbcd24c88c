package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class AssignedTest {
    @Test
    void rangesHoldWhatThisJavaKnowsAndNothingNewer() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            boolean known = Character.isDefined(point);
            // A newer Java knows more; Java 25, of Unicode 16, knows the same.
            if (Runtime.version().feature() == 25 || !known) {
                assertEquals(known, Assigned.inUnicode16(point), Integer.toHexString(point));
            }
        }
    }
}
