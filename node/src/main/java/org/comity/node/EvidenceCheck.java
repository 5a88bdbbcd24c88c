package org.comity.node;

import java.io.IOException;
import java.security.MessageDigest;
import org.comity.statement.Payload;
import org.comity.store.StoreReader;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Raw evidence against the hash that it was taken under, when it was taken, and which payloads rest
 * on it; one piece at a time, chunk by chunk.
 */
final class EvidenceCheck {
    private static final int HEAD_BYTES = Long.BYTES + Payload.SALT_BYTES;
    private static final int KEY_BYTES = 2 + Hash.LENGTH;

    private final StoreReader store;
    private final Findings findings;
    // Of the piece that is being read.
    private Bytes piece = Bytes.EMPTY;
    private MessageDigest sum = Hash.sha256();
    private long chunks;
    private long second = -1;
    private boolean gap;

    EvidenceCheck(StoreReader store, Findings findings) {
        this.store = store;
        this.findings = findings;
    }

    void run() throws IOException {
        checkPieces();
        checkTimes();
        checkUses(this::hasPlace);
    }

    /** Where places of statements may be wrong themselves; {@link Rebuild} drops what they show. */
    void runWithoutPlaces() throws IOException {
        checkPieces();
        checkTimes();
        checkUses(_ -> true);
    }

    private void checkPieces() throws IOException {
        store.scan(
                RowKeys.EVIDENCE,
                (key, value) -> {
                    if (key.length() != KEY_BYTES + Long.BYTES) {
                        tell(key, "a key of no evidence");
                        return true;
                    }
                    if (!key.startsWith(piece) || piece.length() == 0) {
                        end();
                        piece = key.slice(0, KEY_BYTES);
                    }
                    chunk(key.buffer().getLong(KEY_BYTES), value);
                    return true;
                });
        end();
    }

    private void chunk(long number, Bytes value) throws IOException {
        boolean first = chunks == 0;
        if (number != chunks++ || (first && value.length() < HEAD_BYTES)) {
            gap = true;
            return;
        }
        sum.update(value.slice(first ? Long.BYTES : 0, value.length()).array());
        if (first) {
            second = value.buffer().getLong();
            if (store.value(RowKeys.evidenceAt(second, hash()))
                    .filter(it -> it.length() == 0)
                    .isEmpty()) {
                tellPiece("evidence would be kept for ever, its time is missing");
            }
        }
    }

    private void end() throws IOException {
        if (piece.length() > 0 && (gap || !Hash.of(sum.digest()).equals(hash()))) {
            tellPiece("evidence is not what was taken");
        }
        gap = false;
        sum = Hash.sha256();
        chunks = 0;
        second = -1;
    }

    private Hash hash() {
        return Hash.of(piece.slice(2, KEY_BYTES).array());
    }

    private void checkTimes() throws IOException {
        store.scan(
                RowKeys.EVIDENCE_AT,
                (key, value) -> {
                    int at = 2 + Long.BYTES;
                    boolean isKey = key.length() == at + Hash.LENGTH && value.length() == 0;
                    if (!isKey) {
                        tell(key, "a key of no time of evidence");
                        return true;
                    }
                    Hash of = Hash.of(key.slice(at, key.length()).array());
                    Bytes head = Bytes.join(RowKeys.evidence(of), RowKeys.number(0));
                    if (store.value(head)
                            .filter(it -> it.length() >= Long.BYTES)
                            .filter(it -> it.buffer().getLong() == key.buffer().getLong(2))
                            .isEmpty()) {
                        tell(key, "a time of evidence that is not here");
                    }
                    return true;
                });
    }

    /** The evidence may be gone, it is kept for a while; the statement stays. */
    private void checkUses(HasPlace hasPlace) throws IOException {
        store.scan(
                RowKeys.EVIDENCE_OF,
                (key, value) -> {
                    boolean good =
                            key.length() == KEY_BYTES
                                    && value.length() == Hash.LENGTH
                                    && hasPlace.of(Hash.of(key.slice(2, KEY_BYTES).array()));
                    if (!good) {
                        tell(key, "evidence of a statement that is not here");
                    }
                    return true;
                });
    }

    private interface HasPlace {
        boolean of(Hash commitment) throws IOException;
    }

    private boolean hasPlace(Hash commitment) throws IOException {
        return !LogBook.places(store, commitment).isEmpty();
    }

    private void tell(Bytes key, String what) {
        findings.addRow(key, what, Remedy.EVIDENCE);
    }

    /** All that there is of the piece goes, and its time, since a part of it proves nothing. */
    private void tellPiece(String what) throws IOException {
        Bytes time = RowKeys.evidenceAt(second, hash());
        if (store.value(time).isPresent()) {
            tell(time, what);
        }
        store.scan(
                piece,
                (key, _) -> {
                    tell(key, what);
                    return true;
                });
    }
}
