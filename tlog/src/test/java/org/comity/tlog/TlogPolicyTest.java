package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class TlogPolicyTest {
    /** The example of the specification, with keys. */
    private static final String EXAMPLE =
            """
            log <LOG>

            witness X1 <W1>
            witness X2 <W2>
            witness X3 <W3>
            group X-witnesses 2 X1 X2 X3

            witness Y1 <W4>
            witness Y2 <W5>
            witness Y3 <W6>
            group Y-witnesses any Y1 Y2 Y3

            group X-and-Y all X-witnesses Y-witnesses
            quorum X-and-Y
            """;

    private static final SigningKey LOG = key("example.com/log", VerifierKey.Type.ED25519, 0);

    @Test
    void readsTheExampleOfTheSpecificationAndJudgesAsItSays() {
        TlogPolicy policy = good(EXAMPLE);
        assertEquals(LOG.verifierKey(), policy.logs().getFirst().key());
        assertEquals(9, policy.parts().size());
        assertTrue(policy.isMetBy(Set.of("X1", "X3", "Y2")));
        assertFalse(policy.isMetBy(Set.of("X1", "Y1", "Y2", "Y3")));
        assertFalse(policy.isMetBy(Set.of("X1", "X2", "X3")));
        assertFalse(policy.isMetBy(Set.of("X-witnesses", "Y-witnesses")));
        assertEquals(policy, TlogPolicy.parse(policy.bytes()).orThrow());
    }

    @Test
    void spacesTabsCommentsAndEmptyLinesMeanNothing() {
        String spread =
                EXAMPLE.replace(" ", " \t ").replace("\n", " \n\t# log quorum none\n \t\n\n  ")
                        + "\n";
        assertEquals(good(EXAMPLE), good(spread));
    }

    @Test
    void linesMayStandInAnyOrderThatDefinesBeforeUse() {
        String[] lines = EXAMPLE.split("\n");
        String last =
                lines[lines.length - 1] + "\nlog <LOG>\nwitness late <W7> https://w.example/\n";
        String moved = EXAMPLE.replace("log <LOG>\n", "").replace("quorum X-and-Y\n", last);
        assertEquals(good(EXAMPLE).quorum(), good(moved).quorum());
        assertEquals(good(EXAMPLE).logs(), good(moved).logs());
    }

    @Test
    void aQuorumMayBeOneWitnessOrNone() {
        TlogPolicy one = good("witness w <W1>\nquorum w\n");
        assertTrue(one.isMetBy(Set.of("w")));
        assertFalse(one.isMetBy(Set.of()));
        TlogPolicy none = good("quorum none\n");
        assertTrue(none.isMetBy(Set.of()));
        assertEquals(Optional.empty(), none.quorum());
        assertEquals("quorum none\n", none.bytes().utf8());
    }

    @Test
    void octetsAbove127AreOpaque() {
        String kelvin = "witness \u212a <W1>\nwitness K <W2>\ngroup \u00e9\u0301 all \u212a K\n";
        TlogPolicy policy = good(kelvin + "quorum \u00e9\u0301\n");
        String name = new String("\u212a".getBytes(StandardCharsets.UTF_8), LATIN);
        assertTrue(policy.isMetBy(Set.of("K", name)));
        assertFalse(policy.isMetBy(Set.of("K", "\u212a")));
        // Octets that are no UTF-8, and those that Unicode counts as spaces or controls.
        for (int octet = 0x80; octet <= 0xff; octet++) {
            String w = "w" + (char) octet;
            String text = "witness " + w + " <W1> " + w + "\n# " + w + "\nquorum " + w + "\n";
            Bytes bytes = Bytes.of(keyed(text).getBytes(LATIN));
            TlogPolicy read = TlogPolicy.parse(bytes).orThrow();
            assertTrue(read.isMetBy(Set.of(w)));
            assertEquals(read, TlogPolicy.parse(read.bytes()).orThrow());
        }
    }

    @Test
    void theOnlyControlsAreTabAndNewline() {
        for (int octet = 0; octet < 0x20; octet++) {
            if (octet != '\t' && octet != '\n') {
                refused("# " + (char) octet + "\nquorum none\n", "byte 2");
            }
        }
        refused("# \u007f\nquorum none\n", "byte 2");
        refused("quorum none\r\n", "byte 11");
    }

    @Test
    void refusesWhatIsNotDefinedBefore() {
        refused("witness w <W1>\ngroup g any w v\nwitness v <W2>\nquorum g\n", "line 2");
        refused("group g any g\nquorum g\n", "line 1");
        refused("quorum w\nwitness w <W1>\n", "line 1");
        refused("witness w <W1>\ngroup g all w none\nquorum g\n", "line 2");
    }

    @Test
    void refusesWhatStandsTwice() {
        refused("witness w <W1>\nwitness w <W2>\nquorum w\n", "line 2");
        refused("witness w <W1>\nwitness v <W1>\nquorum w\n", "line 2");
        refused("log <LOG>\nlog <LOG> https://a\nquorum none\n", "line 2");
        refused("witness w <W1>\ngroup w any w\nquorum w\n", "line 2");
        refused("witness w <W1>\ngroup g any w w\nquorum g\n", "line 2");
        refused("witness w <W1>\ngroup g any w\ngroup h any w\nquorum g\n", "line 3");
        refused("quorum none\nquorum none\n", "line 2");
        // One key under another name is still the same witness.
        String other = key("other", VerifierKey.Type.COSIGNATURE, 1).verifierKey().text();
        refused("witness w <W1>\nwitness v " + other + "\nquorum w\n", "line 2");
    }

    @Test
    void refusesLinesOfAnotherShape() {
        for (String line :
                List.of(
                        "log",
                        "log <LOG> a b",
                        "log <W1>",
                        "log nothing",
                        "witness w",
                        "witness w <LOG>",
                        "witness w <W1> a b",
                        "witness w <W1> # not a comment",
                        "witness none <W1>",
                        "group g",
                        "group g all",
                        "group g 0 v",
                        "group g 2 v",
                        "group g 01 v",
                        "group g +1 v",
                        "group g -1 v",
                        "group g 1 ",
                        "group g ALL v",
                        "group g 18446744073709551617 v",
                        "group none all v",
                        "Quorum v",
                        "quorum",
                        "quorum v v",
                        "policy")) {
            refused("witness v <W2>\n" + line + "\nquorum v\n", "line 2");
        }
        refused("", "");
        refused("witness v <W2>\n", "");
        refused("witness v <W2>\nquorum v", "");
        refused("witness v <W2>\r\nquorum v\n", "byte");
    }

    @Test
    void takes512OfEachAndNoMore() {
        var text = new StringBuilder();
        for (int at = 0; at < TlogPolicy.EACH_MAX; at++) {
            text.append("log ").append(vkey("log" + at, VerifierKey.Type.ED25519, at)).append('\n');
            text.append("witness w").append(at).append(' ');
            text.append(vkey("w" + at, VerifierKey.Type.COSIGNATURE, at)).append('\n');
            text.append("group g").append(at).append(" all w").append(at);
            text.append(at == 0 ? "\n" : " g" + (at - 1) + "\n");
        }
        TlogPolicy most = good(text + "quorum g511\n");
        assertEquals(512, most.logs().size());
        assertFalse(most.isMetBy(Set.of("w0", "w511")));
        refused(text + "witness w " + vkey("w", VerifierKey.Type.COSIGNATURE, 600) + "\n", "line");
        refused(text + "log " + vkey("l", VerifierKey.Type.ED25519, 600) + "\n", "line 1537");
        refused(text + "group g all g511\n", "line 1537");
        String name = "n".repeat(TlogPolicy.NAME_BYTES_MAX);
        good("witness " + name + " <W1>\nquorum " + name + "\n");
        refused("witness n" + name + " <W1>\nquorum n" + name + "\n", "line 1");
        String filled = "#".repeat(TlogPolicy.BYTES_MAX - 13) + "\nquorum none\n";
        good(filled);
        refused("#" + filled, "");
    }

    @Test
    void opensWhatOneOfItsLogsSignedAndCountsGoodCosignatures() {
        SigningKey w1 = witness(1);
        Note plain = Note.of(new Checkpoint("example.com/log", TreeHead.EMPTY).text());
        Note signed =
                plain.signedBy(LOG)
                        .with(Cosignature.sign(plain, w1, 7))
                        .with(Cosignature.sign(plain, witness(9), 7));
        TlogPolicy policy = good(EXAMPLE);
        assertEquals("example.com/log", policy.open(signed).orThrow().origin());
        assertEquals(Set.of("X1"), policy.cosigners(signed));
        assertInstanceOf(Checked.Refused.class, policy.open(plain.signedBy(w2Log())));
        Note elsewhere = Note.of(new Checkpoint("example.com/other", TreeHead.EMPTY).text());
        assertInstanceOf(Checked.Refused.class, policy.open(elsewhere.signedBy(LOG)));
        // Two logs of one origin: each key is accepted.
        TlogPolicy two = good("log " + w2Log().verifierKey().text() + "\n" + EXAMPLE);
        assertEquals("example.com/log", two.open(signed).orThrow().origin());
        assertEquals("example.com/log", two.open(plain.signedBy(w2Log())).orThrow().origin());
    }

    @Test
    void whatIsMadeInCodeIsHeldToTheSameRules() {
        var witness = new TlogPolicy.Witness("w", witness(1).verifierKey(), "");
        assertThrows(
                IllegalArgumentException.class,
                () -> new TlogPolicy(List.of(), List.of(witness, witness), Optional.of("w")));
        assertThrows(
                IllegalArgumentException.class,
                () -> new TlogPolicy(List.of(), List.of(witness), Optional.of("v")));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new TlogPolicy(
                                List.of(),
                                List.of(
                                        new TlogPolicy.Witness(
                                                "a b", witness(1).verifierKey(), "")),
                                Optional.empty()));
    }

    @Test
    void everyPolicyIsRefusedOrReadsTheSameWhenWrittenAgain() {
        List<Bytes> corpus =
                List.of(Bytes.utf8(keyed(EXAMPLE)), Bytes.utf8("group g 2 a b\nquorum none\n"));
        Fuzz.each(
                4_000,
                corpus,
                input ->
                        TlogPolicy.parse(input)
                                .optional()
                                .ifPresent(it ->
                                        assertEquals(it, TlogPolicy.parse(it.bytes()).orThrow())));
    }

    private static final java.nio.charset.Charset LATIN = StandardCharsets.ISO_8859_1;

    private static TlogPolicy good(String text) {
        return TlogPolicy.parse(Bytes.utf8(keyed(text))).orThrow();
    }

    private static void refused(String text, String where) {
        var refused =
                assertInstanceOf(
                        Checked.Refused.class, TlogPolicy.parse(Bytes.utf8(keyed(text))), text);
        assertTrue(refused.where().startsWith(where), () -> text + refused);
    }

    private static String keyed(String text) {
        String keyed = text.replace("<LOG>", LOG.verifierKey().text());
        for (int at = 1; at < 8; at++) {
            keyed = keyed.replace("<W" + at + ">", witness(at).verifierKey().text());
        }
        return keyed;
    }

    private static SigningKey w2Log() {
        return key("example.com/log", VerifierKey.Type.ED25519, 2);
    }

    private static SigningKey witness(int at) {
        return key("witness" + at, VerifierKey.Type.COSIGNATURE, at);
    }

    private static String vkey(String name, VerifierKey.Type type, int at) {
        return key(name, type, at).verifierKey().text();
    }

    private static SigningKey key(String name, VerifierKey.Type type, int at) {
        Bytes seed = SigningKey.derive(Bytes.of(new byte[32]), type + "/" + at);
        return SigningKey.of(name, type, seed);
    }
}
