package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.comity.exchange.WitnessDecision.Why;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** The answers of C2SP tlog-witness, in the order in which its requirements are checked. */
class WitnessDecisionTest {
    private static final SigningKey KEY = Desk.of("cert.example", "NL").node();
    private static final SigningKey OTHER_KEY = Desk.of("isp.example", "DE").node();
    private static final Optional<VerifierKey> TRUSTED = Optional.of(KEY.verifierKey());
    private static final ConsistencyProof NONE = new ConsistencyProof(List.of());
    private final TestLog log = new TestLog(KEY).grow(9, new Random(5));
    private final TestLog fork = log.copy(4).grow(5, new Random(6));

    @Test
    void unknownLogsAndSignaturesComeBeforeAnythingElse() {
        WitnessRequest bad = new WitnessRequest(99, NONE, signed(9), "cert.example/log", head(9));
        assertEquals(refused(Why.UNKNOWN_LOG), of(Optional.empty(), head(3), bad));
        Note unsigned = Note.of(signed(9).text()).signedBy(OTHER_KEY);
        assertEquals(refused(Why.NOT_SIGNED), of(TRUSTED, head(3), with(99, unsigned)));
        Note bySomebodyElse = Note.of(signed(9).text()).with(lineOf(signed(8)));
        assertEquals(refused(Why.BAD_SIGNATURE), of(TRUSTED, head(3), with(99, bySomebodyElse)));
        Note good = signed(9).with(lineOf(signed(8)));
        assertEquals(refused(Why.BAD_SIGNATURE), of(TRUSTED, head(3), with(99, good)));
        // Then the old size, then the conflict, then the proof.
        assertEquals(refused(Why.OLD_ABOVE_SIZE), of(TRUSTED, head(3), with(10, signed(9))));
        assertEquals(new WitnessDecision.Conflict(3), of(TRUSTED, head(3), with(4, signed(9))));
        assertEquals(refused(Why.BAD_PROOF), of(TRUSTED, head(4), with(4, signed(9))));
    }

    @Test
    void linesOfUnknownKeysAreIgnored() {
        Note more = signed(9).signedBy(OTHER_KEY).with(lineOf(Note.of("x\n").signedBy(OTHER_KEY)));
        assertEquals(cosign(9), of(TRUSTED, TreeHead.EMPTY, with(0, more)));
    }

    @Test
    void theFirstTreeNeedsNoProofAndTakesNone() {
        assertEquals(cosign(9), of(TRUSTED, TreeHead.EMPTY, with(0, signed(9))));
        ConsistencyProof some = new ConsistencyProof(List.of(Hash.ZERO));
        assertEquals(
                refused(Why.BAD_PROOF),
                of(TRUSTED, TreeHead.EMPTY, WitnessRequest.of(0, some, signed(9))));
    }

    @Test
    void theEmptyTreeHasOneRoot() {
        assertEquals(cosign(0), of(TRUSTED, TreeHead.EMPTY, with(0, signed(0))));
        Note wrong = Note.of("cert.example/log\n0\n" + Hash.ZERO.base64() + "\n").signedBy(KEY);
        WitnessRequest request = WitnessRequest.parse(body("old 0\n\n", wrong)).orThrow();
        assertEquals(refused(Why.WRONG_EMPTY_ROOT), of(TRUSTED, TreeHead.EMPTY, request));
        assertEquals(new WitnessDecision.Conflict(4), of(TRUSTED, head(4), request));
    }

    @Test
    void theSameTreeIsCosignedAgainAndAnotherOfItsSizeNever() {
        assertEquals(cosign(9), of(TRUSTED, head(9), with(9, signed(9))));
        assertEquals(refused(Why.OTHER_ROOT), of(TRUSTED, head(9), with(9, fork.checkpoint())));
        ConsistencyProof some = new ConsistencyProof(List.of(Hash.ZERO));
        assertEquals(
                refused(Why.BAD_PROOF),
                of(TRUSTED, head(9), WitnessRequest.of(9, some, signed(9))));
    }

    @Test
    void whatContradictsTheEntriesHeldIsNotCosigned() {
        assertEquals(
                refused(Why.OTHER_ROOT),
                WitnessDecision.decide(
                        TreeHead.EMPTY, Optional.of(head(9)), with(0, fork.checkpoint())));
        assertEquals(
                cosign(9),
                WitnessDecision.decide(TreeHead.EMPTY, Optional.of(head(9)), with(0, signed(9))));
    }

    @Test
    void everyStatusIsThatOfTheSpecification() {
        Map<Why, Integer> statuses =
                Map.of(
                        Why.UNKNOWN_LOG, 404,
                        Why.NOT_SIGNED, 403,
                        Why.BAD_SIGNATURE, 403,
                        Why.OLD_ABOVE_SIZE, 400,
                        Why.WRONG_EMPTY_ROOT, 422,
                        Why.OTHER_ROOT, 422,
                        Why.BAD_PROOF, 422,
                        Why.TOO_MANY, 429);
        for (Why why : Why.values()) {
            assertEquals(statuses.get(why), why.status());
        }
    }

    /** Whatever comes in which order: one root for each size, and each tree out of the last. */
    @Test
    void neverCosignsTwoRootsForOneSizeNorGoesBack() {
        Seeds.each(
                60,
                random -> {
                    List<TestLog> trees = forks(random);
                    Map<Long, TreeHead> cosigned = new HashMap<>();
                    TreeHead last = TreeHead.EMPTY;
                    for (int step = 0; step < 40; step++) {
                        TestLog from = trees.get(random.nextInt(trees.size()));
                        WitnessRequest request = request(from, last, random);
                        if (of(TRUSTED, last, request)
                                instanceof WitnessDecision.Cosign(TreeHead head)) {
                            assertTrue(head.size() >= last.size());
                            TreeHead before = cosigned.putIfAbsent(head.size(), head);
                            assertTrue(before == null || before.equals(head));
                            assertTrue(isGrownFrom(from, last));
                            last = head;
                        }
                    }
                    assertTrue(!cosigned.isEmpty(), "something is cosigned");
                });
    }

    private static boolean isGrownFrom(TestLog from, TreeHead last) {
        return from.tree.headAt(last.size()).equals(last);
    }

    private static List<TestLog> forks(Random random) {
        var one = new TestLog(KEY).grow(1 + random.nextInt(20), random);
        int common = random.nextInt(one.entries.size() + 1);
        var two = one.copy(common).grow(1 + random.nextInt(20), random);
        one.grow(random.nextInt(20), random);
        return List.of(one, two, two.copy(two.entries.size()).grow(3, random));
    }

    /** Mostly what an owner would send, at times something else. */
    private static WitnessRequest request(TestLog from, TreeHead last, Random random) {
        long size = Math.min(from.entries.size(), last.size() + random.nextInt(4));
        long old = random.nextInt(4) == 0 ? random.nextInt(20) : last.size();
        ConsistencyProof proof =
                old <= size
                        ? from.tree.proveConsistency(old, size)
                        : new ConsistencyProof(List.of());
        if (random.nextInt(8) == 0) {
            proof = new ConsistencyProof(List.of(Hash.ZERO));
        }
        return WitnessRequest.of(old, proof, from.checkpointAt(size));
    }

    /**
     * The requests of litewitness.txt (torchwood, cmd/litewitness/testdata) for a log of Sigsum, in
     * its order; it answers 403 to an unknown log, as the specification did then.
     */
    @Test
    void answersTheReferenceScriptAsItExpects() {
        var log = new SigsumLog();
        assertEquals("cosign 1", log.add(0, 1, SigsumLog.SIZE_1));
        assertEquals(403, log.status(1, 3, SigsumLog.SIZE_3_BADLY_SIGNED, 1, 2));
        assertEquals(422, log.status(1, 3, SigsumLog.SIZE_3));
        assertEquals(422, log.status(1, 3, SigsumLog.SIZE_3, 1, 3));
        assertEquals("cosign 3", log.add(1, 3, SigsumLog.SIZE_3, 1, 2));
        assertEquals(409, log.status(1, 5, SigsumLog.SIZE_5, 1, 2, 4));
        assertEquals("cosign 5", log.add(3, 5, SigsumLog.SIZE_5, 2, -1, -2, 4));
    }

    private TreeHead head(long size) {
        return log.tree.headAt(size);
    }

    private Note signed(long size) {
        return log.checkpointAt(size);
    }

    private static WitnessDecision cosign(TreeHead head) {
        return new WitnessDecision.Cosign(head);
    }

    private WitnessDecision cosign(long size) {
        return cosign(head(size));
    }

    private static Note.Signature lineOf(Note note) {
        return note.signatures().getFirst();
    }

    private static WitnessRequest with(long old, Note checkpoint) {
        return WitnessRequest.of(old, NONE, checkpoint);
    }

    private static Bytes body(String head, Note note) {
        return Bytes.join(Bytes.utf8(head), note.bytes());
    }

    private static WitnessDecision refused(Why why) {
        return new WitnessDecision.Refuse(why);
    }

    static WitnessDecision of(
            Optional<VerifierKey> trusted, TreeHead last, WitnessRequest request) {
        return WitnessDecision.screen(trusted, request)
                .orElseGet(() -> WitnessDecision.decide(last, Optional.empty(), request));
    }

    /** A log with published signatures. */
    private static final class SigsumLog {
        static final String SIZE_1 =
                "2a00000000000000000000000000000000000000000000000000000000000000 "
                        + "b7cf653aa9c565a1ca359db81bd3bc656ab2890c6ea4c0aec42295e80aa05049"
                        + "423505026434f987923ccdf07d440c152cd59e736e5914d8ada8d7a4d51b2106";
        static final String SIZE_3 =
                "45c088d4d939e9971298811f227d1295eaad57bbafae55cd71c171e7de48c25d "
                        + "655bb4871d15bc05032d67eece88900c4863a27f190393b99176391577f5def9"
                        + "71b023d9a418c3226b7b7ea47b33686d9b3849451dadc6b07c007c595af1ea0a";
        static final String SIZE_3_BADLY_SIGNED = SIZE_3.substring(0, SIZE_3.length() - 1) + "b";
        static final String SIZE_5 =
                "42bb57ad06420afa4882c4a63ac6a1ec77480b330b2f20dfc53a0caa5f564e36 "
                        + "0fc43899968b48b5150b0e8fe7ad07b17c21c7056a6fe381deb0cd19ece103d5"
                        + "9b2119b5dbe5d54d8a1262ce67f01245c5898b4b56f747495804a17a2eec0f0c";
        private static final String ORIGIN =
                "sigsum.org/v1/tree/"
                        + "4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562";
        private static final VerifierKey KEY =
                new VerifierKey(
                        ORIGIN,
                        VerifierKey.Type.ED25519,
                        Bytes.parseHex(
                                        "ffdc2d4d98e4124d3feaf788c0c2f9ab"
                                                + "fd796083d1f0495437f302ec79cf100f")
                                .orThrow());

        /** Nodes that are not leaves are given in the script. */
        private static final List<String> NODES =
                List.of(
                        "",
                        "2a03000000000000000000000000000000000000000000000000000000000000",
                        "c2088815d65f60dbfa594d4e96504ab169cb6084bf0c132ab7c521fd2e0eba41");

        private TreeHead last = TreeHead.EMPTY;

        /** Leaf hashes are 2a, the number, zeroes; a number below 0 is one of the other nodes. */
        private static Hash node(int number) {
            String hex = number < 0 ? NODES.get(-number) : "2a0" + number + "0".repeat(60);
            return Hash.parseHex(hex).orThrow();
        }

        String add(long old, long size, String rootAndSignature, int... nodes) {
            return switch (decision(old, size, rootAndSignature, nodes)) {
                case WitnessDecision.Cosign(TreeHead head) -> {
                    last = head;
                    yield "cosign " + head.size();
                }
                case WitnessDecision.Conflict(long latest) -> "conflict " + latest;
                case WitnessDecision.Refuse(Why why) -> why.words();
            };
        }

        int status(long old, long size, String rootAndSignature, int... nodes) {
            return switch (decision(old, size, rootAndSignature, nodes)) {
                case WitnessDecision.Cosign _ -> 200;
                case WitnessDecision.Conflict _ -> 409;
                case WitnessDecision.Refuse(Why why) -> why.status();
            };
        }

        private WitnessDecision decision(long old, long size, String signed, int... nodes) {
            String[] parts = signed.split(" ", 2);
            var head = new TreeHead(size, Hash.parseHex(parts[0]).orThrow());
            Bytes signature = Bytes.parseHex(parts[1]).orThrow();
            Note note =
                    Note.of(new Checkpoint(ORIGIN, head).text())
                            .with(new Note.Signature(ORIGIN, KEY.keyId(), signature));
            List<Hash> path = java.util.Arrays.stream(nodes).mapToObj(SigsumLog::node).toList();
            var request = WitnessRequest.of(old, new ConsistencyProof(path), note);
            WitnessRequest read = WitnessRequest.parse(request.bytes()).orThrow();
            return of(Optional.of(KEY), last, read);
        }
    }
}
