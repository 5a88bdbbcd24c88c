package org.comity.node;

import org.comity.taxii.Status;
import org.comity.value.Bytes;

/** Whether a row of the collections is one that this version would write. */
final class CollectedCheck {
    private CollectedCheck() {}

    /**
     * @param rest of the key, behind the table
     */
    static boolean isRow(Bytes rest, Bytes value) {
        if (rest.length() == 0) {
            return false;
        }
        Bytes behind = rest.slice(1, rest.length());
        try {
            return switch (rest.at(0)) {
                case 'd' -> CollectedRow.read(rest, value).bytes().equals(value);
                case 'i' ->
                        value.length() > 0
                                && CollectedRow.Known.write(CollectedRow.Known.read(value))
                                        .equals(value);
                case 't', 'v', 'm', 'y' -> value.length() == 0;
                case 'c', 'h' -> value.length() == Long.BYTES;
                case 's' -> RowKeys.place(RowKeys.statementAt(behind)).equals(behind);
                case 'u' -> TaxiiUser.read(behind.utf8(), value).row().equals(value);
                case 'x' -> Status.parse(value).orThrow().json().canonical().equals(value);
                case 'k' -> value.length() >= Long.BYTES;
                default -> false;
            };
        } catch (RuntimeException unreadable) { // what a reader of good rows makes of this one
            return false;
        }
    }
}
