package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.comity.exchange.HttpMessage;
import org.comity.exchange.HttpSignature;
import org.comity.exchange.WitnessRequest;
import org.comity.store.Change;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.Cosignature;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A real node as a witness, asked over HTTP by the owner of a log who is this test. */
class WitnessRoutesTest extends FoundedNodes {
    private static final String OWNER = "owner.example";
    private static final SigningKey KEY = Absent.key(OWNER, "log", VerifierKey.Type.ED25519);
    private static final ConsistencyProof NONE = new ConsistencyProof(List.of());
    private static final ConsistencyProof SOME = new ConsistencyProof(List.of(Hash.ZERO));
    private final HttpClient http = HttpClient.newHttpClient();
    private Node witness;

    @BeforeEach
    void found() throws Exception {
        directories("witness.example");
        absent(OWNER);
        super.found();
        witness = run(0);
    }

    /** In the order of litewitness.txt (torchwood), with what it leaves out where it belongs. */
    @Test
    void answersEveryStatusOfTheSpecification() throws Exception {
        MerkleTree log = tree(9, 1);
        refusesWhatIsNotOfALog(log);
        refusesWhatTheLogDidNotSign(log);
        answersASizeThatItDoesNotHave(log);
        statesWhatBothFormsOfAForkProve(log, tree(9, 2));
    }

    private void refusesWhatIsNotOfALog(MerkleTree log) throws Exception {
        assertEquals(404, add(0, NONE, signed(log, 1, "stranger.example/log")).statusCode());
        assertEquals(404, add(0, NONE, signed(log, 1, "witness.example/log")).statusCode());
        assertEquals(
                404,
                add(0, NONE, signed(log, 1, OWNER + "/parties/" + "0a".repeat(32))).statusCode());
        assertEquals(404, monitored().statusCode());

        assertEquals(422, add(0, SOME, signed(log, 1)).statusCode());
        Note wrong = Note.of(OWNER + "/log\n0\n" + Hash.ZERO.base64() + "\n").signedBy(KEY);
        assertEquals(422, addText("old 0\n\n" + wrong.bytes().utf8()).statusCode());
        assertCosigned(log, 0, add(0, NONE, signed(log, 0)));
    }

    private void refusesWhatTheLogDidNotSign(MerkleTree log) throws Exception {
        assertCosigned(log, 1, add(0, NONE, signed(log, 1)));
        Note bad = Note.of(signed(log, 3).text()).with(signed(log, 2).signatures().getFirst());
        assertEquals(403, add(1, log.proveConsistency(1, 3), bad).statusCode());
        Note foreign =
                Note.of(signed(log, 3).text())
                        .signedBy(Absent.key("stranger.example", "log", VerifierKey.Type.ED25519));
        assertEquals(403, add(1, log.proveConsistency(1, 3), foreign).statusCode());
        assertEquals(400, addText("old one\n\n" + signed(log, 3).bytes().utf8()).statusCode());
        assertEquals(400, addText("").statusCode());
        assertEquals(400, add(4, NONE, signed(log, 3)).statusCode());
        assertEquals(422, add(1, NONE, signed(log, 3)).statusCode());
        assertEquals(422, add(1, log.proveConsistency(1, 4), signed(log, 3)).statusCode());
        assertCosigned(log, 3, add(1, log.proveConsistency(1, 3), signed(log, 3)));
    }

    private void answersASizeThatItDoesNotHave(MerkleTree log) throws Exception {
        HttpResponse<byte[]> conflict = add(1, log.proveConsistency(1, 5), signed(log, 5));
        assertEquals(409, conflict.statusCode());
        assertEquals("text/x.tlog.size", conflict.headers().firstValue("Content-Type").orElse(""));
        assertEquals("3\n", Bytes.of(conflict.body()).utf8());
        assertEquals(409, add(0, NONE, signed(log, 5)).statusCode());
        assertCosigned(log, 5, add(3, log.proveConsistency(3, 5), signed(log, 5)));
        // Sent again it is signed again.
        assertCosigned(log, 5, add(5, NONE, signed(log, 5)));
        assertEquals(422, add(5, SOME, signed(log, 5)).statusCode());
    }

    private void statesWhatBothFormsOfAForkProve(MerkleTree log, MerkleTree fork) throws Exception {
        assertEquals(422, add(5, NONE, signed(fork, 5)).statusCode());
        assertEquals(422, add(5, fork.proveConsistency(5, 7), signed(fork, 7)).statusCode());
        assertMonitored(log, 5);
        witness.close();
        nodes.clear();
        witness = run(0);
        assertMonitored(log, 5);
        assertEquals("5\n", Bytes.of(add(0, NONE, signed(fork, 5)).body()).utf8());
        assertEquals(413, addText("old 1\n".repeat(20_000)).statusCode());

        assertEquals(422, add(5, NONE, signed(fork, 5)).statusCode());
        witness.tick(); // it holds no entries of either
        JsonNode fault = witness.run("fault-list", Json.object()).path("faults").path(0);
        assertEquals(OWNER, fault.path("member").asString());
        assertEquals(5, fault.path("one").path("size").asLong());
        assertEquals(5, fault.path("other").path("size").asLong());
        assertEquals(404, add(5, log.proveConsistency(5, 7), signed(log, 7)).statusCode());
    }

    /** {@link StolenKeyTest} and {@link ForkedLogTest} do it with real nodes. */
    @Test
    void underAnotherKeyALogIsWitnessedFromWhatStoodAndTwoFormsOfItNever() throws Exception {
        MerkleTree log = tree(3, 1);
        MerkleTree first = grown(log, 6, new Random(2));
        MerkleTree other = grown(log, 6, new Random(3));
        assertCosigned(first, 5, add(0, NONE, signed(first, 5)));
        stood(signed(log, 3));
        assertEquals("5\n", Bytes.of(add(0, NONE, signed(other, 4)).body()).utf8());

        Log held = witness.desk().logs().log(OWNER + "/log").orElseThrow();
        held.key(Absent.key("former.example", "log", VerifierKey.Type.ED25519).verifierKey());
        assertEquals("3\n", Bytes.of(add(0, NONE, signed(other, 4)).body()).utf8());
        assertCosigned(other, 4, add(3, other.proveConsistency(3, 4), signed(other, 4)));

        // What it has cosigned under the key in force binds it.
        held.key(KEY.verifierKey());
        assertEquals("4\n", Bytes.of(add(0, NONE, signed(first, 5)).body()).utf8());
        assertEquals(422, add(4, first.proveConsistency(4, 5), signed(first, 5)).statusCode());
        assertMonitored(other, 4);
    }

    /** A quorum had cosigned this under a former key. */
    private void stood(Note cosigned) throws Exception {
        Desk desk = witness.desk();
        var row = new Change.Put(RowKeys.stood(OWNER + "/log"), cosigned.bytes());
        desk.writer()
                .call(() -> {
                    desk.pending().write(List.of(row));
                    return true;
                });
    }

    @Test
    void whoSendsRubbishIsPushedBackAndOthersAreNot() throws Exception {
        MerkleTree log = tree(9, 1);
        int status = 0;
        int sent = 0;
        for (; status != 429 && sent < 2_000; sent++) {
            status = add(0, NONE, signed(log, 1, "stranger.example/log")).statusCode();
        }
        assertEquals(429, status);
        assertTrue(sent > 100, "after " + sent);
        assertTrue(untilPushedBack("/cosignature", Bytes.utf8("x")) < 100);
        try (HttpClient other = from(7)) {
            assertCosigned(log, 1, add(other, WitnessRequest.of(0, NONE, signed(log, 1))));
        }
    }

    /** A true checkpoint brings something once; of entries that nobody shows it does each time. */
    @Test
    void whoAnnouncesAgainAndAgainWhatIsNoNewsIsPushedBack() throws Exception {
        Note empty = signed(new MerkleTree(), 0);
        assertTrue(untilPushedBack("/announce", empty.bytes()) > 100);
        assertTrue(untilPushedBack("/charter", Bytes.utf8("x")) < 100);
    }

    /** But for whoever is where a member showed itself. */
    @Test
    void whoReadsAgainAndAgainIsPushedBackAndOthersAreNot() throws Exception {
        NodeRoutes routes = witness.routes();
        var paths = List.of("/cosigned-by/" + OWNER, "/log/witness.example/checkpoint", "/charter");
        for (int number = 0; number < paths.size(); number++) {
            int answered = answered(routes, paths.get(number), "192.0.2." + number);
            assertTrue(answered >= 4_000 && answered < MANY, paths.get(number) + " " + answered);
        }
        assertEquals(200, routes.answer(asked("/charter", Map.of(), "192.0.2.7")).status());
        for (boolean good : new boolean[] {false, true}) {
            String from = "192.0.2." + (good ? 8 : 9);
            long second = System.currentTimeMillis() / 1_000 - (good ? 0 : 10_000);
            var message = new HttpMessage("GET", url(witness) + "/news", Optional.empty());
            var signature = new TreeMap<String, String>();
            HttpSignature.sign(message, KEY, second, new SecureRandom())
                    .forEach((name, value) -> signature.put(name.toLowerCase(Locale.ROOT), value));
            routes.answer(asked("/news", signature, from));
            int answered = answered(routes, "/charter", from);
            assertEquals(good, answered == MANY, "signed well: " + good + ", " + answered);
        }
    }

    private static final int MANY = 30_000;

    /** How often before it is too often; so many at most. */
    private static int answered(NodeRoutes routes, String path, String from) throws Exception {
        int answered = 0;
        while (answered < MANY && routes.answer(asked(path, Map.of(), from)).status() != 429) {
            answered++;
        }
        return answered;
    }

    private static HttpServer.Asked asked(String path, Map<String, String> headers, String from) {
        return new HttpServer.Asked("GET", path, headers, Bytes.EMPTY, from);
    }

    private int untilPushedBack(String path, Bytes body) throws Exception {
        for (int sent = 1; sent < 2_000; sent++) {
            if (post(http, url(witness) + path, body).statusCode() == 429) {
                return sent;
            }
        }
        throw new AssertionError("never pushed back at " + path);
    }

    /** Clients that push two forks at once: never are two roots cosigned for one size. */
    @Test
    void ofTwoForksThatArePushedAtOnceOneIsCosigned() throws Exception {
        var clients = new ArrayList<HttpClient>();
        for (int number = 0; number < 16; number++) {
            clients.add(from(number));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            MerkleTree won = new MerkleTree();
            var cosigned = new TreeMap<Long, Hash>();
            for (long seed = 1; seed <= 20; seed++) {
                var random = new Random(seed);
                long base = won.size();
                List<MerkleTree> forks = List.of(grown(won, 8, random), grown(won, 8, random));
                var answers = new ArrayList<Future<TreeHead>>();
                for (int client = 0; client < 64; client++) {
                    MerkleTree fork = forks.get(random.nextInt(2));
                    long size = base + 1 + random.nextInt(8);
                    var request =
                            WitnessRequest.of(
                                    base, fork.proveConsistency(base, size), signed(fork, size));
                    HttpClient from = clients.get(client % clients.size());
                    answers.add(
                            threads.submit(() ->
                                    add(from, request).statusCode() == 200
                                            ? request.head()
                                            : TreeHead.EMPTY));
                }
                for (Future<TreeHead> answer : answers) {
                    TreeHead head = answer.get();
                    if (head.size() > 0) {
                        Hash known = cosigned.putIfAbsent(head.size(), head.root());
                        assertTrue(known == null || known.equals(head.root()), "seed " + seed);
                    }
                }
                TreeHead last = monitoredHead();
                assertTrue(last.size() > base, "seed " + seed + ": nothing was cosigned");
                won =
                        forks.stream()
                                .filter(it -> it.headAt(last.size()).equals(last))
                                .findFirst()
                                .map(it -> firstOf(it, last.size()))
                                .orElseThrow();
                for (var one : cosigned.entrySet()) {
                    assertEquals(won.headAt(one.getKey()).root(), one.getValue(), "seed " + seed);
                }
            }
        } finally {
            clients.forEach(HttpClient::close);
        }
    }

    private static MerkleTree firstOf(MerkleTree tree, long size) {
        var first = new MerkleTree();
        for (long at = 0; at < size; at++) {
            first.append(tree.leafHash(at));
        }
        return first;
    }

    private static MerkleTree grown(MerkleTree tree, int by, Random random) {
        MerkleTree grown = firstOf(tree, tree.size());
        for (int at = 0; at < by; at++) {
            grown.append(new Hash(random.nextLong(), random.nextLong(), 0, 0));
        }
        return grown;
    }

    private static MerkleTree tree(int size, long seed) {
        return grown(new MerkleTree(), size, new Random(seed));
    }

    /** Each from another address of this machine, so that none is pushed back for another. */
    private static HttpClient from(int number) throws Exception {
        return HttpClient.newBuilder()
                .localAddress(InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (number + 1)}))
                .build();
    }

    private HttpResponse<byte[]> monitored() throws Exception {
        String hex = Hash.digest(Bytes.utf8(OWNER + "/log").array()).hex();
        return get(http, url(witness) + "/witness/" + hex + "/checkpoint");
    }

    private TreeHead monitoredHead() throws Exception {
        Note note = Note.parse(Bytes.of(monitored().body())).orThrow();
        return Checkpoint.open(note, KEY.verifierKey()).orThrow().head();
    }

    private void assertMonitored(MerkleTree log, long size) throws Exception {
        Note note = Note.parse(Bytes.of(monitored().body())).orThrow();
        assertEquals(log.headAt(size), monitoredHead());
        assertEquals(1, Cosignature.verify(note, List.of(witnessKey())).size());
        assertEquals(2, note.signatures().size());
    }

    private void assertCosigned(MerkleTree log, long size, HttpResponse<byte[]> answer) {
        String lines = Bytes.of(answer.body()).utf8();
        assertEquals(200, answer.statusCode(), lines);
        String text = signed(log, size).text();
        Note note = Note.parse(Bytes.utf8(text + "\n" + lines)).orThrow();
        Cosignature good = Cosignature.verify(note, List.of(witnessKey())).getFirst();
        assertTrue(Math.abs(good.atSecond() - System.currentTimeMillis() / 1_000) < 600);
    }

    private VerifierKey witnessKey() {
        return witness.desk().keys().witness().verifierKey();
    }

    private static Note signed(MerkleTree log, long size) {
        return signed(log, size, OWNER + "/log");
    }

    private static Note signed(MerkleTree log, long size, String origin) {
        return Note.of(new Checkpoint(origin, log.headAt(size)).text()).signedBy(KEY);
    }

    private HttpResponse<byte[]> add(long old, ConsistencyProof proof, Note checkpoint)
            throws Exception {
        return add(http, WitnessRequest.of(old, proof, checkpoint));
    }

    private HttpResponse<byte[]> add(HttpClient from, WitnessRequest request) throws Exception {
        return post(from, url(witness) + "/witness/add-checkpoint", request.bytes());
    }

    private HttpResponse<byte[]> addText(String body) throws Exception {
        return post(http, url(witness) + "/witness/add-checkpoint", Bytes.utf8(body));
    }
}
