package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class RecipientsTest {
    /** Both spellings of such a name are one; a set made of two equal ones threw. */
    @Test
    void localPartOfDigitsIsARecipientLikeAnyOther() {
        var recipients = new Recipients();
        recipients.add("15550123@example.org");
        assertFalse(recipients.isHeldBy("catalogue"));
        assertTrue(recipients.isHeldBy("u-15550123"));
        assertTrue(recipients.isHeldBy("MTU1NTAxMjM"));
    }
}
