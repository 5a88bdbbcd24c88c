package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

final class CosignatureTest {
    /** C2SP tlog-cosignature, section "Ed25519 signed message". */
    private static final String SIGNED_MESSAGE =
            """
            cosignature/v1
            time 1679315147
            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
            """;

    private static final long TIME = 1_679_315_147;
    private static final Note NOTE =
            Note.of(SIGNED_MESSAGE.lines().skip(2).map(it -> it + "\n").reduce("", String::concat));

    private static final SigningKey ONE = witness("b.example/witness", 1);
    private static final SigningKey TWO = witness("c.example/witness", 2);

    @Test
    void signsTheMessageOfTheSpecification() {
        Note.Signature line = Cosignature.sign(NOTE, ONE, TIME);
        assertEquals("b.example/witness", line.name());
        assertEquals(72, line.bytes().length());
        // The time, as in the cosigned example of the specification.
        assertEquals("00000000641850cb", line.bytes().slice(0, 8).hex());
        Bytes signature = line.bytes().slice(8, 72);
        assertTrue(ONE.verifierKey().verifies(Bytes.utf8(SIGNED_MESSAGE), signature));
    }

    @Test
    void findsTheGoodCosignaturesInTheOrderOfTheKeys() {
        Note note =
                NOTE.with(Cosignature.sign(NOTE, TWO, TIME + 1))
                        .with(Cosignature.sign(NOTE, ONE, TIME));
        Note read = Note.parse(note.bytes()).orThrow();
        List<VerifierKey> keys = List.of(ONE.verifierKey(), TWO.verifierKey(), ONE.verifierKey());
        assertEquals(
                List.of(
                        new Cosignature(ONE.verifierKey(), TIME),
                        new Cosignature(TWO.verifierKey(), TIME + 1)),
                Cosignature.verify(read, keys));
        assertFalse(read.hasBadSignatureOf(ONE.verifierKey()));
    }

    @Test
    void countsAWitnessOnceWithItsLatestTime() {
        Note note =
                NOTE.with(Cosignature.sign(NOTE, ONE, TIME))
                        .with(Cosignature.sign(NOTE, ONE, TIME + 9))
                        .with(Cosignature.sign(NOTE, ONE, TIME + 5));
        assertEquals(
                List.of(new Cosignature(ONE.verifierKey(), TIME + 9)),
                Cosignature.verify(note, List.of(ONE.verifierKey())));
    }

    @Test
    void passesOverChangedTimeShortenedLineAndOtherCheckpoint() {
        Note.Signature good = Cosignature.sign(NOTE, ONE, TIME);
        byte[] later = good.bytes().array();
        later[7]++;
        for (Bytes bytes :
                List.of(
                        Bytes.of(later),
                        good.bytes().slice(0, 71),
                        good.bytes().slice(8, 72),
                        Bytes.join(good.bytes(), Bytes.of(new byte[1])))) {
            Note note = NOTE.with(new Note.Signature(good.name(), good.keyId(), bytes));
            assertEquals(List.of(), Cosignature.verify(note, List.of(ONE.verifierKey())));
            assertTrue(note.hasBadSignatureOf(ONE.verifierKey()));
        }
        Note other = Note.of(NOTE.text().replace("20852163", "20852164")).with(good);
        assertEquals(List.of(), Cosignature.verify(other, List.of(ONE.verifierKey())));
    }

    @Test
    void refusesTimeZeroAndBeyond2To63() {
        assertThrows(IllegalArgumentException.class, () -> Cosignature.sign(NOTE, ONE, 0));
        for (long time : new long[] {0, -1}) {
            Bytes signature =
                    ONE.sign(
                            Bytes.utf8(
                                    "cosignature/v1\ntime "
                                            + Long.toUnsignedString(time)
                                            + "\n"
                                            + NOTE.text()));
            byte[] stamped = ByteBuffer.allocate(72).putLong(time).put(signature.buffer()).array();
            VerifierKey key = ONE.verifierKey();
            Note note = NOTE.with(new Note.Signature(key.name(), key.keyId(), Bytes.of(stamped)));
            assertEquals(List.of(), Cosignature.verify(note, List.of(key)));
        }
    }

    @Test
    void cosignsCheckpointsOnlyAndWithWitnessKeysOnly() {
        Note letter = Note.of("Dear witness,\nplease sign.\n");
        assertThrows(IllegalStateException.class, () -> Cosignature.sign(letter, ONE, TIME));
        SigningKey log = SigningKey.of("a/log", VerifierKey.Type.ED25519, seed(1));
        assertThrows(IllegalArgumentException.class, () -> Cosignature.sign(NOTE, log, TIME));
        assertEquals(List.of(), Cosignature.verify(letter, List.of(ONE.verifierKey())));
    }

    /** Why each witness has a key of its own: the signed message does not say who signs. */
    @Test
    void oneKeyUnderTwoNamesLetsACosignatureBeCopied() {
        Note.Signature line = Cosignature.sign(NOTE, ONE, TIME);
        SigningKey alias = witness("d.example/witness", 1);
        VerifierKey key = alias.verifierKey();
        Note copied = NOTE.with(new Note.Signature(key.name(), key.keyId(), line.bytes()));
        assertEquals(1, Cosignature.verify(copied, List.of(key)).size());
    }

    private static SigningKey witness(String name, int seed) {
        return SigningKey.of(name, VerifierKey.Type.COSIGNATURE, seed(seed));
    }

    private static Bytes seed(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return Bytes.of(bytes);
    }
}
