package org.comity.charter;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;

/**
 * Members that one node ignores, each from an index of its logs on. It is that node's own affair:
 * what it makes of others' statements changes, never what the charter says or what others see. The
 * shared lists, which all nodes write alike, do not know of it.
 *
 * @param from by member, the first index that does not count
 */
public record Ignored(SortedMap<MemberId, Long> from) {
    public static final Ignored NOBODY = new Ignored(new TreeMap<>());

    public Ignored {
        from = Collections.unmodifiableSortedMap(new TreeMap<>(from));
        if (from.values().stream().anyMatch(it -> it < 0)) {
            throw new IllegalArgumentException("an index is 0 or more");
        }
    }

    public Ignored with(MemberId member, long index) {
        Map<MemberId, Long> more = new TreeMap<>(from);
        more.put(member, index);
        return new Ignored(new TreeMap<>(more));
    }

    public Ignored without(MemberId member) {
        Map<MemberId, Long> fewer = new TreeMap<>(from);
        fewer.remove(member);
        return new Ignored(new TreeMap<>(fewer));
    }

    public boolean isIgnored(MemberId author, StatementId statement) {
        return Optional.ofNullable(from.get(author))
                .filter(it -> statement.index() >= it)
                .isPresent();
    }
}
