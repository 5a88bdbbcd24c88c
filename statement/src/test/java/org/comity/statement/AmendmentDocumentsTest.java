package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** Proposal, vote and rotation: one spelling each, everything else refused. */
final class AmendmentDocumentsTest {
    private static final Hash ONE = Hash.parseHex("11".repeat(32)).orThrow();
    private static final Hash TWO = Hash.parseHex("ff".repeat(32)).orThrow();
    private static final Bytes SIGNATURE = Bytes.of(new byte[64]);
    private static final String ZEROS = SIGNATURE.base64();

    @Test
    void aProposalHasTheFormThatIsDocumentedAndReadsBack() {
        Proposal proposal = proposal("b left");
        assertEquals(
                "{\"charter\":\"comity charter v1\\n\",\"comity\":\"proposal/v1\","
                        + "\"consents\":{\"c\":[\""
                        + ZEROS
                        + "\"]},\"cut\":{\"b/log\":{\"root\":\""
                        + "11".repeat(32)
                        + "\",\"size\":7}},\"deadline\":200,\"made\":100,\"parent\":\""
                        + "ff".repeat(32)
                        + "\",\"reason\":\"b left\"}",
                proposal.json().utf8());
        assertEquals(Checked.good(proposal), Proposal.parse(proposal.json()));
        assertNotEquals(proposal.hash(), proposal("b leaves").hash());
    }

    @Test
    void aVoteHasTheFormThatIsDocumentedAndReadsBack() {
        Vote vote = vote(3, List.of(TWO, ONE, TWO));
        assertEquals(
                "{\"charter\":\""
                        + "11".repeat(32)
                        + "\",\"comity\":\"vote/v1\",\"justification\":[\""
                        + "11".repeat(32)
                        + "\",\""
                        + "ff".repeat(32)
                        + "\"],\"parent\":\""
                        + "ff".repeat(32)
                        + "\",\"proposal\":\""
                        + "11".repeat(32)
                        + "\",\"round\":3,\"signature\":\""
                        + ZEROS
                        + "\"}",
                vote.json().utf8());
        assertEquals(Checked.good(vote), Vote.parse(vote.json()));
        assertEquals(
                "comity vote v1\nparent "
                        + "ff".repeat(32)
                        + "\nround 3\nproposal "
                        + "11".repeat(32)
                        + "\ncharter "
                        + "11".repeat(32)
                        + "\njustification "
                        + Vote.digest(List.of(ONE, TWO)).hex()
                        + "\n",
                vote.cast().signedText());
    }

    @Test
    void aRotationHasTheFormThatIsDocumentedAndReadsBack() {
        Rotation rotation = rotation();
        assertEquals(
                "{\"comity\":\"rotation/v1\",\"keys\":[\"m\",\"n\",\"w\",\"s\"],\"member\":\"b\","
                        + "\"new\":\""
                        + ZEROS
                        + "\",\"old\":\""
                        + ZEROS
                        + "\",\"parent\":\""
                        + "ff".repeat(32)
                        + "\"}",
                rotation.json().utf8());
        assertEquals(Checked.good(rotation), Rotation.parse(rotation.json()));
        assertEquals(
                "comity rotation v1\nparent " + "ff".repeat(32) + "\nmember b\nm\nn\nw\ns\n",
                rotation.wanted().signedText());
    }

    @Test
    void aProposalIsReadStrictly() {
        String good = proposal("x").json().utf8();
        for (Map.Entry<String, String> change :
                List.of(
                        Map.entry("\"deadline\":200", "\"deadline\":100"),
                        Map.entry("\"deadline\":200", "\"deadline\":253402300800"),
                        Map.entry("\"made\":100", "\"made\":-1"),
                        Map.entry("\"made\":100", "\"made\":\"100\""),
                        Map.entry("\"size\":7", "\"size\":-7"),
                        Map.entry("\"size\":7", "\"size\":7.5"),
                        Map.entry("\"size\":7", "\"sizes\":7"),
                        Map.entry("b/log", "b/logs"),
                        Map.entry("b/log", "B/log"),
                        Map.entry("\"parent\":\"ff", "\"parent\":\"FF"),
                        Map.entry("\"c\":[\"", "\"c\":[\"AAAA\",\""),
                        Map.entry("\"c\":[\"" + ZEROS + "\"]", "\"c\":[]"),
                        Map.entry("\"c\":", "\"C\":"),
                        Map.entry("\"reason\":\"x\"", "\"reason\":\"\\u202e\""),
                        Map.entry("\"reason\":\"x\"", "\"reason\":7"),
                        Map.entry("\"charter\":\"comity charter v1\\n\"", "\"charter\":7"),
                        Map.entry("proposal/v1", "proposal/v2"))) {
            refuses(good, change, Proposal.parse(changed(good, change)));
        }
    }

    @Test
    void aVoteIsReadStrictly() {
        String good = vote(3, List.of(ONE, TWO)).json().utf8();
        for (Map.Entry<String, String> change :
                List.of(
                        Map.entry("\"round\":3", "\"round\":1000"),
                        Map.entry("\"round\":3", "\"round\":-1"),
                        Map.entry("\"round\":3", "\"round\":0.5"),
                        Map.entry("\"signature\":\"AAAA", "\"signature\":\""),
                        Map.entry(",\"ff", ",\"00"),
                        Map.entry("[\"11", "[\"AA"),
                        Map.entry("\"proposal\":\"11", "\"proposal\":\"1"),
                        Map.entry("vote/v1", "halt/v1"))) {
            refuses(good, change, Vote.parse(changed(good, change)));
        }
        assertThrows(IllegalArgumentException.class, () -> vote(1_000, List.of()));
    }

    @Test
    void aRotationIsReadStrictly() {
        String good = rotation().json().utf8();
        for (Map.Entry<String, String> change :
                List.of(
                        Map.entry("\"m\",", ""),
                        Map.entry("\"m\"", "\"m m\""),
                        Map.entry("\"m\"", "\"\""),
                        Map.entry("\"m\"", "7"),
                        Map.entry("\"member\":\"b\"", "\"member\":\"b/\""),
                        Map.entry("\"old\":\"AAAA", "\"old\":\""))) {
            refuses(good, change, Rotation.parse(changed(good, change)));
        }
    }

    @Test
    void boundsCutConsentsAndJustification() {
        var cut = new TreeMap<String, LogMark>();
        var consents = new TreeMap<MemberId, List<Bytes>>();
        for (int at = 0; at < Proposal.CUTS_MAX; at++) {
            cut.put("m" + at + "/log", new LogMark(at, ONE));
        }
        for (int at = 0; at < Proposal.CONSENTS_MAX; at++) {
            consents.put(new MemberId("m" + at), List.of(SIGNATURE, SIGNATURE));
        }
        var term = new Proposal.Term(0, 1);
        Proposal largest = new Proposal(ONE, "x", cut, term, consents, "");
        assertEquals(Checked.good(largest), Proposal.parse(largest.json()));
        cut.put("more/log", new LogMark(0, ONE));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Proposal(ONE, "x", cut, term, new TreeMap<>(), ""));
        consents.put(new MemberId("more"), List.of(SIGNATURE));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Proposal(ONE, "x", new TreeMap<>(), term, consents, ""));
        List<Hash> many = new ArrayList<>();
        for (int at = 0; at < Vote.JUSTIFICATION_MAX; at++) {
            many.add(new Hash(at, 0, 0, 0));
        }
        Vote most = vote(1, many);
        assertEquals(Checked.good(most), Vote.parse(most.json()));
        many.add(TWO);
        assertThrows(IllegalArgumentException.class, () -> vote(1, many));
        assertThrows(IllegalArgumentException.class, () -> new Proposal.Term(5, 5));
        assertThrows(IllegalArgumentException.class, () -> new LogMark(-1, ONE));
    }

    @Test
    void everyDocumentIsRefusedOrPrintsAsItWas() {
        Seeds.each(
                3_000,
                random -> {
                    byte[] json = corpus(random).array();
                    for (int change = 0; change <= random.nextInt(3); change++) {
                        json[random.nextInt(json.length)] =
                                (byte) "\"{}[]:,0aZ\\n\u0000".charAt(random.nextInt(13));
                    }
                    Bytes bytes = Bytes.of(json);
                    Proposal.parse(bytes).optional().ifPresent(it -> same(bytes, it.json()));
                    Vote.parse(bytes).optional().ifPresent(it -> same(bytes, it.json()));
                    Rotation.parse(bytes).optional().ifPresent(it -> same(bytes, it.json()));
                });
    }

    private static Bytes corpus(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> proposal("x").json();
            case 1 -> vote(2, List.of(ONE, TWO)).json();
            default -> rotation().json();
        };
    }

    private static void same(Bytes read, Bytes printed) {
        assertEquals(read.utf8(), printed.utf8());
    }

    private static Bytes changed(String good, Map.Entry<String, String> change) {
        return Bytes.utf8(good.replace(change.getKey(), change.getValue()));
    }

    private static void refuses(String good, Map.Entry<String, String> change, Checked<?> parsed) {
        assertFalse(good.equals(changed(good, change).utf8()), change.getKey());
        assertInstanceOf(Checked.Refused.class, parsed, change.getValue());
    }

    private static Proposal proposal(String reason) {
        return new Proposal(
                TWO,
                "comity charter v1\n",
                new TreeMap<>(Map.of("b/log", new LogMark(7, ONE))),
                new Proposal.Term(100, 200),
                new TreeMap<>(Map.of(new MemberId("c"), List.of(SIGNATURE))),
                reason);
    }

    private static Vote vote(int round, List<Hash> justification) {
        List<Hash> once = justification.stream().sorted().distinct().toList();
        return new Vote(
                new Vote.Cast(TWO, round, ONE, ONE, Vote.digest(once)), justification, SIGNATURE);
    }

    private static Rotation rotation() {
        var wanted = new Rotation.Wanted(TWO, new MemberId("b"), List.of("m", "n", "w", "s"));
        return new Rotation(wanted, SIGNATURE, SIGNATURE);
    }
}
