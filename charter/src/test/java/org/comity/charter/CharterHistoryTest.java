package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.comity.statement.Audience;
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
import org.junit.jupiter.api.Test;

/** Receipts whose keys were replaced since. */
final class CharterHistoryTest {
    private static final Charter BEFORE = Made.charter("DE", "FR", "CN");

    /** Member a has new keys. */
    private static final Charter AFTER = rotated(BEFORE, "a", "a-new");

    private static final CharterHistory BOTH = new CharterHistory(List.of(BEFORE, AFTER));

    @Test
    void aReceiptStillVerifiesAfterItsKeysWereReplaced() {
        Receipt old = receipt(Made.nodeKey("a"), "b", "c");
        assertInstanceOf(Checked.Refused.class, old.verify(AFTER));
        for (Receipt one : List.of(old, old.needing(BEFORE))) {
            Receipt.Shown shown = one.verify(BOTH).orThrow();
            assertEquals(Optional.of(BEFORE), shown.by());
            assertTrue(shown.witnessed().quorum());
        }
    }

    @Test
    void aReceiptWhoseWitnessHasANewKeyIsStillWitnessed() {
        Charter witnessRotated = rotated(BEFORE, "c", "c-new");
        var both = new CharterHistory(List.of(BEFORE, witnessRotated));
        Receipt old = receipt(Made.nodeKey("a"), "b", "c");
        assertFalse(old.verify(witnessRotated).orThrow().witnessed().quorum());
        assertEquals(Optional.of(BEFORE), old.verify(both).orThrow().by());
        assertTrue(old.verify(both).orThrow().witnessed().quorum());
    }

    @Test
    void theCharterThatItNamesDecidesWhereItIsThere() {
        Receipt old = receipt(Made.nodeKey("a"), "b", "c").needing(AFTER);
        assertInstanceOf(Checked.Refused.class, old.verify(BOTH));
        // A hint that leads nowhere does no harm: whose keys signed is what counts.
        Charter other = rotated(BEFORE, "b", "b-new");
        Receipt.Shown shown = old.needing(other).verify(BOTH).orThrow();
        assertEquals(Optional.of(BEFORE), shown.by());
    }

    @Test
    void saysWhichCharterItNeedsWhereNoneFits() {
        Receipt old = receipt(Made.nodeKey("a"), "b", "c").needing(BEFORE);
        var refused =
                assertInstanceOf(
                        Checked.Refused.class, old.verify(new CharterHistory(List.of(AFTER))));
        assertEquals("epoch 3, " + BEFORE.hash().hex(), refused.where());
    }

    @Test
    void readsBackTheCharterThatItNeeds() {
        Receipt named = receipt(Made.nodeKey("a"), "b").needing(BEFORE);
        assertEquals(Checked.good(named), Receipt.parse(named.bytes()));
        Receipt bare = new Receipt(named.leaf(), Optional.empty(), named.needs(), named.proof());
        assertEquals(Checked.good(bare), Receipt.parse(bare.bytes()));
        byte[] extra = named.proof().extra().array();
        for (int cut = 0; cut < 123; cut++) {
            Bytes part = Bytes.of(extra, 0, cut);
            assertInstanceOf(Checked.Refused.class, ReceiptExtra.parse(part), "cut at " + cut);
        }
        extra[1] = (byte) 0x80;
        assertInstanceOf(Checked.Refused.class, ReceiptExtra.parse(Bytes.of(extra)));
    }

    @Test
    void theFileIsTheNotesOneAfterAnother() {
        Note first = signed(BEFORE, "a", "b", "c");
        // More than half of those it lists signed as all would: here all, a with its new key.
        Note second = signed(AFTER, "a-new", "b", "c");
        Bytes file = Bytes.join(first.bytes(), second.bytes());
        assertEquals(BOTH, CharterHistory.parse(file).orThrow());
        assertEquals(List.of(AFTER), CharterHistory.parse(second.bytes()).orThrow().charters());
        assertEquals(BOTH, CharterHistory.parse(Bytes.join(file, file)).orThrow());
        Bytes unsigned = Bytes.join(first.bytes(), signed(AFTER, "a-new", "b").bytes());
        var refused = assertInstanceOf(Checked.Refused.class, CharterHistory.parse(unsigned));
        assertEquals("charter 2", refused.where());
        for (Bytes bad :
                List.of(
                        Bytes.EMPTY,
                        Bytes.utf8("\n"),
                        Bytes.join(Bytes.utf8("\n"), file),
                        Bytes.join(file, Bytes.utf8("\n")),
                        file.slice(0, file.length() - 1),
                        Bytes.of(new byte[CharterHistory.BYTES_MAX + 1]))) {
            assertInstanceOf(Checked.Refused.class, CharterHistory.parse(bad));
        }
    }

    @Test
    void takesAThousandChartersAndNoMore() {
        String note = signed(BEFORE, "a", "b", "c").bytes().utf8();
        Bytes most = Bytes.utf8(note.repeat(CharterHistory.CHARTERS_MAX));
        assertEquals(1, CharterHistory.parse(most).orThrow().charters().size());
        Bytes more = Bytes.utf8(note.repeat(CharterHistory.CHARTERS_MAX + 1));
        assertInstanceOf(Checked.Refused.class, CharterHistory.parse(more));
    }

    @Test
    void knowsWhichIsTheNewestAndWhatLeadsToIt() {
        Charter first = Made.charter("DE", "FR");
        for (List<Charter> given :
                List.of(List.of(first, BEFORE, AFTER), List.of(AFTER, first, BEFORE))) {
            var history = new CharterHistory(given);
            assertEquals(AFTER, history.newest());
            assertTrue(history.leadsToNewest(first));
            assertTrue(history.leadsToNewest(AFTER));
        }
        assertFalse(new CharterHistory(List.of(first, AFTER)).leadsToNewest(first));
    }

    @Test
    void aPolicyIsEnoughToVerify() {
        TlogPolicy policy = WitnessPolicy.of(BEFORE, BEFORE.members().getFirst()).policy();
        Receipt good = receipt(Made.nodeKey("a"), "b", "c");
        Receipt.Shown shown = good.verify(policy).orThrow();
        assertEquals(good.verify(BEFORE).orThrow().id(), shown.id());
        assertEquals(Set.of("b/witness", "c/witness"), shown.witnessed().by());
        assertTrue(shown.witnessed().quorum());
        assertFalse(receipt(Made.nodeKey("a"), "b").verify(policy).orThrow().witnessed().quorum());
        assertInstanceOf(
                Checked.Refused.class, receipt(Made.nodeKey("b"), "a", "c").verify(policy));
        String foreign = "log " + key("elsewhere", "a").verifierKey().text() + "\nquorum none\n";
        assertInstanceOf(
                Checked.Refused.class,
                receipt(key("elsewhere", "a"), "b")
                        .verify(TlogPolicy.parse(Bytes.utf8(foreign)).orThrow()));
    }

    private static Charter rotated(Charter charter, String member, String keys) {
        List<Member> members =
                charter.members().stream()
                        .map(it -> it.id().name().equals(member) ? withKeysOf(it, keys) : it)
                        .toList();
        return new Charter(
                charter.exchange(),
                charter.epoch() + 1,
                Optional.of(charter.hash()),
                charter.guardSet(),
                charter.rules(),
                charter.groups(),
                members);
    }

    private static Member withKeysOf(Member member, String seeds) {
        String name = member.id().name();
        return member.withKeys(
                new MemberKeys(
                        key(name + "/member", VerifierKey.Type.ED25519, seeds).verifierKey(),
                        key(name + "/log", seeds).verifierKey(),
                        key(name + "/witness", VerifierKey.Type.COSIGNATURE, seeds).verifierKey(),
                        Sealing.publicKey(Made.sealSecret(seeds))));
    }

    private static Note signed(Charter charter, String... seeds) {
        Note note = Note.of(charter.text());
        for (String one : seeds) {
            String member = one.replace("-new", "");
            note =
                    note.signedBy(
                            one.equals(member)
                                    ? Made.memberKey(member)
                                    : key(member + "/member", VerifierKey.Type.ED25519, one));
        }
        return note;
    }

    private static SigningKey key(String origin, String seeds) {
        return key(origin, VerifierKey.Type.ED25519, seeds);
    }

    private static SigningKey key(String name, VerifierKey.Type type, String seeds) {
        return SigningKey.of(
                name, type, SigningKey.derive(Bytes.of(new byte[32]), name + " of " + seeds));
    }

    private static Receipt receipt(SigningKey log, String... witnesses) {
        var payload =
                new Payload(Bytes.of(new byte[32]), new Audience.Exchange(), Bytes.utf8("{}"));
        Statement statement = Statement.seal(StatementKind.BUNDLE, 600, Tlp.GREEN, 1, payload);
        var tree = new MerkleTree();
        tree.append(Merkle.leaf(statement.leaf().bytes()));
        String origin = log.verifierKey().name();
        Note note = Note.of(new Checkpoint(origin, tree.head()).text()).signedBy(log);
        for (String witness : witnesses) {
            note = note.with(Cosignature.sign(note, Made.witnessKey(witness), 1_000));
        }
        return new Receipt(
                statement.leaf(),
                Stream.of(payload).findFirst(),
                new TlogProof(Bytes.EMPTY, tree.proveInclusion(0, 1), note));
    }
}
