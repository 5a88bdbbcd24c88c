package org.comity.exchange;

import java.util.List;
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

    /** Whether anything of a log is here. */
    boolean isHeld(LogName log) {
        return shelf.log(log).filter(it -> it.head().size() > 0).isPresent();
    }

    /** Whom a log may be mentioned to: nobody else is to learn that there is one. */
    boolean isFor(LogName log, MemberId member) {
        return log.isMain() || shelf.isFor(log, member);
    }

    /** The own logs that a member is to have. */
    List<LogName> ownFor(MemberId member) {
        return Stream.concat(
                        Stream.of(LogName.main(settings.self())),
                        shelf.forParties(settings.self()).stream()
                                .filter(it -> shelf.isFor(it, member)))
                .toList();
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
