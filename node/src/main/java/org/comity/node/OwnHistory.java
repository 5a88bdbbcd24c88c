package org.comity.node;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.exchange.LogName;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether the own logs here are the newest that there are. A directory that was restored from a
 * backup, or copied and run twice, must not state anything: two heads of one log that do not follow
 * from one another are proof that its member lies. Such a node goes on reading, listing and
 * answering. Any thread asks; whoever learns more tells.
 */
final class OwnHistory {
    /** What is known; the first is how a directory begins that nobody asks about. */
    sealed interface Known {
        /** Nothing speaks against it. */
        record Newest() implements Known {}

        /** No other member has been heard on it yet. */
        record Unheard() implements Known {}

        /** There was more once: somebody holds it, or this machine remembers to have signed it. */
        record Older(String origin, String holder, long size, long here) implements Known {}

        /** Somebody holds another head under this member's key: two copies have both stated. */
        record Forked(String origin, String holder, long size) implements Known {}
    }

    /** Asks whoever can be asked. */
    interface Asking {
        void ask() throws IOException;
    }

    private volatile Asking asking = () -> {};
    // Guarded by this: by origin what is wrong, Older or Forked; the main log comes first.
    private final SortedMap<String, Known> wrong = new TreeMap<>();
    // Of these somebody held more under a key that is replaced since.
    private final Set<String> former = new TreeSet<>();
    private Known otherwise = new Known.Newest();
    private volatile Known known = otherwise;

    Known known() {
        return known;
    }

    boolean isNewest() {
        return known instanceof Known.Newest;
    }

    private void settle() {
        known = wrong.isEmpty() ? otherwise : wrong.firstEntry().getValue();
    }

    /** From now on nothing is stated until a member was heard. */
    synchronized void await() {
        otherwise = new Known.Unheard();
        settle();
    }

    /** A member was heard, or the operator says that it is so; a wrong log stays wrong. */
    synchronized void heard() {
        otherwise = new Known.Newest();
        settle();
    }

    /** This machine remembers to have signed more than it has. */
    synchronized void lost(String origin, long size, long here) {
        older(new Known.Older(origin, "", size, here));
    }

    synchronized void older(Known.Older older) {
        Known before = wrong.get(older.origin());
        boolean less = before instanceof Known.Older known && known.size() >= older.size();
        if (!(before instanceof Known.Forked) && !less) {
            former.remove(older.origin());
            wrong.put(older.origin(), older);
            settle();
        }
    }

    synchronized void forked(Known.Forked forked) {
        wrong.put(forked.origin(), forked);
        settle();
    }

    /** So much of a log is here now. */
    synchronized void isHere(String origin, long size) {
        if (wrong.get(origin) instanceof Known.Older older && older.size() <= size) {
            wrong.remove(origin);
            settle();
        }
    }

    /** The logs for named members with which something is wrong. */
    synchronized SortedMap<String, Known> wrongForParties() {
        var logs = new TreeMap<>(wrong);
        logs.keySet().removeIf(it -> LogName.parseOrigin(it).orThrow().isMain());
        return logs;
    }

    /** Nothing is said any more in this log, so it keeps no other from going on. */
    synchronized void givenUp(String origin) {
        wrong.remove(origin);
        settle();
    }

    /**
     * The members gave this member another key. What somebody else signed with the former one is
     * past, but what a quorum had cosigned of it must be fetched before more is said.
     */
    synchronized void keyReplaced() {
        wrong.values().removeIf(it -> it instanceof Known.Forked);
        former.addAll(wrong.keySet());
        settle();
    }

    /** What could be fetched was: all else that only a former key signed binds nobody. */
    synchronized void letGoOfFormer() {
        wrong.keySet().removeAll(former);
        former.clear();
        settle();
    }

    /** The log stands again, under another key. */
    synchronized void replaced() {
        wrong.clear();
        former.clear();
        heard();
    }

    /** Somebody may be asked as late as when something is to be stated. */
    void asksBefore(Asking asked) {
        asking = asked;
    }

    /** Refuses in words unless the own logs are the newest. */
    void requireNewest() throws IOException {
        if (known instanceof Known.Unheard) {
            asking.ask();
        }
        why().ifPresent(why -> {
            throw new Refusal(why, "");
        });
    }

    /** Why nothing is stated; empty when something may be. */
    Optional<String> why() {
        return switch (known) {
            case Known.Newest() -> Optional.empty();
            case Known.Unheard() ->
                    Optional.of(
                            "nothing is stated yet: no other member has been heard on whether this"
                                    + " is the newest copy of this member's log");
            case Known.Older(String origin, String holder, long size, long here) ->
                    Optional.of(
                            "nothing is stated: %s has %d statements here, and %s %d; this is a restored backup or a copy. Get what is missing with: comity recover"
                                    .formatted(
                                            origin,
                                            here,
                                            holder.isEmpty()
                                                    ? "this node has signed"
                                                    : holder + " holds",
                                            size));
            case Known.Forked(String origin, String holder, long size) ->
                    Optional.of(
                            "nothing is stated: of %s, %s holds another history (%d statements) under this member's key. Two copies of this node have run, or the key is stolen; docs/operate.md, \"Backup and copies\", says what to do"
                                    .formatted(origin, holder, size));
        };
    }

    /** For {@code comity status}. */
    ObjectNode json() {
        ObjectNode answer = Json.object().put("state", word());
        why().ifPresent(it -> answer.put("why", it));
        return answer;
    }

    private String word() {
        return switch (known) {
            case Known.Newest _ -> "newest";
            case Known.Unheard _ -> "unheard";
            case Known.Older _ -> "older";
            case Known.Forked _ -> "forked";
        };
    }
}
