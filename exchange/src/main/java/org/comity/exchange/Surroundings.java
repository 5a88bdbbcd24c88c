package org.comity.exchange;

import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.comity.statement.MemberId;

/** What the parts of {@link Replication} share. */
record Surroundings(
        Replication.Settings settings,
        Shelf shelf,
        Outbox outbox,
        SortedMap<MemberId, PeerState> peers) {

    Optional<PeerState> peer(MemberId id) {
        return Optional.ofNullable(peers.get(id));
    }

    /** One that may be asked now, beginning behind the last one that was, which comes last. */
    Optional<PeerState> nextAfter(MemberId last, Predicate<PeerState> isFit) {
        Optional<PeerState> itself = peer(last);
        Stream<PeerState> others =
                Stream.concat(
                                peers.tailMap(last).values().stream(),
                                peers.headMap(last).values().stream())
                        .filter(it -> !it.id().equals(last));
        return Stream.concat(others, itself.stream()).filter(isFit).findFirst();
    }
}
