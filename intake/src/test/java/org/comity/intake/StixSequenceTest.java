package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.comity.statement.Json;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

class StixSequenceTest {
    private static final String A = "{\"type\":\"url\",\"id\":\"url--a\"}";
    private static final String B = "{\"type\":\"url\",\"id\":\"url--b\"}";

    private static List<String> read(String text) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** {@code within place id}, or why not. */
    private static List<String> read(InputStream in) throws IOException {
        var all = new ArrayList<String>();
        var sequence = StixSequence.open(in);
        for (Optional<StixSequence.One> one = sequence.next();
                one.isPresent();
                one = sequence.next()) {
            String what =
                    switch (one.get().object()) {
                        case Checked.Good<Json.Members>(Json.Members object) ->
                                object.text("id").orElse("?");
                        case Checked.Refused<Json.Members>(String why, String _) -> "! " + why;
                    };
            all.add(one.get().within() + " " + one.get().place() + " " + what);
        }
        return all;
    }

    private static String bundle(String... objects) {
        return "{\"type\":\"bundle\",\"objects\":[" + String.join(",", objects) + "]}";
    }

    @Test
    void readsLinesOfObjectsAndBundles() throws IOException {
        assertEquals(
                List.of(
                        "0 line 1 url--a",
                        "0 line 2 url--b",
                        "1 line 4, object 1 url--a",
                        "1 line 4, object 2 url--b",
                        "2 line 5 url--a",
                        "3 line 6, object 1 url--b"),
                read(
                        A
                                + "\n"
                                + B
                                + "\n\n"
                                + bundle(A, B)
                                + "\r\n"
                                + A
                                + "\n{\"objects\":["
                                + B
                                + "]}"));
    }

    @Test
    void readsWhatLiesOverManyLines() throws IOException {
        String wide = bundle(A, B).replace(",", ",\n  ").replace("[", "[\n");
        assertEquals(
                List.of(
                        "1 line 1, object 1 url--a",
                        "1 line 1, object 2 url--b",
                        "3 line 7, object 1 url--a",
                        "3 line 7, object 2 url--b"),
                read(wide + "\n" + wide));
        assertEquals(
                List.of("0 line 1 url--a", "0 line 4 url--b"),
                read(A.replace(",", "\n,\n") + "\n" + B.replace(",", ",\n")));
        // As comity export writes them: objects begin their lines.
        assertEquals(
                List.of("1 line 1, object 1 url--a", "1 line 1, object 2 url--b"),
                read("{\"type\":\"bundle\",\"objects\":[\n" + A + ",\n" + B + "\n]}\n"));
        assertEquals(List.of(), read("{\"type\":\"bundle\",\"id\":\"bundle--1\"}\n"));
    }

    @Test
    void oneThatBreaksOffSpoilsNoOther() throws IOException {
        for (String broken :
                List.of(
                        "{\"type\":\"url\",\"id\":\"ur",
                        "{\"type\":\"url\",\"n\":",
                        "{\"type\":\"url\",\"n\":7",
                        "{\"type\":\"url\",",
                        "{\"type\"",
                        "{\"a\":[1,[",
                        "nonsense",
                        "[1,2]",
                        "7",
                        "\"text\"",
                        "}")) {
            List<String> got = read(A + "\n" + broken + "\n" + B + "\n");
            assertTrue(
                    got.getLast().endsWith("url--b")
                            || broken.endsWith(":")
                            || broken.endsWith("["),
                    broken + got);
            assertTrue(got.get(1).contains("line 2 !"), broken + got);
        }
    }

    @Test
    void aBadObjectOfABundleSpoilsNoOther() throws IOException {
        assertEquals(
                List.of(
                        "1 line 1, object 1 url--a",
                        "1 line 1, object 2 ! not JSON",
                        "1 line 1, object 3 url--b"),
                read(bundle(A, "{\"x\":tru}", B)));
    }

    @Test
    void aBundleMayBeLongerThanMemory() throws IOException {
        long objects = 200_000;
        var count = new long[1];
        InputStream many =
                new InputStream() {
                    private byte[] line = ("{\"objects\":[" + A).getBytes(StandardCharsets.UTF_8);
                    private int at;
                    private long said = 1;

                    @Override
                    public int read() {
                        if (at == line.length) {
                            if (said == objects + 1) {
                                return -1;
                            }
                            line =
                                    (said++ == objects ? "]}\n" : "," + A)
                                            .getBytes(StandardCharsets.UTF_8);
                            at = 0;
                        }
                        return line[at++];
                    }
                };
        var sequence =
                StixSequence.open(
                        new SequenceInputStream(
                                many,
                                new ByteArrayInputStream(B.getBytes(StandardCharsets.UTF_8))));
        Optional<StixSequence.One> last = Optional.empty();
        for (var one = sequence.next(); one.isPresent(); one = sequence.next()) {
            count[0]++;
            last = one;
        }
        assertEquals(objects + 1, count[0]);
        assertEquals("line 2", last.orElseThrow().place());
    }

    /** Somebody may watch what comes: an object is there with its last byte. */
    @Test
    void anObjectWaitsForNothingBehindIt() throws IOException {
        try (var out = new PipedOutputStream();
                var in = new PipedInputStream(out)) {
            out.write((A + "\n" + B).getBytes(StandardCharsets.UTF_8));
            out.flush();
            var sequence = StixSequence.open(in);
            assertEquals("line 1", sequence.next().orElseThrow().place());
            assertEquals("line 2", sequence.next().orElseThrow().place());
        }
    }

    @Test
    void anyBytesAreReadToTheEnd() throws IOException {
        var random = new Random(20_261_130);
        String letters = "{}[]\",:\\\n a1\u001e";
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder(random.nextBoolean() ? "{\"objects\":[" : "");
            for (int at = random.nextInt(40); at > 0; at--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertTrue(read(text + "\n" + A).size() < 100);
        }
    }
}
