package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** Every entrance of JSON: whatever the bytes, an answer comes back and says the same twice. */
final class BundlesFuzzTest {
    private static final List<String> PIECES =
            List.of(
                    "\"",
                    "'",
                    "\\",
                    "[",
                    "]",
                    "{",
                    "}",
                    ",",
                    ":",
                    " OR ",
                    " AND ",
                    "null",
                    "1e999",
                    "-0",
                    "\\ud800",
                    "\"id\":",
                    "[[[[",
                    "\u0000",
                    "\ufeff",
                    "9007199254740993",
                    "\\u0000",
                    "*",
                    "''",
                    "t'x'");

    @Test
    void neverThrowsWhateverTheBytes() {
        List<Bytes> corpus = corpus();
        Seeds.each(
                2_000,
                random -> {
                    Bytes input = mutate(corpus.get(random.nextInt(corpus.size())), random);
                    Checked<List<Claim>> claims = Bundles.read(input);
                    assertEquals(claims, Bundles.read(input));
                    assertSaidAsMarkedAndClaimed(input);
                    assertEquals(
                            claims instanceof Checked.Good,
                            Bundles.marking(input) instanceof Checked.Good && isBundle(input));
                    CanonicalJson.canonicalise(input)
                            .optional()
                            .ifPresent(canonical -> {
                                assertTrue(CanonicalJson.isCanonical(canonical));
                                assertEquals(claims, Bundles.read(canonical));
                            });
                    EraseNotice.parse(input)
                            .optional()
                            .ifPresent(notice -> assertEquals(input, notice.json()));
                    ErasedNotice.parse(input)
                            .optional()
                            .ifPresent(notice -> assertEquals(input, notice.json()));
                    HaltNotice.parse(input)
                            .optional()
                            .ifPresent(notice -> assertEquals(input, notice.json()));
                });
    }

    /** One reading says what two do. */
    private static void assertSaidAsMarkedAndClaimed(Bytes json) {
        var payload = new Payload(Bytes.of(new byte[32]), new Audience.Exchange(), json);
        Statement statement = Statement.seal(StatementKind.BUNDLE, 0, Tlp.GREEN, 1, payload);
        for (MemberId author : List.of(new MemberId("a"), new MemberId("b.example"))) {
            Statement.Said said = statement.said(author);
            assertEquals(statement.marking(), said.marking());
            assertEquals(statement.claims(author), said.claims());
            said.graph().links().forEach(StixGraph.Link::root);
        }
    }

    @Test
    void neverThrowsWhateverThePattern() {
        List<String> corpus =
                List.of(
                        "[url:value = 'a' OR (domain-name:value = 'bad.net')] OR [file:hashes.'SHA-256' IN ('a', 'b')]",
                        "[x:y[*].z == t'2026-01-01T00:00:00Z' OR x:y = -1.5]");
        Seeds.each(
                4_000,
                random -> {
                    Bytes input =
                            mutate(Bytes.utf8(corpus.get(random.nextInt(corpus.size()))), random);
                    assertTrue(
                            StixPattern.subjects(input.utf8()).size()
                                    <= PatternParser.COMPARISONS_MAX);
                });
    }

    private static boolean isBundle(Bytes input) {
        return Json.parseMembers(input)
                .optional()
                .filter(members -> members.text("type").equals(java.util.Optional.of("bundle")))
                .filter(members ->
                        members.at("objects").map(Json.Array.class::isInstance).orElse(true))
                .isPresent();
    }

    private static List<Bytes> corpus() {
        List<Bytes> corpus = new ArrayList<>();
        corpus.add(
                Bytes.utf8(
                        Stix.bundle(
                                Stix.indicator(
                                        1,
                                        Stix.DOMAIN,
                                        ",\"indicator_types\":[\"benign\"],\"labels\":[\"tlp:red\"]"),
                                Stix.sighting(2, 1, ",\"count\":3"),
                                Stix.opinion(3, 1, "agree"),
                                Stix.indicator(1, "[url:value = 'http://bad.net/']", ""))));
        Report report = RandomReport.of(new java.util.Random(3), new MemberId("a"));
        Report small =
                new Report(
                        report.author(),
                        report.marking(),
                        report.evidence(),
                        report.madeAtSecond(),
                        report.claims().subList(0, 1));
        corpus.add(Bundles.write(small, new java.util.Random(4)).getFirst().json());
        corpus.add(new HaltNotice("why", "").json());
        corpus.add(new ErasedNotice("a/log", List.of(Hash.ZERO), 7).json());
        corpus.add(new HaltNotice("why", "a note").json());
        corpus.add(new EraseNotice(List.of(org.comity.value.Hash.ZERO), "why").json());
        return corpus;
    }

    private static Bytes mutate(Bytes input, RandomGenerator random) {
        Bytes out = input;
        for (int left = random.nextInt(4); left > 0; left--) {
            int at = random.nextInt(out.length() + 1);
            int to = Math.min(out.length(), at + random.nextInt(12));
            Bytes piece =
                    switch (random.nextInt(4)) {
                        case 0 -> Bytes.EMPTY;
                        case 1 -> Bytes.of(new byte[] {(byte) random.nextInt(256)});
                        case 2 -> Bytes.utf8(PIECES.get(random.nextInt(PIECES.size())));
                        default -> {
                            int from = random.nextInt(input.length());
                            yield input.slice(
                                    from, Math.min(input.length(), from + random.nextInt(120)));
                        }
                    };
            out =
                    Bytes.join(
                            out.slice(0, at),
                            piece,
                            out.slice(random.nextBoolean() ? at : to, out.length()));
        }
        return out;
    }
}
