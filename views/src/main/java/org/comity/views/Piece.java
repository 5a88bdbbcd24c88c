package org.comity.views;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.AbuseClass;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Hash;

/**
 * One piece of evidence, such as a mail: all that members claim to have seen in it.
 *
 * @param firstSecond since when the first claim holds: when it came
 * @param subjects each with its strongest role
 */
public record Piece(
        Hash root,
        long firstSecond,
        SortedMap<Subject, Role> subjects,
        SortedSet<MemberId> members,
        SortedSet<AbuseClass> classes,
        Marking marking) {
    /** How a subject tells which pieces belong together. */
    enum Sign {
        /** what a campaign calls to or carries: a link, a file, a text */
        STRONG,
        /** the machine that handed it over, which other campaigns may use too */
        MACHINE,
        /** forgeable or only mentioned */
        NONE
    }

    public Piece {
        subjects = Collections.unmodifiableSortedMap(new TreeMap<>(subjects));
        members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
        classes = Collections.unmodifiableSortedSet(new TreeSet<>(classes));
    }

    static Sign sign(SubjectKind kind, Role role) {
        return switch (role) {
            case CONNECTED -> kind == SubjectKind.ADDRESS ? Sign.MACHINE : Sign.NONE;
            case AUTHENTICATED_SENDER, CALLED_TO_LINK, ATTACHMENT, CONTENT -> Sign.STRONG;
            case CLAIMED_SENDER, MENTION -> Sign.NONE;
        };
    }
}
