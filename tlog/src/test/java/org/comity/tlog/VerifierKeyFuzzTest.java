package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class VerifierKeyFuzzTest {
    private static final List<Bytes> CORPUS =
            List.of(
                    Bytes.utf8(
                            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
                    Bytes.utf8(
                            "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"));

    @Test
    void everyKeyIsRefusedOrIsSpelledInTheOneWay() {
        Fuzz.each(3_000, CORPUS, input -> check(input.utf8()));
    }

    private static void check(String vkey) {
        switch (VerifierKey.parse(vkey)) {
            case Checked.Refused<VerifierKey> _ -> {}
            case Checked.Good<VerifierKey>(VerifierKey key) -> assertEquals(vkey, key.text());
        }
    }
}
