package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class CanonicalJsonTest {
    /** RFC 8785, section 3.2.2. */
    private static final String SAMPLE =
            """
            {
              "numbers": [333333333.33333329, 1E30, 4.50,
                          2e-3, 0.000000000000000000000000001],
              "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
              "literals": [null, true, false]
            }
            """;

    @Test
    void givesTheBytesOfRfc8785Section324() {
        String expected =
                "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a"
                        + "5b3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d32"
                        + "375d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d";
        assertEquals(
                expected,
                HexFormat.of()
                        .formatHex(
                                canonical(SAMPLE)
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void sortsNamesByUtf16CodeUnitsAsInRfc8785Section323() {
        String sample =
                """
                {
                  "\\u20ac": "Euro Sign",
                  "\\r": "Carriage Return",
                  "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                  "1": "One",
                  "\\ud83d\\ude00": "Emoji: Grinning Face",
                  "\\u0080": "Control",
                  "\\u00f6": "Latin Small Letter O With Diaeresis"
                }
                """;
        assertEquals(
                "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                        + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
                canonical(sample));
    }

    /** RFC 8785, appendix B; bits of the double and its text. */
    @Test
    void printsNumbersAsInRfc8785AppendixB() {
        Map<String, String> table =
                Map.ofEntries(
                        Map.entry("0000000000000000", "0"),
                        Map.entry("8000000000000000", "0"),
                        Map.entry("0000000000000001", "5e-324"),
                        Map.entry("8000000000000001", "-5e-324"),
                        Map.entry("7fefffffffffffff", "1.7976931348623157e+308"),
                        Map.entry("ffefffffffffffff", "-1.7976931348623157e+308"),
                        Map.entry("4340000000000000", "9007199254740992"),
                        Map.entry("c340000000000000", "-9007199254740992"),
                        Map.entry("4430000000000000", "295147905179352830000"),
                        Map.entry("44b52d02c7e14af5", "9.999999999999997e+22"),
                        Map.entry("44b52d02c7e14af6", "1e+23"),
                        Map.entry("44b52d02c7e14af7", "1.0000000000000001e+23"),
                        Map.entry("444b1ae4d6e2ef4e", "999999999999999700000"),
                        Map.entry("444b1ae4d6e2ef4f", "999999999999999900000"),
                        Map.entry("444b1ae4d6e2ef50", "1e+21"),
                        Map.entry("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
                        Map.entry("3eb0c6f7a0b5ed8d", "0.000001"),
                        Map.entry("41b3de4355555553", "333333333.3333332"),
                        Map.entry("41b3de4355555554", "333333333.33333325"),
                        Map.entry("41b3de4355555555", "333333333.3333333"),
                        Map.entry("41b3de4355555556", "333333333.3333334"),
                        Map.entry("41b3de4355555557", "333333333.33333343"),
                        Map.entry("becbf647612f3696", "-0.0000033333333333333333"),
                        Map.entry("43143ff3c1cb0959", "1424953923781206.2"));
        table.forEach((bits, text) ->
                assertEquals(
                        text,
                        EcmaNumber.print(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))),
                        bits));
    }

    @Test
    void printsOneDigitForTheSmallestDoublesWhereJavaPrintsTwo() {
        assertEquals("1e-323", EcmaNumber.print(2 * Double.MIN_VALUE));
        assertEquals("1.5e-323", EcmaNumber.print(3 * Double.MIN_VALUE));
        assertEquals("2e-323", EcmaNumber.print(4 * Double.MIN_VALUE));
        assertEquals("0.25", EcmaNumber.print(0.25));
    }

    @Test
    void printedNumbersReadBackAsTheSameDouble() {
        Seeds.each(
                5_000,
                random -> {
                    double value = Double.longBitsToDouble(random.nextLong());
                    if (Double.isFinite(value)) {
                        assertEquals(
                                value == 0 ? 0 : value,
                                Double.parseDouble(EcmaNumber.print(value)));
                    }
                });
    }

    @Test
    void canonicalIsAFixedPointAndTheOrderOfNamesDoesNotMatter() {
        Seeds.each(
                500,
                random -> {
                    Json value = RandomJson.of(random, 5);
                    String canonical = canonical(RandomJson.print(value, random));
                    assertEquals(canonical, canonical(RandomJson.print(value, random)));
                    assertEquals(canonical, canonical(canonical));
                    assertTrue(CanonicalJson.isCanonical(Bytes.utf8(canonical)));
                });
    }

    @Test
    void refusesDuplicateNamesHoweverTheyAreEscaped() {
        assertRefused("duplicate name", "/a/b", "{\"a\":{\"b\":1,\"\\u0062\":1}}");
    }

    @Test
    void refusesLoneSurrogatesInNamesAndTexts() {
        assertRefused("lone surrogate", "/0", "[\"\\ud800\"]");
        assertRefused("lone surrogate", "/0", "[\"\\udc00\\ud800\"]");
        assertRefused("lone surrogate", "/1", "[1,\"a\\ud83dz\"]");
        assertEquals("not JSON", refusal("{\"\\udead\":1}").why());
        assertEquals("[\"\ud83d\ude00\"]", canonical("[\"\\ud83d\\ude00\"]"));
    }

    @Test
    void refusesWholeNumbersBeyond2To53HoweverTheyAreWritten() {
        for (String number :
                List.of(
                        "9007199254740993",
                        "-9007199254740993",
                        "9007199254740994",
                        "1e20",
                        "123456789012345678901234567890",
                        "-9223372036854775808",
                        "9223372036854775808",
                        "9007199254740994.0")) {
            assertRefused("whole number beyond 2^53", "/0", "[" + number + "]");
        }
        assertEquals(
                "[9007199254740992,-9007199254740992,1e+21]",
                canonical("[9007199254740992,-9007199254740992,1e21]"));
        assertRefused("number beyond a double", "/0", "[1e309]");
    }

    @Test
    void readsMinusZeroAndTinyNumbersAsZero() {
        assertEquals("[0,0,0]", canonical("[-0,-0.0,1e-400]"));
    }

    @Test
    void refusesTheHundredAndFirstLevel() {
        assertTrue(canonical("[".repeat(100) + "]".repeat(100)).startsWith("[["));
        assertTrue(
                refusal("[".repeat(101) + "]".repeat(101))
                        .why()
                        .startsWith("JSON nested over 100"));
        assertTrue(refusal("{\"a\":".repeat(101)).why().startsWith("JSON nested over 100"));
    }

    @Test
    void refusesOneByteOverAMebibyte() {
        String text = "\"" + "a".repeat(CanonicalJson.BYTES_MAX - 2) + "\"";
        assertEquals(text, canonical(text));
        assertRefused("JSON over 1 MiB", "", text + " ");
    }

    @Test
    void refusesTextThatIsOverAMebibyteOnlyOnceItIsCanonical() {
        String text = "[" + "1e-6,".repeat(200_000) + "1]";
        assertRefused("canonical JSON over 1 MiB", "", text);
    }

    @Test
    void refusesANumberOfMoreThanAThousandDigits() {
        assertEquals("[0]", canonical("[0." + "0".repeat(997) + "]"));
        assertTrue(
                refusal("[0." + "0".repeat(1_000) + "1]")
                        .why()
                        .startsWith("JSON nested over 100 levels or a number"));
    }

    @Test
    void refusesWhatIsNotExactlyOneJsonText() {
        assertRefused("more after the JSON text", "line 1, column 4", "{} {}");
        assertRefused("no JSON text", "", " ");
        for (String text :
                List.of(
                        "{",
                        "[1,]",
                        "{'a':1}",
                        "[01]",
                        "[+1]",
                        "[.5]",
                        "[1.]",
                        "[NaN]",
                        "[\"\t\"]",
                        "[\"\\x\"]",
                        "// c\n1",
                        "{\"a\"}",
                        "[1 2]",
                        "]",
                        "tru",
                        "\u0000",
                        "{\"a\":1,}",
                        "[\"a]",
                        "1a")) {
            assertEquals("not JSON", refusal(text).why(), text);
        }
    }

    @Test
    void refusesOtherEncodings() {
        assertRefused("starts with a byte order mark", "byte 0", "\ufeff{}");
        assertEquals(
                Checked.refused("not UTF-8", "byte 1"), CanonicalJson.canonicalise(hex("22ff22")));
        // An overlong slash, and a surrogate written as three bytes (CESU-8).
        assertEquals(
                Checked.refused("not UTF-8", "byte 1"),
                CanonicalJson.canonicalise(hex("22c0af22")));
        assertEquals(
                Checked.refused("not UTF-8", "byte 1"),
                CanonicalJson.canonicalise(hex("22eda08022")));
        // UTF-16 of {} would be guessed by a lenient parser.
        assertFalse(CanonicalJson.canonicalise(hex("007b007d")) instanceof Checked.Good);
        assertFalse(CanonicalJson.canonicalise(hex("7b007d00")) instanceof Checked.Good);
    }

    @Test
    void tellsCanonicalTextFromOther() {
        assertTrue(CanonicalJson.isCanonical(Bytes.utf8("{\"a\":1,\"b\":2}")));
        assertFalse(CanonicalJson.isCanonical(Bytes.utf8("{\"b\":2,\"a\":1}")));
        assertFalse(CanonicalJson.isCanonical(Bytes.utf8("{\"a\": 1}")));
        assertFalse(CanonicalJson.isCanonical(Bytes.utf8("nonsense")));
    }

    @Test
    void whatOneTextSaysDoesNotDecideWhetherAnotherIsRead() {
        // Names that collide in a shared name table made later texts fail in some parsers.
        List<String> names = new ArrayList<>();
        for (int at = 0; at < 4_096; at++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                name.append((at >> bit & 1) == 0 ? "Aa" : "BB");
            }
            names.add("\"" + name + "\":0");
        }
        Collections.shuffle(names, new Random(1));
        String text = "{" + String.join(",", names) + "}";
        assertTrue(CanonicalJson.canonicalise(Bytes.utf8(text)) instanceof Checked.Good);
        assertEquals("{\"a\":0}", canonical("{\"a\":0}"));
    }

    private static Bytes hex(String digits) {
        return Bytes.parseHex(digits).orThrow();
    }

    private static String canonical(String json) {
        return CanonicalJson.canonicalise(Bytes.utf8(json)).orThrow().utf8();
    }

    private static void assertRefused(String why, String where, String json) {
        assertEquals(
                new Checked.Refused<Bytes>(why, where),
                CanonicalJson.canonicalise(Bytes.utf8(json)),
                json.length() < 100 ? json : "");
    }

    private static Checked.Refused<Bytes> refusal(String json) {
        return switch (CanonicalJson.canonicalise(Bytes.utf8(json))) {
            case Checked.Refused<Bytes> refused -> refused;
            case Checked.Good<Bytes>(Bytes value) ->
                    throw new AssertionError("read as " + value.utf8());
        };
    }
}
