package org.comity.charter;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.statement.MemberId;

/**
 * A sharing group: at least one member, and the audience {@code group:name}; its name is spelled as
 * a member's.
 */
public record Group(String name, SortedSet<MemberId> members) {
    public Group {
        members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
        if (members.isEmpty() || MemberId.parse(name).optional().isEmpty()) {
            throw new IllegalArgumentException("a group has a name and at least one member");
        }
    }
}
