package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/**
 * A checkpoint that a public log and four public witnesses signed; specifications give no example
 * whose key is known. The first line is a signature of type 0x05, which we do not know and pass
 * over.
 */
final class PublicCheckpointTest {
    private static final String SIGNED =
            """
            arche2025h1.staging.ct.transparency.dev
            1432088532
            U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

            — arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
            — arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
            — transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
            — witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
            — remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
            — witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
            """;

    private static final VerifierKey LOG =
            key(
                    "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f");

    private static final List<VerifierKey> WITNESSES =
            Stream.of(
                            "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
                            "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv",
                            "transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM",
                            "witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO")
                    .map(PublicCheckpointTest::key)
                    .toList();

    @Test
    void opensAPublicCheckpointAndItsFourCosignatures() {
        Note note = Note.parse(Bytes.utf8(SIGNED)).orThrow();
        assertEquals(1_432_088_532, Checkpoint.open(note, LOG).orThrow().head().size());
        assertEquals(
                WITNESSES.stream().map(key -> new Cosignature(key, 0x6a122120L)).toList(),
                Cosignature.verify(note, WITNESSES));
        assertTrue(WITNESSES.stream().noneMatch(note::hasBadSignatureOf));
        assertEquals(SIGNED, note.bytes().utf8());
    }

    @Test
    void seesEveryCosignatureFailWhenTheSizeChanges() {
        Note note = Note.parse(Bytes.utf8(SIGNED.replace("1432088532", "1432088533"))).orThrow();
        assertFalse(note.isSignedBy(LOG));
        assertEquals(List.of(), Cosignature.verify(note, WITNESSES));
        assertTrue(WITNESSES.stream().allMatch(note::hasBadSignatureOf));
    }

    private static VerifierKey key(String vkey) {
        return VerifierKey.parse(vkey).orThrow();
    }
}
