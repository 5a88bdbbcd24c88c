package org.comity.views;

import java.util.Collections;
import java.util.Comparator;
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
    /** By time; equal times by root, so that the order is total. */
    static final Comparator<Piece> ORDER =
            Comparator.comparingLong(Piece::firstSecond).thenComparing(Piece::root);

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

    /** What one entry says of one root. */
    static Piece of(Hash root, Entry entry) {
        var subjects = new TreeMap<Subject, Role>();
        subjects.put(entry.claim().subject(), entry.claim().grounds().role());
        var members = new TreeSet<MemberId>();
        members.add(entry.member());
        var classes = new TreeSet<AbuseClass>();
        classes.add(entry.claim().abuse());
        return new Piece(
                root,
                entry.claim().validity().fromSecond(),
                subjects,
                members,
                classes,
                entry.marking());
    }

    /** What both say. */
    Piece with(Piece other) {
        var all = new TreeMap<Subject, Role>(subjects);
        other.subjects.forEach(
                (subject, role) -> all.merge(subject, role, (a, b) -> a.compareTo(b) <= 0 ? a : b));
        var both = new TreeSet<MemberId>(members);
        both.addAll(other.members);
        var kinds = new TreeSet<AbuseClass>(classes);
        kinds.addAll(other.classes);
        return new Piece(
                root,
                Math.min(firstSecond, other.firstSecond),
                all,
                both,
                kinds,
                marking.strictest(other.marking));
    }

    static Sign sign(Subject subject, Role role) {
        return switch (role) {
            case CONNECTED -> subject.kind() == SubjectKind.ADDRESS ? Sign.MACHINE : Sign.NONE;
            case AUTHENTICATED_SENDER, CALLED_TO_LINK, ATTACHMENT, CONTENT -> Sign.STRONG;
            case CLAIMED_SENDER, MENTION -> Sign.NONE;
        };
    }
}
