package org.comity.exchange;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;
import org.comity.statement.Leaf;
import org.comity.statement.Marking;
import org.comity.statement.Payload;
import org.comity.statement.Statement;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/** Which payloads to ask for, and whether what came is what the leaf commits to. */
public final class PayloadCheck {
    private PayloadCheck() {}

    /**
     * Batches of commitments to ask for: all that are not held, in the order of the log. Whether we
     * may see a payload only its holder can tell, since the leaf names nobody.
     *
     * @param isSettled held, or erased, or refused to us a short while ago
     */
    public static List<Ask.Payloads> wanted(List<Leaf> leaves, Predicate<Hash> isSettled) {
        var missing = new LinkedHashSet<Hash>();
        leaves.stream().map(Leaf::commitment).filter(isSettled.negate()).forEach(missing::add);
        var batches = new ArrayList<Ask.Payloads>();
        List<Hash> all = List.copyOf(missing);
        for (int at = 0; at < all.size(); at += PayloadRequest.COMMITMENTS_MAX) {
            int end = Math.min(all.size(), at + PayloadRequest.COMMITMENTS_MAX);
            batches.add(new Ask.Payloads(all.subList(at, end)));
        }
        return List.copyOf(batches);
    }

    public static Checked<Statement> open(Leaf leaf, Bytes payload) {
        return Payload.parse(payload).then(parsed -> Statement.open(leaf, parsed));
    }

    /** The marking to serve a statement under. */
    public static Marking marking(Statement statement) {
        return statement.marking();
    }
}
