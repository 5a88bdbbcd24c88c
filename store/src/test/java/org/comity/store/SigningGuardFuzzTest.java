package org.comity.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

final class SigningGuardFuzzTest {
    @Test
    void acceptsOnlyWhatItWouldWriteItself() throws Exception {
        byte[] whole = SigningGuard.render(new TreeHead(42, Hash.ZERO)).array();
        Seeds.each(
                10_000,
                random -> {
                    byte[] file = Arrays.copyOf(whole, random.nextInt(whole.length + 5));
                    for (int left = random.nextInt(4); left > 0 && file.length > 0; left--) {
                        file[random.nextInt(file.length)] = (byte) random.nextInt(256);
                    }
                    Bytes content = Bytes.of(file);
                    if (SigningGuard.parse(content) instanceof Checked.Good<TreeHead>(var head)) {
                        assertEquals(content, SigningGuard.render(head));
                    }
                });
    }
}
