package org.comity.charter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.statement.MemberId;
import org.comity.statement.Proposal;
import org.comity.statement.StatementId;
import org.comity.statement.Vote;
import org.comity.value.Hash;

/**
 * What the members' logs hold on changes of the charter, as far as a node has them. Two of them
 * merge by union; the same logs give the same value in whatever order they came.
 *
 * @param proposals by their names
 * @param votes of each member, in the order of its log
 * @param lastSeen the second of each member's newest statement that counts fully: evidence that it
 *     is not dormant
 */
public record Submitted(
        SortedMap<Hash, Proposal> proposals,
        SortedMap<MemberId, List<Placed>> votes,
        SortedMap<MemberId, Long> lastSeen) {
    public static final Submitted NOTHING =
            new Submitted(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    /**
     * A vote where it stands in the main log of its member.
     *
     * @param vote empty when its payload is not here: what it says may come to light later
     */
    public record Placed(StatementId at, long declaredSecond, Optional<Vote> vote) {}

    public Submitted {
        proposals = Collections.unmodifiableSortedMap(new TreeMap<>(proposals));
        var ordered = new TreeMap<MemberId, List<Placed>>();
        for (Map.Entry<MemberId, List<Placed>> one : votes.entrySet()) {
            var byPlace = new TreeMap<StatementId, Placed>();
            one.getValue().forEach(it -> byPlace.merge(it.at(), it, Submitted::known));
            ordered.put(one.getKey(), List.copyOf(byPlace.values()));
        }
        votes = Collections.unmodifiableSortedMap(ordered);
        lastSeen = Collections.unmodifiableSortedMap(new TreeMap<>(lastSeen));
    }

    private static Placed known(Placed one, Placed other) {
        return one.vote().isPresent() ? one : other;
    }

    public Submitted with(Proposal proposal) {
        var more = new TreeMap<>(proposals);
        more.put(proposal.hash(), proposal);
        return new Submitted(more, votes, lastSeen);
    }

    public Submitted with(MemberId member, Placed placed) {
        var more = new TreeMap<>(votes);
        var its = new ArrayList<>(more.getOrDefault(member, List.of()));
        its.add(placed);
        more.put(member, its);
        return new Submitted(proposals, more, lastSeen);
    }
}
