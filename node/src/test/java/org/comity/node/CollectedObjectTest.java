package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.comity.statement.Audience;
import org.comity.statement.Json;
import org.comity.statement.MemberId;
import org.comity.statement.Payload;
import org.comity.statement.RelayedBundle;
import org.comity.statement.Statement;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** Whoever writes a bundle knows of it what a reader of its text finds. */
class CollectedObjectTest {
    private static final MemberId SELF = new MemberId("desk.example");
    private static final String ID = "00000000-0000-4000-8000-00000000000";

    @Test
    void knowsOfPartsWhatAReadingOfTheTextGives() throws IOException {
        var parts = new ArrayList<RelayedBundle.Part>();
        for (String object : odd()) {
            parts.add(RelayedBundle.Part.of(Json.parseMembers(Bytes.utf8(object)).orThrow()));
        }
        RelayedBundle.Written written = RelayedBundle.write(parts, "elsewhere", new Random(1));
        List<CollectedObject> read = CollectedObject.all(written.json());
        assertEquals(read, CollectedObject.all(written));
        assertEquals(5, read.size());
        Statement statement =
                Statement.seal(
                        StatementKind.BUNDLE,
                        0,
                        Tlp.GREEN,
                        0,
                        new Payload(
                                Bytes.of(new byte[32]), new Audience.Exchange(), written.json()));
        Statement.Said said = written.said(SELF, Tlp.GREEN);
        assertEquals(statement.said(SELF), said);
        // Two say the same, one with a default.
        assertEquals(6, said.graph().versions().size());
    }

    /** With defaults and without, two that are the same but for one, and some that nobody shows. */
    private static List<String> odd() {
        String dates = "\"created\":\"2026-01-01T00:00:00Z\",\"modified\":\"2026-01-01T00:00:00Z\"";
        String tool = "{\"type\":\"tool\",\"spec_version\":\"2.1\",\"id\":\"tool--" + ID;
        return List.of(
                tool + "1\"," + dates + ",\"name\":\"\u00e9\\\"\"}",
                tool + "2\"," + dates + ",\"name\":\"two\",\"revoked\":false}",
                tool + "2\"," + dates + ",\"name\":\"two\"}",
                "{\"type\":\"url\",\"spec_version\":\"2.1\",\"defanged\":false,\"id\":\"url--"
                        + ID
                        + "3\",\"value\":\"http://a.example/\"}",
                "{\"type\":\"sighting\",\"spec_version\":\"2.1\",\"summary\":false,\"id\":\"sighting--"
                        + ID
                        + "4\","
                        + dates
                        + ",\"sighting_of_ref\":\"tool--"
                        + ID
                        + "1\"}",
                "{\"type\":\"tool\",\"spec_version\":\"3\",\"id\":\"tool--"
                        + ID
                        + "5\","
                        + dates
                        + "}",
                tool + "6\",\"created\":\"yesterday\",\"modified\":\"yesterday\"}",
                "{\"type\":\"tool\",\"id\":\"malware--" + ID + "7\"," + dates + "}",
                "{}");
    }
}
