package org.comity.charter;

import java.util.Optional;
import java.util.Set;
import org.comity.statement.Leaf;
import org.comity.statement.MemberId;
import org.comity.statement.Payload;
import org.comity.statement.StatementId;
import org.comity.tlog.TlogProof;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * A statement with its proof, checkable offline with only the charter's keys; docs/formats/receipt.md.
 * A receipt may leave the payload out.
 */
public record Receipt(Leaf leaf, Optional<Payload> payload, TlogProof proof) {
    /** What a good receipt shows. */
    public record Shown(
            StatementId id, MemberId author, Leaf leaf, Optional<Payload> payload, Witnessed witnessed) {}

    /** How far others stand behind it. */
    public record Witnessed(Set<MemberId> by, boolean quorum) {
        public Witnessed {
            by = Set.copyOf(by);
        }
    }

    public static Checked<Receipt> parse(Bytes bytes) {
        throw new UnsupportedOperationException();
    }

    public Bytes bytes() {
        throw new UnsupportedOperationException();
    }

    /** Log signature, inclusion, commitment and cosignatures; everything that was refused says why. */
    public Checked<Shown> verify(Charter charter) {
        throw new UnsupportedOperationException();
    }
}
