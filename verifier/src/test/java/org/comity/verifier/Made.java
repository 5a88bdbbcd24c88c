package org.comity.verifier;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.comity.charter.Articles;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.Member;
import org.comity.charter.MemberKeys;
import org.comity.charter.Receipt;
import org.comity.charter.Rules;
import org.comity.charter.Sealing;
import org.comity.charter.Sector;
import org.comity.statement.Audience;
import org.comity.statement.MemberId;
import org.comity.statement.Payload;
import org.comity.statement.Statement;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.statement.Vote;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Cosignature;
import org.comity.tlog.Merkle;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.TlogProof;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** Charters, notes and receipts of members whose keys a test has. */
final class Made {
    private static final Hash GUARDS = Hash.digest(new byte[] {1});
    private static final Map<String, MemberKeys> KEYS = new ConcurrentHashMap<>();

    private Made() {}

    /** Member a of the first country, b of the second and so on, in epoch 1. */
    static Charter charter(int f, String... countries) {
        List<Member> members = new ArrayList<>();
        for (int at = 0; at < countries.length; at++) {
            String name = String.valueOf((char) ('a' + at));
            members.add(
                    new Member(
                            new MemberId(name),
                            new Country(countries[at]),
                            Sector.CIVIL,
                            keys(name, 0),
                            "https://" + name + ".example",
                            true));
        }
        return charter(1, Optional.empty(), new Rules(f, Math.max(2, f + 1), DIMENSIONS), members);
    }

    private static final List<String> DIMENSIONS = List.of("country");

    private static Charter charter(
            int epoch, Optional<Hash> parent, Rules rules, List<Member> members) {
        String exchange = "0123456789abcdef".repeat(2);
        return new Charter(exchange, epoch, parent, GUARDS, rules, List.of(), members);
    }

    /** The next epoch, in which a member has new keys. */
    static Charter rotated(Charter before, String member, int generation) {
        List<Member> members =
                before.members().stream()
                        .map(it ->
                                it.id().name().equals(member)
                                        ? it.withKeys(keys(member, generation))
                                        : it)
                        .toList();
        return charter(before.epoch() + 1, Optional.of(before.hash()), before.rules(), members);
    }

    static Charter withCommittee(Charter charter, String... members) {
        var committee = new TreeSet<MemberId>();
        List.of(members).forEach(it -> committee.add(new MemberId(it)));
        return new Charter(
                charter.exchange(),
                charter.epoch(),
                charter.parent(),
                charter.guardSet(),
                charter.rules(),
                charter.groups(),
                charter.members(),
                Articles.DEFAULT.withCommittee(committee));
    }

    /** Signed by all, with keys of this generation where a member is named. */
    static Bytes signed(Charter charter, Map<String, Integer> generations) {
        Note note = Note.of(charter.text());
        for (Member member : charter.members()) {
            String name = member.id().name();
            note = note.signedBy(memberKey(name, generations.getOrDefault(name, 0)));
        }
        return note.bytes();
    }

    /** Voted for by these members of the charter before, with their keys of then. */
    static Bytes voted(Charter charter, String... voters) {
        Note note = Note.of(charter.text());
        for (String voter : voters) {
            Hash proposal = Hash.digest(new byte[] {7});
            var cast =
                    new Vote.Cast(
                            charter.parent().orElseThrow(),
                            1,
                            proposal,
                            charter.hash(),
                            Vote.digest(List.of()));
            SigningKey key = memberKey(voter, 0);
            ByteBuffer line = ByteBuffer.allocate(132).putInt(1);
            proposal.write(line);
            cast.justification().write(line);
            line.put(key.sign(Bytes.utf8(cast.signedText())).array());
            VerifierKey named = key.verifierKey();
            Hash id =
                    Hash.digest(
                            Bytes.utf8(named.name() + "\n").array(),
                            new byte[] {-1},
                            Bytes.utf8("comity/vote/v1").array(),
                            named.publicKey().array());
            int keyId = ByteBuffer.wrap(id.array()).getInt();
            note = note.with(new Note.Signature(named.name(), keyId, Bytes.of(line.array())));
        }
        return note.bytes();
    }

    static SigningKey nodeKey(String origin, int generation) {
        String member = origin.substring(0, origin.indexOf('/'));
        return key(origin, VerifierKey.Type.ED25519, member + "/log" + generation);
    }

    private static SigningKey memberKey(String member, int generation) {
        return key(member + "/member", VerifierKey.Type.ED25519, member + "/member" + generation);
    }

    static SigningKey witnessKey(String member, int generation) {
        return key(
                member + "/witness",
                VerifierKey.Type.COSIGNATURE,
                member + "/witness" + generation);
    }

    private static SigningKey key(String name, VerifierKey.Type type, String seed) {
        return SigningKey.of(name, type, SigningKey.derive(Bytes.of(new byte[32]), seed));
    }

    private static MemberKeys keys(String member, int generation) {
        return KEYS.computeIfAbsent(
                member + generation,
                _ ->
                        new MemberKeys(
                                memberKey(member, generation).verifierKey(),
                                nodeKey(member + "/log", generation).verifierKey(),
                                witnessKey(member, generation).verifierKey(),
                                Sealing.publicKey(
                                        SigningKey.derive(
                                                Bytes.of(new byte[32]),
                                                member + "/seal" + generation))));
    }

    static Statement statement(StatementKind kind, Tlp tlp, Audience audience) {
        var payload = new Payload(Bytes.of(new byte[32]), audience, Bytes.utf8("{\"n\":1}"));
        return Statement.seal(kind, 1_800_000_000L, tlp, 1, payload);
    }

    static Statement statement() {
        return statement(StatementKind.BUNDLE, Tlp.GREEN, new Audience.Exchange());
    }

    /** Where the statement stands: so many leaves, it at this index. */
    record Place(String origin, long index, long size) {}

    static Receipt receipt(Statement statement, Place place, String... witnesses) {
        var tree = new MerkleTree();
        for (long at = 0; at < place.size(); at++) {
            Bytes other = Bytes.utf8("leaf " + at);
            tree.append(Merkle.leaf(at == place.index() ? statement.leaf().bytes() : other));
        }
        Note note = Note.of(new Checkpoint(place.origin(), tree.head()).text());
        note = note.signedBy(nodeKey(place.origin(), 0));
        for (String witness : witnesses) {
            note = note.with(Cosignature.sign(note, witnessKey(witness, 0), 1_800_000_123L));
        }
        var path = tree.proveInclusion(place.index(), place.size());
        return new Receipt(
                statement.leaf(),
                Optional.of(statement.payload()),
                new TlogProof(Bytes.EMPTY, path, note));
    }
}
