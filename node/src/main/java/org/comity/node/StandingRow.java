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
        return Bytes.utf8(inputs.hex() + "\n" + text(counts));
    }

    /**
     * One line a member, in their order: {@code name claims erased contradicted other=count,...}.
     */
    static String text(SortedMap<MemberId, MemberDay> counts) {
        var text = new StringBuilder();
        counts.forEach((member, day) -> {
            text.append(member.name()).append(' ').append(day.claims());
            text.append(' ').append(day.erased()).append(' ').append(day.contradicted());
            String between = " ";
            for (var by : day.confirmedBy().entrySet()) {
                text.append(between).append(by.getKey().name()).append('=').append(by.getValue());
                between = ",";
            }
            text.append('\n');
        });
        return text.toString();
    }

    /** Empty when it is not such a row: then it is worked out anew. */
    static Optional<StandingRow> read(Bytes row) {
        String[] lines = row.utf8().split("\n", -1);
        Optional<Hash> inputs = Hash.parseHex(lines[0]).optional();
        if (inputs.isEmpty()) {
            return Optional.empty();
        }
        var counts = new TreeMap<MemberId, MemberDay>();
        for (int at = 1; at < lines.length - 1; at++) {
            String[] words = lines[at].split(" ", -1);
            var confirmedBy = new TreeMap<MemberId, Long>();
            if (words.length > 4) {
                for (String by : words[4].split(",", -1)) {
                    int equals = by.indexOf('=');
                    confirmedBy.put(
                            new MemberId(by.substring(0, equals)),
                            Long.parseLong(by.substring(equals + 1)));
                }
            }
            counts.put(
                    new MemberId(words[0]),
                    new MemberDay(
                            Long.parseLong(words[1]),
                            Long.parseLong(words[2]),
                            Long.parseLong(words[3]),
                            confirmedBy));
        }
        return Optional.of(new StandingRow(inputs.get(), counts));
    }
}
