package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.comity.statement.Json;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class StixBundleParserTest {
    private static final String GOOD =
            "{\"id\": \"bundle--1\", \"x\": [1, {\"objects\": []}], \"objects\":"
                    + " [ {\"type\": \"a\"}, {\"type\": \"b}],\\\"\"} ] , \"type\": \"bundle\"}";

    @Test
    void cutsAtTheEndOfEachObjectWhateverStandsInTexts() throws IOException {
        assertEquals(List.of("1 {\"type\":\"a\"}", "2 {\"type\":\"b}],\\\"\"}"), all(GOOD));
        assertEquals(List.of("1 {}"), all("\uFEFF{\"objects\":[{}]}"));
        assertEquals(List.of(), all("{\"objects\":[]}"));
    }

    @Test
    void oneBadObjectSpoilsNoOther() throws IOException {
        List<String> lines =
                all("{\"objects\": [{\"a\":1,\"a\":2}, 7, {\"a\": }, [], {\"type\":\"x\"}]}");
        assertEquals(5, lines.size());
        assertTrue(lines.get(0).startsWith("1 refused"), lines.get(0));
        assertEquals("2 refused: not a JSON object", lines.get(1));
        assertTrue(lines.get(2).startsWith("3 refused"), lines.get(2));
        assertEquals("5 {\"type\":\"x\"}", lines.get(4));
    }

    @Test
    void anObjectJustAboveTheLimitIsRefusedAndTheNextTaken() throws IOException {
        String most = "{\"a\":\"" + "x".repeat(StixBundleParser.OBJECT_BYTES_MAX - 8) + "\"}";
        assertEquals(StixBundleParser.OBJECT_BYTES_MAX, most.length());
        assertEquals("1 " + most, all("{\"objects\":[" + most + "]}").getFirst());
        String more = most.replace("x\"}", "xx\"}");
        assertEquals(
                List.of("1 refused: object longer than 1 MiB", "2 {}"),
                all("{\"objects\":[" + more + ",{}]}"));
    }

    @Test
    void saysWhereTheListIsMissingOrBreaksOff() throws IOException {
        assertEquals(List.of("0 refused: not a JSON object"), all("[]"));
        assertEquals(List.of("0 refused: no list of objects"), all("{\"type\":\"bundle\"}"));
        assertEquals(List.of("0 refused: objects are not a list"), all("{\"objects\":{}}"));
        assertEquals(
                List.of("1 {}", "1 refused: the file ends inside the list of objects"),
                all("{\"objects\":[{}"));
        assertEquals(
                List.of("1 {}", "2 refused: the file ends inside an object"),
                all("{\"objects\":[{},{\"a\":\"]}"));
        assertEquals(
                List.of("1 {}", "1 refused: more objects than a bundle may have"),
                all("{\"objects\":[{},{}]}", 1));
    }

    @Test
    void saysWhereWhatIsAroundTheObjectsIsBroken() throws IOException {
        assertEquals("", broken(GOOD));
        assertEquals("", broken("{\"objects\":[{\"a\":1,\"a\":2},{\"b\": x}]}"));
        assertEquals("", broken("{}"));
        String twice = "a name that stands twice (byte 26)";
        assertEquals(twice, broken("{\"objects\":[{}], \"objects\":[{}]}"));
        assertEquals(
                "a name that stands twice (byte 31)",
                broken("{\"objects\":[{}], \"\\u006fbjects\":[]}"));
        for (String text :
                List.of(
                        "{\"objects\":[{}]} x",
                        "{\"objects\":[{}]}{}",
                        "{\"objects\":[{}]",
                        "{\"objects\":[{}",
                        "{\"objects\":[{}],",
                        "{\"objects\":[{}],}",
                        "{\"objects\":[{}] \"a\":1}",
                        "{\"objects\":[{}],\"a\":nothing}",
                        "{\"objects\":[{} {}]}",
                        "{\"objects\":[{},]}",
                        "{\"more\":,\"objects\":[{}]}",
                        "{\"objects\":[]]",
                        "{not json",
                        "{\"objects\"")) {
            assertTrue(broken(text).contains("(byte "), text);
        }
        assertEquals(
                List.of("1 {}", "1 refused: a name that stands twice"),
                all("{\"objects\":[{}], \"objects\":[{\"a\":1}]}"));
        assertEquals(List.of("1 {}", "2 {}"), all("{\"objects\":[{} {},]}"));
    }

    private static String broken(String text) throws IOException {
        var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return StixBundleParser.findBroken(in).map(Object::toString).orElse("");
    }

    @Test
    void survivesMutations() {
        byte[] seed = GOOD.getBytes(StandardCharsets.UTF_8);
        Seeds.each(
                3_000,
                random -> {
                    byte[] bytes = Seeds.mutate(seed, random);
                    assertTrue(
                            all(new ByteArrayInputStream(bytes), 1_000).size() <= bytes.length + 1);
                });
    }

    private static List<String> all(String text) throws IOException {
        return all(text, StixBundleParser.OBJECTS_MAX);
    }

    private static List<String> all(String text, long most) throws IOException {
        return all(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), most);
    }

    private static List<String> all(ByteArrayInputStream in, long most) throws IOException {
        var parser = StixBundleParser.open(in, most);
        var lines = new ArrayList<String>();
        for (var next = parser.next(); next.isPresent(); next = parser.next()) {
            StixPiece piece = next.get();
            lines.add(
                    piece.number()
                            + switch (piece.object()) {
                                case Checked.Good<Json.Members>(Json.Members object) ->
                                        " " + object.canonical().utf8();
                                case Checked.Refused<Json.Members>(String why, String _) ->
                                        " refused: " + why;
                            });
        }
        return lines;
    }
}
