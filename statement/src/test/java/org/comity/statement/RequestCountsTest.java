package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

class RequestCountsTest {
    private static final MemberId A = new MemberId("cert.example");
    private static final RequestCounts SOME =
            new RequestCounts(
                    A,
                    1_800_000_000L,
                    new TreeMap<>(
                            Map.of(
                                    new RequestCounts.Of(true, "takedown", "BR", "declined"), 3L,
                                    new RequestCounts.Of(false, "preservation", "KE", "answered"),
                                            5L)));

    @Test
    void readsWhatItWritesAndClaimsNothing() {
        Bytes json = SOME.json(new Random(1));
        assertEquals(Checked.good(SOME), RequestCounts.parse(json, A, 1_800_000_000L));
        assertEquals(Checked.good(List.of()), Bundles.read(json, A));
        assertEquals(Checked.good(Marking.of(Tlp.CLEAR)), Bundles.marking(json));
        assertTrue(CanonicalJson.isCanonical(json));
        assertTrue(json.utf8().contains("asked BR takedown declined: 3\\n"), json.utf8());
    }

    @Test
    void refusesWhatIsNoCountOfRequests() {
        String json = SOME.json(new Random(1)).utf8();
        refused("{\"objects\":[]}");
        refused(json.replace("\"BR\"", "\"br\""));
        refused(json.replace("\"count\":3", "\"count\":-3"));
        refused(json.replace("\"asked\"", "\"begged\""));
        refused(json.replace(RequestCounts.EXTENSION, RequestCounts.EXTENSION.replace('4', '5')));
        assertThrows(
                IllegalArgumentException.class, () -> new RequestCounts(A, 1, new TreeMap<>()));
    }

    private static void refused(String json) {
        assertInstanceOf(Checked.Refused.class, RequestCounts.parse(Bytes.utf8(json), A, 1), json);
    }
}
