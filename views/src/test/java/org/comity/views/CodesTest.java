package org.comity.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.comity.statement.AbuseClass;
import org.comity.statement.Basis;
import org.comity.statement.Pap;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.junit.jupiter.api.Test;

/**
 * The table of docs/formats/views.md. When this fails, raise the version of the rows and change
 * both.
 */
class CodesTest {
    @Test
    void codesAreThoseOfTheDrawnFormat() {
        assertEquals(
                "ADDRESS DOMAIN URL MAIL_ADDRESS FILE FINGERPRINT", names(SubjectKind.values()));
        assertEquals("MALICIOUS BENIGN", names(Stance.values()));
        assertEquals(
                "SPAM PHISHING MALWARE COMMAND_AND_CONTROL BOTNET SCANNING BRUTE_FORCE EXPLOIT"
                        + " DENIAL_OF_SERVICE FRAUD UNSPECIFIED",
                names(AbuseClass.values()));
        assertEquals("ANALYSED OBSERVED RELAYED", names(Basis.values()));
        assertEquals(
                "CONNECTED AUTHENTICATED_SENDER CALLED_TO_LINK ATTACHMENT CONTENT CLAIMED_SENDER"
                        + " MENTION",
                names(Role.values()));
        assertEquals("UNKNOWN DEDICATED COMPROMISED SHARED", names(Target.values()));
        assertEquals("CLEAR GREEN AMBER AMBER_STRICT RED", names(Tlp.values()));
        assertEquals("CLEAR GREEN AMBER RED", names(Pap.values()));
    }

    @Test
    void refusesACodeThatNoWordHas() {
        assertThrows(IllegalStateException.class, () -> Codes.stance((byte) 2));
        assertThrows(IllegalStateException.class, () -> Codes.tlp((byte) -1));
    }

    private static String names(Enum<?>[] words) {
        return Arrays.stream(words).map(Enum::name).collect(Collectors.joining(" "));
    }
}
