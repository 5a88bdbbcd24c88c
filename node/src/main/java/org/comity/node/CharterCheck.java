package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.charter.Certificate;
import org.comity.charter.Charter;
import org.comity.store.StoreReader;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/** The charters that were in force: each stands alone, or was voted for under the one before. */
final class CharterCheck {
    private CharterCheck() {}

    /** Those that can be read, oldest first. */
    static List<Charter> run(StoreReader store, Findings findings) throws IOException {
        var charters = new ArrayList<Charter>();
        for (Bytes table : List.of(RowKeys.FORMER_CHARTERS, RowKeys.CHARTERS)) {
            store.scan(
                    table,
                    (key, value) -> {
                        Checked<CharterBook.Signed> parsed = CharterBook.parse(value);
                        if (parsed instanceof Checked.Good<CharterBook.Signed>(var signed)) {
                            check(charters, signed, findings);
                            checkKey(table, key, signed.charter(), findings);
                            charters.add(signed.charter());
                        } else {
                            findings.add("a charter row: " + parsed, Remedy.CHARTER);
                        }
                        return true;
                    });
        }
        if (charters.isEmpty()) {
            findings.add("no charter in the store", Remedy.STORE);
        }
        return charters;
    }

    private static void check(List<Charter> before, CharterBook.Signed signed, Findings findings) {
        Optional<Charter> last =
                before.isEmpty() ? Optional.empty() : Optional.of(before.getLast());
        boolean voted =
                last.isPresent()
                        && Certificate.check(last.get(), signed.note()) instanceof Checked.Good;
        if (!voted && !Certificate.standsAlone(signed.charter(), signed.note())) {
            findings.add(
                    "charter of epoch "
                            + signed.charter().epoch()
                            + " is neither signed by all nor voted for by enough",
                    Remedy.CHARTER);
        }
    }

    private static void checkKey(Bytes table, Bytes key, Charter charter, Findings findings) {
        if (table.equals(RowKeys.CHARTERS) && !key.equals(RowKeys.charter(charter.epoch()))) {
            findings.add("charter of epoch " + charter.epoch() + " under another", Remedy.CHARTER);
        }
    }
}
