package org.comity.node;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.statement.MemberId;
import org.comity.tlog.Cosignature;
import org.comity.tlog.Note;
import org.comity.tlog.VerifierKey;

/**
 * Who cosigned when, whatever keys the witnesses had then: an anchor proves the same to a node that
 * reads it after a member's keys were replaced. Changed by the writer only.
 */
final class Witnesses {
    private final SortedMap<MemberId, Set<VerifierKey>> keys = new TreeMap<>();

    void add(Charter charter) {
        for (Member member : charter.members()) {
            keys.computeIfAbsent(member.id(), _ -> new LinkedHashSet<>())
                    .add(member.keys().witness());
        }
    }

    /** By each member's own clock; the log's owner is not among them. */
    SortedMap<MemberId, Long> times(MemberId owner, Note checkpoint) {
        var times = new TreeMap<MemberId, Long>();
        keys.forEach((member, its) -> {
            if (!member.equals(owner)) {
                Cosignature.verify(checkpoint, List.copyOf(its))
                        .forEach(it -> times.merge(member, it.atSecond(), Math::min));
            }
        });
        return times;
    }
}
