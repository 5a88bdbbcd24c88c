package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** The Ed25519 example of RFC 9421, appendix B.2.6, with the key of appendix B.1.4. */
class SignatureBaseTest {
    private static final String PARAMETERS = ";created=1618884473;keyid=\"test-key-ed25519\"";
    private static final String SIGNATURE =
            "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";
    private static final SignatureBase BASE =
            new SignatureBase()
                    .with("date", "Tue, 20 Apr 2021 02:07:55 GMT")
                    .with("@method", "POST")
                    .with("@path", "/foo")
                    .with("@authority", "example.com")
                    .with("content-type", "application/json")
                    .with("content-length", "18");

    @Test
    void baseIsThatOfTheRfc() {
        String expected =
                """
                "date": Tue, 20 Apr 2021 02:07:55 GMT
                "@method": POST
                "@path": /foo
                "@authority": example.com
                "content-type": application/json
                "content-length": 18
                "@signature-params": ("date" "@method" "@path" "@authority" "content-type" \
                "content-length");created=1618884473;keyid="test-key-ed25519"\
                """;
        assertEquals(expected, BASE.bytes(PARAMETERS).utf8());
    }

    @Test
    void signatureIsThatOfTheRfc() {
        Bytes seed = Bytes.parseBase64("n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=").orThrow();
        SigningKey key = SigningKey.of("test-key-ed25519", VerifierKey.Type.ED25519, seed);
        assertEquals(
                "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=",
                key.verifierKey().publicKey().base64());
        assertEquals(SIGNATURE, key.sign(BASE.bytes(PARAMETERS)).base64());
        assertTrue(
                key.verifierKey()
                        .verifies(BASE.bytes(PARAMETERS), Bytes.parseBase64(SIGNATURE).orThrow()));
    }
}
