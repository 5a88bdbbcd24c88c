package org.comity.node;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.Member;
import org.comity.charter.MemberKeys;
import org.comity.charter.Receipt;
import org.comity.charter.Rules;
import org.comity.charter.Sealing;
import org.comity.charter.Sector;
import org.comity.charter.WitnessPolicy;
import org.comity.statement.Audience;
import org.comity.statement.MemberId;
import org.comity.statement.Payload;
import org.comity.statement.Statement;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Cosignature;
import org.comity.tlog.Merkle;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.TlogPolicy;
import org.comity.tlog.TlogProof;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * A receipt with 16 cosignatures judged from its bytes, beside 16 bare verifications of the library
 * over the same bytes. So many receipts that the memory of good signatures holds none of them when
 * its turn comes again.
 */
final class ReceiptBench {
    private static final int RECEIPTS = 2_000;
    private static final int WITNESSES = 16;
    private static final int LEAVES = 1_000_000;
    private static final String LIBRARY = "16 bare verifications of the library";

    /** What one verification of the library is given. */
    @SuppressWarnings("ArrayRecordComponent") // as the library takes it; nobody compares them
    private record Signed(byte[] key, byte[] message, byte[] signature) {}

    private final Plan plan;
    private final List<Bytes> receipts = new ArrayList<>();
    private final List<List<Signed>> bare = new ArrayList<>();
    private final Charter charter;

    private ReceiptBench(Plan plan) {
        this.plan = plan;
        List<Member> members = new ArrayList<>();
        for (int at = 0; at <= WITNESSES; at++) {
            members.add(member(at));
        }
        this.charter =
                new Charter(
                        "0".repeat(32),
                        1,
                        Optional.empty(),
                        Hash.digest(),
                        Rules.defaultsFor(5),
                        List.of(),
                        members);
        make();
    }

    static void run(Plan plan) throws IOException, InterruptedException {
        plan.title("Receipts");
        var bench = new ReceiptBench(plan);
        TlogPolicy policy =
                WitnessPolicy.of(bench.charter, bench.charter.members().getFirst()).policy();
        plan.say(
                "%,d receipts of %,d bytes, %d cosignatures each, a log of %,d leaves"
                        .formatted(
                                bench.receipts.size(),
                                bench.receipts.getFirst().length(),
                                WITNESSES,
                                LEAVES));
        String byCharter = "a receipt by its charter";
        String byPolicy = "a receipt by a policy";
        new Comparison(plan, "ms of CPU")
                .side(byCharter, () -> bench.millis(it -> it.verify(bench.charter)))
                .side(byPolicy, () -> bench.millis(it -> it.verify(policy)))
                .side(LIBRARY, bench::bareMillis)
                .run(plan.rounds().orElse(5))
                .ratio(byCharter, LIBRARY, " (goal: about 1 ms)")
                .ratio(byPolicy, LIBRARY, "");
    }

    /** One way to judge a receipt. */
    private interface Judge {
        Checked<Receipt.Shown> judge(Receipt receipt);
    }

    private double millis(Judge judge) throws IOException {
        long start = processorNanos();
        for (Bytes bytes : receipts) {
            Checked<Receipt.Shown> shown = Receipt.parse(bytes).then(judge::judge);
            if (shown.orThrow().witnessed().by().size() != WITNESSES) {
                throw new IOException("not witnessed by all");
            }
        }
        return (processorNanos() - start) / 1e6 / receipts.size();
    }

    private double bareMillis() throws IOException {
        long start = processorNanos();
        for (List<Signed> all : bare) {
            for (Signed one : all) {
                byte[] message = one.message();
                if (!Ed25519.verify(one.signature(), 0, one.key(), 0, message, 0, message.length)) {
                    throw new IOException("a bad signature");
                }
            }
        }
        return (processorNanos() - start) / 1e6 / bare.size();
    }

    /** All is one thread's arithmetic, so that what else the machine does need not count. */
    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Each under a checkpoint of its own, so that no signature stands twice. */
    private void make() {
        var tree = new MerkleTree();
        var payload =
                new Payload(
                        Bytes.of(new byte[32]),
                        new Audience.Exchange(),
                        Bytes.utf8("{\"n\":\"" + "x".repeat(1_200) + "\"}"));
        Statement statement = Statement.seal(StatementKind.BUNDLE, 0, Tlp.GREEN, 1, payload);
        Hash leaf = Merkle.leaf(statement.leaf().bytes());
        int size = plan.size().orElse(RECEIPTS);
        for (int at = 0; at < LEAVES; at++) {
            tree.append(leaf);
        }
        for (int at = 0; at < size; at++) {
            tree.append(leaf);
            Note note = Note.of(new Checkpoint("m0/log", tree.head()).text());
            note = note.signedBy(key("m0/log", VerifierKey.Type.ED25519));
            List<Signed> signed = new ArrayList<>();
            for (int witness = 1; witness <= WITNESSES; witness++) {
                SigningKey key = witnessKey(witness);
                Note.Signature line = Cosignature.sign(note, key, 1_000L + at);
                note = note.with(line);
                signed.add(signed(key, note.text(), line));
            }
            bare.add(signed);
            var path = tree.proveInclusion(at, tree.head().size());
            receipts.add(
                    new Receipt(
                                    statement.leaf(),
                                    Optional.of(payload),
                                    new TlogProof(Bytes.EMPTY, path, note))
                            .needing(charter)
                            .bytes());
        }
    }

    private static Signed signed(SigningKey key, String text, Note.Signature line) {
        ByteBuffer stamped = line.bytes().buffer();
        long second = stamped.getLong();
        byte[] signature = new byte[stamped.remaining()];
        stamped.get(signature);
        String message = "cosignature/v1\ntime " + second + "\n" + text;
        byte[] publicKey = key.verifierKey().publicKey().array();
        return new Signed(publicKey, Bytes.utf8(message).array(), signature);
    }

    private static Member member(int at) {
        String name = "m" + at;
        var keys =
                new MemberKeys(
                        key(name + "/member", VerifierKey.Type.ED25519).verifierKey(),
                        key(name + "/log", VerifierKey.Type.ED25519).verifierKey(),
                        witnessKey(at).verifierKey(),
                        Sealing.publicKey(seed(name + "/seal")));
        String country = List.of("NL", "BR", "KE", "CN", "FR").get(at % 5);
        return new Member(new MemberId(name), new Country(country), Sector.CIVIL, keys, "", true);
    }

    private static SigningKey witnessKey(int at) {
        return key("m" + at + "/witness", VerifierKey.Type.COSIGNATURE);
    }

    private static SigningKey key(String name, VerifierKey.Type type) {
        return SigningKey.of(name, type, seed(name));
    }

    private static Bytes seed(String name) {
        return SigningKey.derive(Bytes.of(new byte[32]), name);
    }
}
