package org.comity.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.tlog.TreeHead;

/** Which members of a world came to hold which form of a log that has two. */
final class WorldForks {
    // Each with its twin.
    private final Map<WorldNode, WorldNode> forked = new LinkedHashMap<>();
    private final Map<WorldNode, Map<Boolean, Set<MemberId>>> sides = new LinkedHashMap<>();

    void add(WorldNode liar, WorldNode twin) {
        forked.put(liar, twin);
    }

    /** Who holds which of the two forms of a log. */
    void watch(List<WorldNode> honest) {
        for (WorldNode liar : forked.keySet()) {
            WorldNode twin = forked.get(liar);
            if (!liar.isUp() || !twin.isUp()) {
                continue;
            }
            Log one = liar.desk().logs().own();
            Log other = twin.desk().logs().own();
            for (WorldNode node : honest) {
                // Who has just come in may not know of it yet.
                Optional<Log> log =
                        node.isUp() ? node.desk().logs().log(one.origin()) : Optional.empty();
                if (log.isPresent()) {
                    TreeHead held = log.get().tree().head();
                    boolean first = one.holds(held);
                    boolean second = other.holds(held);
                    if (first != second) {
                        sides.computeIfAbsent(liar, _ -> new TreeMap<>())
                                .computeIfAbsent(first, _ -> new TreeSet<>())
                                .add(node.id());
                    }
                }
            }
        }
    }

    /** Whether somebody put heads of both forms of a log under one name. */
    boolean isOfTwoForms(String origin, Set<TreeHead> heads) {
        for (WorldNode liar : forked.keySet()) {
            if (liar.isHonest()) {
                continue; // under its new key the log goes on otherwise than the thief had it
            }
            Log one = liar.desk().logs().own();
            Log other = forked.get(liar).desk().logs().own();
            if (one.origin().equals(origin)
                    && heads.stream().anyMatch(it -> one.holds(it) && !other.holds(it))
                    && heads.stream().anyMatch(it -> other.holds(it) && !one.holds(it))) {
                return true;
            }
        }
        return false;
    }

    /** The logs of which two honest members held different forms. */
    List<String> seen() {
        return sides.entrySet().stream()
                .filter(it -> it.getValue().size() == 2)
                .map(it -> it.getKey().id() + "/log")
                .toList();
    }
}
