package org.comity.node;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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

    /** Members with a line in it, good or not; the log's owner is not among them. */
    SortedSet<MemberId> named(MemberId owner, Note checkpoint) {
        var named = new TreeSet<MemberId>();
        for (Note.Signature line : checkpoint.signatures()) {
            keys.forEach((member, its) -> {
                boolean isIts =
                        its.stream()
                                .anyMatch(it ->
                                        it.name().equals(line.name())
                                                && it.keyId() == line.keyId());
                if (isIts && !member.equals(owner)) {
                    named.add(member);
                }
            });
        }
        return named;
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
