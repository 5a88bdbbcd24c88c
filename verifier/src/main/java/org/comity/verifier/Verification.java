package org.comity.verifier;

import java.util.Optional;
import org.comity.agreement.ExplanationFile;
import org.comity.charter.CharterHistory;
import org.comity.charter.Receipt;
import org.comity.tlog.TlogPolicy;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/** Judges a file by what its reader brings along. The program of a node says the same words. */
public final class Verification {
    /** Of any file that is judged. */
    public static final int BYTES_MAX = Math.max(ExplanationFile.BYTES_MAX, Receipt.BYTES_MAX);

    /** What a reader brings along: charters, or a policy, or nothing. */
    public record Known(Optional<CharterHistory> charters, Optional<TlogPolicy> policy) {
        public static final Known NOTHING = new Known(Optional.empty(), Optional.empty());
    }

    private Verification() {}

    public static boolean isExplanation(Bytes file) {
        return ExplanationFile.isMeant(file);
    }

    /** Judged by the policy if there is one, else by the charters, of which it needs one. */
    public static Checked<Report> receipt(Bytes file, Known known) {
        if (Receipt.parse(file) instanceof Checked.Refused<Receipt> refused) {
            return refused.as();
        }
        if (known.policy().isPresent()) {
            return ShownReceipt.of(file, known.policy().get()).map(ShownReceipt::report);
        }
        return known.charters().isPresent()
                ? ShownReceipt.of(file, known.charters().get()).map(ShownReceipt::report)
                : Checked.refused("a receipt is judged by a charter or a policy; give one", "");
    }

    public static Checked<Report> explanation(Bytes file, Known known) {
        return ShownExplanation.report(file, known.charters());
    }
}
