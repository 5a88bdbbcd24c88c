package org.comity.charter;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.statement.MemberId;

/** A sharing group: some members, and the audience {@code group:name}. */
public record Group(String name, SortedSet<MemberId> members) {
    public Group {
        members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
    }
}
