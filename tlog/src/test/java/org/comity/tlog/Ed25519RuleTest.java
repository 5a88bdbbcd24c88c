package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class Ed25519RuleTest {
    private static final Set<String> FLAWS_OF_KEY =
            Set.of("low_order_A", "low_order_component_A", "non_canonical_A");

    /** One edge case of C2SP CCTV. */
    private record Edge(Bytes key, Bytes signature, Bytes message, Set<String> flags) {
        boolean isTaken() {
            return Ed25519Rule.takesKey(key) && Ed25519Rule.verifies(key, message, signature);
        }

        boolean isTakenByLibraryAlone() {
            byte[] signed = message.array();
            return Ed25519.verify(signature.array(), 0, key.array(), 0, signed, 0, signed.length);
        }
    }

    @Test
    void takesOfTheEdgeCasesOnlyTheOneWithoutAnyFlaw() {
        List<Edge> edges = edges();
        assertEquals(914, edges.size());
        for (Edge edge : edges) {
            assertEquals(edge.flags.isEmpty(), edge.isTaken(), edge.toString());
        }
        assertEquals(1, edges.stream().filter(Edge::isTaken).count());
    }

    @Test
    void takesExactlyTheKeysWithoutFlaw() {
        for (Edge edge : edges()) {
            boolean sound = edge.flags.stream().noneMatch(FLAWS_OF_KEY::contains);
            assertEquals(sound, Ed25519Rule.takesKey(edge.key), edge.toString());
        }
    }

    @Test
    void keysThatAreRememberedAreTakenAsAnew() {
        List<Edge> edges = edges();
        for (int round = 0; round < 3; round++) {
            for (Edge edge : round == 1 ? edges.reversed() : edges) {
                assertEquals(
                        Ed25519Rule.takesKey(edge.key), GoodKeys.takes(edge.key), edge.toString());
            }
        }
        assertFalse(GoodKeys.takes(Bytes.EMPTY));
    }

    /**
     * Good key, R with torsion: what the library says depends on a short scalar drawn from the
     * message.
     */
    @Test
    void refusesCommitmentsThatTheLibraryAloneWouldTake() {
        List<Edge> parting =
                edges().stream()
                        .filter(edge -> Ed25519Rule.takesKey(edge.key))
                        .filter(edge -> edge.isTakenByLibraryAlone() && !edge.isTaken())
                        .toList();
        assertEquals(15, parting.size());
    }

    /** [S]B = [k]A has the neutral point as R, and no honest signer draws that. */
    @Test
    void refusesTheNeutralPointAsCommitment() {
        SigningKey key = SigningKey.of("a", VerifierKey.Type.ED25519, Bytes.of(new byte[32]));
        byte[] neutral = new byte[32];
        neutral[0] = 1;
        Bytes publicKey = key.verifierKey().publicKey();
        byte[] forged = NeutralCommitment.sign(new byte[32], publicKey.array());
        assertArrayEquals(neutral, Arrays.copyOf(forged, 32));
        assertTrue(Ed25519.verify(forged, 0, publicKey.array(), 0, new byte[0], 0, 0));
        assertFalse(Ed25519Rule.verifies(publicKey, Bytes.EMPTY, Bytes.of(forged)));
    }

    @Test
    void answersTheSameEveryTime() {
        List<Boolean> first = edges().stream().map(Edge::isTaken).toList();
        assertEquals(first, edges().stream().map(Edge::isTaken).toList());
    }

    @Test
    void judgesSignaturesAsWycheproofDoes() {
        int count = 0;
        JsonNode groups =
                Shared.json(Shared.vectors("wycheproof/ed25519_test.json")).get("testGroups");
        for (JsonNode group : groups) {
            Bytes key = hex(group.get("publicKey"), "pk");
            for (JsonNode test : group.get("tests")) {
                boolean taken =
                        Ed25519Rule.takesKey(key)
                                && Ed25519Rule.verifies(key, hex(test, "msg"), hex(test, "sig"));
                boolean valid = test.get("result").asString().equals("valid");
                assertEquals(valid, taken, test.toString());
                count++;
            }
        }
        assertEquals(151, count);
    }

    /** RFC 8032 section 7.1, test 1. */
    @Test
    void signsAsRfc8032Says() {
        Bytes seed =
                Bytes.parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
                        .orThrow();
        SigningKey key = SigningKey.of("a", VerifierKey.Type.ED25519, seed);
        assertEquals(
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                key.verifierKey().publicKey().hex());
        assertEquals(
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
                key.sign(Bytes.EMPTY).hex());
    }

    @Test
    void takesEverySignatureOfOurOwn() {
        Seeds.each(
                100,
                random -> {
                    byte[] seed = new byte[32];
                    random.nextBytes(seed);
                    byte[] message = new byte[random.nextInt(200)];
                    random.nextBytes(message);
                    SigningKey key = SigningKey.of("a", VerifierKey.Type.ED25519, Bytes.of(seed));
                    Bytes signature = key.sign(Bytes.of(message));
                    assertTrue(key.verifierKey().verifies(Bytes.of(message), signature));
                    byte[] bent = signature.array();
                    bent[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
                    assertFalse(key.verifierKey().verifies(Bytes.of(message), Bytes.of(bent)));
                });
    }

    @Test
    void refusesSignaturesAndKeysOfAnotherLength() {
        SigningKey key = SigningKey.of("a", VerifierKey.Type.ED25519, Bytes.of(new byte[32]));
        Bytes good = key.sign(Bytes.EMPTY);
        assertFalse(key.verifierKey().verifies(Bytes.EMPTY, good.slice(0, 63)));
        assertFalse(
                key.verifierKey().verifies(Bytes.EMPTY, Bytes.join(good, Bytes.of(new byte[1]))));
        assertFalse(Ed25519Rule.takesKey(key.verifierKey().publicKey().slice(0, 31)));
        assertFalse(Ed25519Rule.takesKey(Bytes.EMPTY));
    }

    private static List<Edge> edges() {
        List<Edge> edges = new ArrayList<>();
        for (JsonNode edge : Shared.json(Shared.vectors("cctv/ed25519vectors.json"))) {
            Set<String> flags = new TreeSet<>();
            edge.get("flags").forEach(flag -> flags.add(flag.asString()));
            edges.add(
                    new Edge(
                            hex(edge, "key"),
                            hex(edge, "sig"),
                            Bytes.utf8(edge.get("msg").asString()),
                            flags));
        }
        return edges;
    }

    private static Bytes hex(JsonNode in, String field) {
        return Bytes.parseHex(in.get(field).asString()).orThrow();
    }
}
