package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.comity.statement.AnchorNotice;
import org.comity.statement.Audience;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Merkle;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

class AnchorRowTest {
    private static final MemberId AUTHOR = new MemberId("a.example");
    private static final String ORIGIN = "a.example/log";
    private static final long SECOND = 1_780_000_200L;

    /** Who reads a log before the votes that list its new key keeps a row to come back to. */
    @Test
    void whatNoKnownKeyOpensIsReadAgainOnceTheKeyIsKnown() {
        var log = new Log(ORIGIN, AUTHOR, key("former").verifierKey(), new MerkleTree());
        log.tree().append(Merkle.leaf(Bytes.utf8("first")));
        Note note = Note.of(new Checkpoint(ORIGIN, log.tree().head()).text()).signedBy(key("next"));
        Statement anchor =
                new Sealer(new SecureRandom())
                        .control(
                                StatementKind.ANCHOR,
                                SECOND,
                                Tlp.GREEN,
                                new Audience.Exchange(),
                                new AnchorNotice(List.of(note.bytes().utf8())).json());
        log.tree().append(Merkle.leaf(anchor.leaf().bytes()));
        var id = new StatementId(ORIGIN, 1);
        var witnesses = new Witnesses();
        Bytes row = row(new DerivedRows(witnesses).of(log, held(id, anchor)), id).orElseThrow();
        List<Anchors.Anchor> before = AnchorRow.read(1, row);
        assertEquals(List.of(), before);
        log.key(key("next").verifierKey());
        assertTrue(AnchorRow.mayProveMore(AUTHOR, anchor, before, witnesses));
        assertEquals(1, AnchorRow.check(log, id, anchor, witnesses).size());
    }

    private static DerivedRows.Held held(StatementId id, Statement statement) {
        return new DerivedRows.Held(
                id, statement.leaf(), Optional.of(statement), false, Bytes.EMPTY);
    }

    private static Optional<Bytes> row(List<Change.Put> rows, StatementId id) {
        return rows.stream()
                .filter(it -> it.key().equals(RowKeys.anchor(id)))
                .map(Change.Put::value)
                .findFirst();
    }

    private static SigningKey key(String seed) {
        Bytes secret = Hash.digest(seed.getBytes(StandardCharsets.UTF_8)).bytes();
        return SigningKey.of(ORIGIN, VerifierKey.Type.ED25519, secret);
    }
}
