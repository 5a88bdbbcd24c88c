package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.comity.tlog.TileId;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

class LogNameTest {
    private static final Desk A = Desk.of("cert.example", "NL");
    private static final Desk B = Desk.of("isp.example", "DE");

    @Test
    void readsTheOriginsThatItWrites() {
        for (LogName log : List.of(A.log(), A.forParties())) {
            assertEquals(Checked.good(log), LogName.parseOrigin(log.origin()));
        }
        assertEquals(A.member().logOrigin(), A.log().origin());
    }

    @Test
    void refusesOriginsThatAreNoLogOfAMember() {
        for (String origin :
                List.of(
                        "",
                        "/log",
                        "a",
                        "a/",
                        "a/logs",
                        "a/log/",
                        "A/log",
                        "a/parties/",
                        "a/parties/b",
                        "a/parties/" + "0A".repeat(32),
                        "a/parties/" + "0a".repeat(31),
                        "a/parties/" + "0a".repeat(33),
                        "a/parties/" + "0a".repeat(32) + "/b",
                        "a/requests/b",
                        "a/log\n",
                        "a b/log")) {
            assertInstanceOf(Checked.Refused.class, LogName.parseOrigin(origin), origin);
        }
    }

    @Test
    void oneKeySignsAllLogsOfAMemberUnderTheirOwnNames() {
        assertEquals(A.partiesKey().verifierKey(), A.forParties().keyOf(A.member()));
        assertEquals(A.member().keys().node(), A.log().keyOf(A.member()));
    }

    @Test
    void pathsAreThoseOfTheFormat() {
        assertEquals("/log/cert.example/checkpoint", new Ask.Checkpoint().path(A.log()));
        assertEquals(
                "/log/cert.example/tile/entries/001.p/44",
                new Ask.Entries(new TileId(TileId.ENTRIES, 1, 44)).path(A.log()));
        assertEquals(
                "/parties/cert.example/"
                        + A.forParties().audience().orElseThrow().hex()
                        + "/consistency?from=3&to=9",
                new Ask.Consistency(3, 9).path(A.forParties()));
        assertEquals("/payloads", new Ask.Payloads(List.of(Hash.ZERO)).path(A.log()));
    }
}
