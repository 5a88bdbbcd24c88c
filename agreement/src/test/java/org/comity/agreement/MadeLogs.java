package org.comity.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.charter.Receipt;
import org.comity.statement.Audience;
import org.comity.statement.Bundles;
import org.comity.statement.Marking;
import org.comity.statement.MotionNotice;
import org.comity.statement.Payload;
import org.comity.statement.Report;
import org.comity.statement.Statement;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.statement.VoteNotice;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Cosignature;
import org.comity.tlog.Merkle;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.TlogProof;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;

/** Real logs of the members of a charter, with their keys: for what must be proved. */
final class MadeLogs {
    private final Charter charter;
    private final Map<String, List<Statement>> logs = new TreeMap<>();

    MadeLogs(Charter charter) {
        this.charter = charter;
    }

    /** States the claim in its member's log an hour before {@link Made#NOW}; gives its receipt. */
    Receipt state(StatedClaim claim, Tlp tlp) {
        return state(claim, tlp, Made.NOW - 3_600);
    }

    Receipt state(StatedClaim claim, Tlp tlp, long second) {
        append(claim, tlp, second);
        return newest(claim.member().name());
    }

    /** The same without a receipt, which costs a signature of each other member. */
    void append(StatedClaim claim) {
        append(claim, Tlp.GREEN, Made.NOW - 3_600);
    }

    private void append(StatedClaim claim, Tlp tlp, long second) {
        String member = claim.member().name();
        var report =
                new Report(
                        claim.member(),
                        Marking.of(tlp),
                        Optional.empty(),
                        second,
                        List.of(new Say(claim).object("", false).claim()));
        // Each a new object of its member.
        int before = logs.getOrDefault(member, List.of()).size();
        Bytes json =
                Bundles.write(report, new SplittableRandom(member.hashCode() + before))
                        .getFirst()
                        .json();
        append(member, StatementKind.BUNDLE, json, new When(tlp, second));
    }

    Receipt move(String member, MotionNotice motion) {
        var when = new When(Tlp.GREEN, Made.NOW - 7_200);
        append(member, StatementKind.MOTION, motion.json(), when);
        return newest(member);
    }

    Receipt vote(String member, VoteNotice vote) {
        var when = new When(Tlp.GREEN, Made.NOW - 3_600);
        append(member, StatementKind.MOTION_VOTE, vote.json(), when);
        return newest(member);
    }

    private record When(Tlp tlp, long second) {}

    private void append(String member, StatementKind kind, Bytes json, When when) {
        List<Statement> log = logs.computeIfAbsent(member, _ -> new ArrayList<>());
        byte[] salt = new byte[32];
        salt[0] = (byte) log.size();
        var payload = new Payload(Bytes.of(salt), new Audience.Exchange(), json);
        int claims = kind == StatementKind.BUNDLE ? 1 : 0;
        log.add(Statement.seal(kind, when.second(), when.tlp(), claims, payload));
    }

    private Receipt newest(String member) {
        return receipt(member, logs.get(member).size() - 1);
    }

    /** Under a checkpoint of the log as it is now, cosigned by all others. */
    Receipt receipt(String member, int index) {
        MerkleTree tree = tree(member);
        String origin = member + "/log";
        Note note = Note.of(new Checkpoint(origin, tree.head()).text()).signedBy(nodeKey(member));
        for (Member other : charter.members()) {
            if (!other.id().name().equals(member)) {
                SigningKey key = key(other.id().name() + "/witness", VerifierKey.Type.COSIGNATURE);
                note = note.with(Cosignature.sign(note, key, Made.NOW - 60));
            }
        }
        Statement statement = logs.get(member).get(index);
        var proof =
                new TlogProof(Bytes.EMPTY, tree.proveInclusion(index, tree.head().size()), note);
        return new Receipt(statement.leaf(), Optional.of(statement.payload()), proof);
    }

    List<Communique.Head> heads() {
        List<Communique.Head> heads = new ArrayList<>();
        for (String member : logs.keySet()) {
            var head = tree(member).head();
            heads.add(new Communique.Head(member + "/log", head.size(), head.root(), head.size()));
        }
        return heads;
    }

    private MerkleTree tree(String member) {
        var tree = new MerkleTree();
        logs.get(member).forEach(it -> tree.append(Merkle.leaf(it.leaf().bytes())));
        return tree;
    }

    static SigningKey nodeKey(String member) {
        return key(member + "/log", VerifierKey.Type.ED25519);
    }

    static Note signed(Charter charter) {
        Note note = Note.of(charter.text());
        for (Member member : charter.members()) {
            note = note.signedBy(key(member.id().name() + "/member", VerifierKey.Type.ED25519));
        }
        return note;
    }

    private static SigningKey key(String name, VerifierKey.Type type) {
        Bytes seed = SigningKey.derive(Bytes.of(new byte[32]), name);
        return SigningKey.of(name, type, seed);
    }

    /** Member a asks about {@link Made#HOST}, as of now, with those in standing. */
    ExplanationHead asked(String... inStanding) {
        return new ExplanationHead(
                Made.ids("a").iterator().next(),
                ExplanationHead.Reader.MEMBERS,
                Made.HOST,
                new ExplanationHead.Of("mail", new TreeSet<>()),
                new Communique.Inputs(
                        charter.exchange(), charter.hash(), charter.guardSet(), Made.NOW),
                new ExplanationHead.Believed(
                        new TreeSet<>(Made.ids(inStanding)), new TreeSet<>(), false),
                heads(),
                new ExplanationHead.Answered(List.of(), List.of()));
    }
}
