package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Random;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class LockedSecretTest {
    private static final Bytes SECRET = Bytes.utf8("a secret of some thirty-two bytes");
    private static final Bytes SALT = Bytes.of(new byte[16]);

    @Test
    void opensWithThePassphraseUnderItsNameOnly() {
        var random = new Random(1);
        LockedSecret.Key key = LockedSecret.derive(Bytes.utf8("correct horse"), SALT);
        Bytes locked = LockedSecret.lock(SECRET, "node.seed", key, random);
        assertFalse(locked.utf8().contains("thirty-two"));
        assertEquals(Checked.good(SALT), LockedSecret.saltOf(locked));
        assertEquals(Checked.good(SECRET), LockedSecret.open(locked, "node.seed", key));
        assertInstanceOf(
                Checked.Refused.class, LockedSecret.open(locked, "member.seed", key), "swapped");
        LockedSecret.Key other = LockedSecret.derive(Bytes.utf8("correct house"), SALT);
        assertInstanceOf(Checked.Refused.class, LockedSecret.open(locked, "node.seed", other));
        assertNotEquals(locked, LockedSecret.lock(SECRET, "node.seed", key, random));
    }

    @Test
    void noFlippedBitIsTaken() {
        LockedSecret.Key key = LockedSecret.derive(Bytes.utf8("correct horse"), SALT);
        byte[] whole = LockedSecret.lock(SECRET, "node.seed", key, new Random(2)).array();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertInstanceOf(
                    Checked.Refused.class,
                    LockedSecret.open(Bytes.of(flipped), "node.seed", key),
                    "bit " + bit);
        }
    }
}
