package org.comity.node;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.agreement.MemberDay;
import org.comity.statement.MemberId;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * What one day added to the members' records, as the store keeps it (docs/formats/rows.md).
 *
 * @param inputs names what it was worked out from; from other inputs it is worked out anew
 */
record StandingRow(Hash inputs, SortedMap<MemberId, MemberDay> counts) {
    Bytes bytes() {
        var text = new StringBuilder(inputs.hex());
        counts.forEach((member, day) -> text.append('\n').append(day.line(member)));
        return Bytes.utf8(text.toString());
    }

    /** Empty when it is not such a row: then it is worked out anew. */
    static Optional<StandingRow> read(Bytes row) {
        String[] lines = row.utf8().split("\n", -1);
        Optional<Hash> inputs = Hash.parseHex(lines[0]).optional();
        var counts = new TreeMap<MemberId, MemberDay>();
        for (int at = 1; at < lines.length; at++) {
            Optional<MemberDay.Of> day = MemberDay.parse(lines[at]);
            if (day.isEmpty()) {
                return Optional.empty();
            }
            counts.put(day.get().member(), day.get().day());
        }
        return inputs.map(it -> new StandingRow(it, counts));
    }
}
