package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Base64;
import java.util.Random;
import org.comity.charter.Charter;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

class InvitationFuzzTest {
    private static final Desk A = Desk.of("cert.example", "NL");
    private static final Desk B = Desk.of("isp.example", "DE");
    private final Note charter =
            Note.of(Charter.found("0123456789abcdef0123456789abcdef", Hash.ZERO, A.member()).text())
                    .signedBy(A.memberKey());
    private final String invitation =
            Joining.invite(charter, A.id(), new Invitation.Terms("https://a", 9), A.memberKey())
                    .orThrow();
    private final String acceptance =
            Joining.accept(invitation, B.member(), B.memberKey(), 9).orThrow().line();

    @Test
    void noDamagedInvitationIsTakenOrThrows() {
        Seeds.each(
                700,
                random -> {
                    String damaged = damaged(Invitation.PREFIX, invitation, random);
                    if (!damaged.equals(invitation)) {
                        assertInstanceOf(Checked.Refused.class, Invitation.parse(damaged));
                    }
                });
    }

    @Test
    void noDamagedAcceptanceChangesTheCharterOrThrows() {
        Note admitted = Joining.admit(charter, acceptance, A.memberKey()).orThrow();
        Seeds.each(
                700,
                random -> {
                    String damaged = damaged(Joining.ACCEPT_PREFIX, acceptance, random);
                    // A damaged line of a foreign key may be left out; what is signed stays the
                    // same.
                    if (Joining.admit(charter, damaged, A.memberKey())
                            instanceof Checked.Good<Note>(Note note)) {
                        assertEquals(admitted, note);
                    }
                });
    }

    /** Half the time inside the base64, half the time the line itself. */
    private static String damaged(String prefix, String line, Random random) {
        if (random.nextBoolean()) {
            return Mutations.of(Bytes.utf8(line), random).utf8().strip();
        }
        Bytes content = Bytes.of(Base64.getUrlDecoder().decode(line.substring(prefix.length())));
        return InvitationText.line(prefix, Mutations.of(content, random));
    }
}
