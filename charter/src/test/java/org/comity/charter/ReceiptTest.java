package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.comity.statement.Audience;
import org.comity.statement.MemberId;
import org.comity.statement.Payload;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Cosignature;
import org.comity.tlog.InclusionProof;
import org.comity.tlog.Merkle;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.TlogProof;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class ReceiptTest {
    private static final Charter THREE = Made.charter("DE", "FR", "CN");

    @Test
    void showsWhoSaidWhatAndWhoWitnessedIt() {
        Receipt receipt = receipt("a/log", "b", "c");
        Receipt.Shown shown = receipt.verify(THREE).orThrow();
        assertEquals(new StatementId("a/log", 2), shown.id());
        assertEquals(new MemberId("a"), shown.author());
        assertEquals(receipt.payload(), shown.payload());
        assertEquals(new Receipt.Witnessed(Set.of("b", "c"), true), shown.witnessed());
    }

    @Test
    void readsBackWhatItWritesWithAndWithoutPayload() {
        Receipt full = receipt("a/log", "b");
        Receipt bare = new Receipt(full.leaf(), Optional.empty(), full.proof());
        for (Receipt receipt : new Receipt[] {full, bare}) {
            assertEquals(Checked.good(receipt), Receipt.parse(receipt.bytes()));
            assertTrue(receipt.verify(THREE).optional().isPresent());
        }
    }

    @Test
    void tooFewWitnessesAreNoQuorum() {
        assertFalse(receipt("a/log", "b").verify(THREE).orThrow().witnessed().quorum());
        assertFalse(receipt("a/log", "b", "a").verify(THREE).orThrow().witnessed().quorum());
    }

    @Test
    void oneMemberAloneIsUnwitnessed() {
        Receipt.Witnessed witnessed =
                receipt("a/log").verify(Made.charter("DE")).orThrow().witnessed();
        assertEquals(new Receipt.Witnessed(Set.of(), false), witnessed);
    }

    @Test
    void aLogForNamedMembersIsSignedByTheNodeKeyUnderItsOwnName() {
        String origin = "a/parties/" + "0a".repeat(32);
        assertEquals(new StatementId(origin, 2), receipt(origin).verify(THREE).orThrow().id());
        Receipt main = receipt("a/log");
        Note renamed = Note.of(main.proof().checkpoint().text().replace("a/log", origin));
        refuses(withCheckpoint(main, renamed.signedBy(Made.nodeKey("a"))), "checkpoint");
    }

    @Test
    void refusesStrangersAndForeignSignatures() {
        refuses(receipt("z/log"), "checkpoint");
        Receipt good = receipt("a/log", "b", "c");
        Note byMember = Note.of(good.proof().checkpoint().text()).signedBy(Made.memberKey("a"));
        refuses(withCheckpoint(good, byMember), "checkpoint");
        refuses(withCheckpoint(good, Note.of(good.proof().checkpoint().text())), "checkpoint");
    }

    @Test
    void refusesAnotherLeafPayloadOrPlace() {
        Receipt good = receipt("a/log", "b");
        Statement other = statement("{\"n\":9}");
        refuses(new Receipt(other.leaf(), Optional.empty(), good.proof()), "proof");
        refuses(new Receipt(good.leaf(), Optional.of(other.payload()), good.proof()), "payload");
        var elsewhere = new InclusionProof(1, good.proof().inclusion().path());
        refuses(
                new Receipt(
                        good.leaf(),
                        good.payload(),
                        new TlogProof(Bytes.EMPTY, elsewhere, good.proof().checkpoint())),
                "proof");
    }

    @Test
    void refusesExtraOfAnotherVersionOrLength() {
        Bytes good = receipt("a/log").proof().extra();
        extraRefused(Bytes.EMPTY);
        extraRefused(Bytes.join(Bytes.of(new byte[] {2}), good.slice(1, good.length())));
        extraRefused(good.slice(0, 84));
        extraRefused(Bytes.join(good.slice(0, 84), Bytes.of(new byte[] {2})));
        extraRefused(Bytes.join(good.slice(0, 84), Bytes.of(new byte[] {0, 0})));
        assertTrue(
                ReceiptExtra.parse(Bytes.join(good.slice(0, 84), Bytes.of(new byte[1])))
                        .optional()
                        .isPresent());
        refused(Bytes.of(new byte[Receipt.BYTES_MAX + 1]));
    }

    @Test
    void everyAlteredReceiptIsRefusedOrSaysTheSame() {
        Receipt receipt = receipt("a/log", "b", "c");
        byte[] good = receipt.bytes().array();
        Receipt.Shown truth = receipt.verify(THREE).orThrow();
        Seeds.each(
                2_000,
                random -> {
                    byte[] bytes = good.clone();
                    for (int change = 0; change <= random.nextInt(3); change++) {
                        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                    }
                    int end = random.nextInt(10) == 0 ? random.nextInt(bytes.length) : bytes.length;
                    Receipt.parse(Bytes.of(bytes, 0, end))
                            .then(it -> it.verify(THREE))
                            .optional()
                            .ifPresent(shown -> saysNoMore(truth, shown));
                });
    }

    /** A changed witness line may be lost; nothing else of what is shown may differ. */
    private static void saysNoMore(Receipt.Shown truth, Receipt.Shown shown) {
        assertEquals(truth.id(), shown.id());
        assertEquals(truth.leaf(), shown.leaf());
        assertTrue(shown.payload().isEmpty() || shown.payload().equals(truth.payload()));
        assertTrue(truth.witnessed().by().containsAll(shown.witnessed().by()));
    }

    private static Receipt receipt(String origin, String... witnesses) {
        var tree = new MerkleTree();
        Statement statement = statement("{}");
        for (int at = 0; at < 5; at++) {
            Statement one = at == 2 ? statement : statement("{\"n\":" + at + "}");
            tree.append(Merkle.leaf(one.leaf().bytes()));
        }
        Note note = Note.of(new Checkpoint(origin, tree.head()).text()).signedBy(logKey(origin));
        for (String witness : witnesses) {
            note = note.with(Cosignature.sign(note, Made.witnessKey(witness), 1_000));
        }
        var proof = new TlogProof(Bytes.EMPTY, tree.proveInclusion(2, 5), note);
        return new Receipt(statement.leaf(), Optional.of(statement.payload()), proof);
    }

    private static SigningKey logKey(String origin) {
        String member = origin.substring(0, origin.indexOf('/'));
        Bytes seed = SigningKey.derive(Bytes.of(new byte[32]), member + "/log");
        return SigningKey.of(origin, VerifierKey.Type.ED25519, seed);
    }

    private static Statement statement(String json) {
        var payload =
                new Payload(Bytes.of(new byte[32]), new Audience.Exchange(), Bytes.utf8(json));
        return Statement.seal(StatementKind.BUNDLE, 600, Tlp.GREEN, 1, payload);
    }

    private static Receipt withCheckpoint(Receipt receipt, Note note) {
        return new Receipt(
                receipt.leaf(),
                receipt.payload(),
                new TlogProof(Bytes.EMPTY, receipt.proof().inclusion(), note));
    }

    private static void refuses(Receipt receipt, String where) {
        Checked.Refused<?> refused = assertInstanceOf(Checked.Refused.class, receipt.verify(THREE));
        assertTrue(refused.where().startsWith(where), refused.toString());
    }

    private static void extraRefused(Bytes extra) {
        assertInstanceOf(Checked.Refused.class, ReceiptExtra.parse(extra));
    }

    private static void refused(Bytes bytes) {
        assertInstanceOf(Checked.Refused.class, Receipt.parse(bytes));
    }
}
