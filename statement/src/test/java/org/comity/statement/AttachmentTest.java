package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

class AttachmentTest {
    private static final Attachment MAIL = new Attachment("the mail 邮件.eml", Bytes.utf8("From: a"));

    private static Bytes json(Attachment attachment) {
        return attachment.json(Marking.of(Tlp.RED), new Random(3));
    }

    @Test
    void readsWhatItWritesAndClaimsNothing() {
        assertEquals(Checked.good(MAIL), Attachment.parse(json(MAIL)));
        assertEquals(Checked.good(List.of()), Bundles.read(json(MAIL)));
        assertEquals(Checked.good(Marking.of(Tlp.RED)), Bundles.marking(json(MAIL)));
        assertTrue(CanonicalJson.isCanonical(json(MAIL)));
    }

    @Test
    void theLargestFitsIntoAPayloadAndOneMoreByteDoesNot() {
        byte[] most = new byte[Attachment.BYTES_MAX];
        new Random(4).nextBytes(most);
        var largest = new Attachment("\u90ae".repeat(Attachment.NAME_LENGTH_MAX), Bytes.of(most));
        Bytes json = json(largest);
        assertTrue(json.length() <= Payload.JSON_BYTES_MAX, () -> "" + json.length());
        assertEquals(Checked.good(largest), Attachment.parse(json));
        Bytes more = Bytes.of(new byte[Attachment.BYTES_MAX + 1]);
        assertThrows(IllegalArgumentException.class, () -> new Attachment("a", more));
        assertThrows(IllegalArgumentException.class, () -> new Attachment("a", Bytes.EMPTY));
    }

    @Test
    void aNameHidesNothing() {
        for (String name : List.of("", "a\nb", "exe.\u202efdp", "a\u200bb", "a".repeat(129))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Attachment(name, MAIL.content()),
                    name);
        }
    }

    @Test
    void refusesWhatIsNoAttachmentOrAnother() {
        refused("{\"objects\":[],\"type\":\"bundle\"}");
        refused("[]");
        String good = json(MAIL).utf8();
        refused(good.replace("RnJvbTogYQ==", "RnJvbTogYg=="));
        refused(good.replace("RnJvbTogYQ==", "RnJvbTogYQ==?"));
        refused(good.replace("\"name\"", "\"nome\""));
        refused(good.replace("\"file\"", "\"note\""));
    }

    private static void refused(String json) {
        assertInstanceOf(Checked.Refused.class, Attachment.parse(Bytes.utf8(json)), json);
    }
}
