package org.comity.charter;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.statement.MemberId;

/**
 * On what footing a member is in.
 *
 * @param sponsors members that stand for it, at most {@value #SPONSORS_MAX}; each must have voted
 *     for its admission
 * @param probationUntil the last epoch in which it makes nothing agreed or blocked; 0: none
 * @param isContributor it publishes, and has neither vote nor witness duty
 */
public record Admission(SortedSet<MemberId> sponsors, int probationUntil, boolean isContributor) {
    public static final Admission PLAIN = new Admission(new TreeSet<>(), 0);
    public static final int SPONSORS_MAX = 2;

    /** With vote and witness duty. */
    public Admission(SortedSet<MemberId> sponsors, int probationUntil) {
        this(sponsors, probationUntil, false);
    }

    public Admission {
        sponsors = Collections.unmodifiableSortedSet(new TreeSet<>(sponsors));
        if (sponsors.size() > SPONSORS_MAX || probationUntil < 0) {
            throw new IllegalArgumentException("at most two sponsors, and an epoch from 0");
        }
    }

    Admission asContributor() {
        return new Admission(sponsors, probationUntil, true);
    }
}
