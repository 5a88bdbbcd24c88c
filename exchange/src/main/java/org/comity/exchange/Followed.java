package org.comity.exchange;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.statement.MemberId;

/**
 * The logs that are followed: the main log of each member, and those for named members that we were
 * told of. Nothing else says that the latter exist, so how many there may be is bounded: for each
 * owner those that it named or that are held, and for each mirror the few that it alone names.
 */
final class Followed {
    /** Logs for named members of one owner, of which this member is one. */
    static final int OF_OWNER_MAX = 64;

    private static final int HINTS_MAX = 8;

    private final Surroundings around;
    private final SortedMap<String, Following> logs = new TreeMap<>();

    /** Logs of which nothing is here, by the mirror that names them; it proves nothing. */
    private final Map<String, MemberId> hints = new TreeMap<>();

    Followed(Surroundings around) {
        this.around = around;
    }

    Collection<Following> all() {
        return logs.values();
    }

    Optional<Following> log(LogName name) {
        return Optional.ofNullable(logs.get(name.origin()));
    }

    /** A member came in, or is another now. */
    void begin(MemberId owner, long now) {
        open(LogName.main(owner), now);
        around.shelf().forParties(owner).forEach(it -> open(it, now));
    }

    /** Those of one owner are followed no more. */
    void end(MemberId owner, long now) {
        logs.values()
                .removeIf(it -> {
                    boolean theirs = it.name().owner().equals(owner);
                    if (theirs) {
                        it.end(now);
                        hints.remove(it.name().origin());
                    }
                    return theirs;
                });
    }

    /** Its owner says that there is such a log for us; empty where it may not, or has too many. */
    Optional<Following> ofOwner(LogName name, long now) {
        hints.remove(name.origin());
        Optional<Following> known = log(name);
        return known.isPresent() || !mayOpen(name, OF_OWNER_MAX, ofOwner(name.owner()))
                ? known
                : Optional.of(open(name, now));
    }

    /** Somebody else serves it; it may have made it up. */
    Optional<Following> ofMirror(MemberId mirror, LogName name, long now) {
        Optional<Following> known = log(name);
        long open = hints.values().stream().filter(mirror::equals).count();
        if (known.isPresent() || !mayOpen(name, HINTS_MAX, open)) {
            return known;
        }
        hints.put(name.origin(), mirror);
        return Optional.of(open(name, now));
    }

    /** A mirror named these now: of what it named alone and names no more nothing is expected. */
    void named(MemberId mirror, Collection<String> origins, long now) {
        for (String origin : List.copyOf(hints.keySet())) {
            Following log = logs.get(origin);
            if (log == null || around.isHeld(log.name())) {
                hints.remove(origin);
            } else if (mirror.equals(hints.get(origin)) && !origins.contains(origin)) {
                hints.remove(origin);
                logs.remove(origin);
                log.end(now);
            }
        }
    }

    private long ofOwner(MemberId owner) {
        return logs.values().stream()
                .map(Following::name)
                .filter(it -> it.owner().equals(owner) && !it.isMain())
                .filter(it -> !hints.containsKey(it.origin()))
                .count();
    }

    private boolean mayOpen(LogName name, int most, long open) {
        return !name.isMain() && open < most && around.peer(name.owner()).isPresent();
    }

    private Following open(LogName name, long now) {
        var following = new Following(name, around, now);
        logs.put(name.origin(), following);
        return following;
    }
}
