package org.comity.views;

import org.comity.statement.AbuseClass;
import org.comity.statement.Basis;
import org.comity.statement.ObjectVersion;
import org.comity.statement.Pap;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.statement.Tlp;

/**
 * One byte for each word of a closed list: its place in the list. CodesTest pins the table of
 * docs/formats/views.md, so that a list that changes its order asks for a new version of the rows.
 */
final class Codes {
    // Each call of values() makes a copy.
    private static final SubjectKind[] KINDS = SubjectKind.values();
    private static final Role[] ROLES = Role.values();

    private Codes() {}

    @SuppressWarnings("EnumOrdinal") // pinned by CodesTest
    static byte of(Enum<?> word) {
        return (byte) word.ordinal();
    }

    static boolean isSubjectKind(byte code) {
        return code >= 0 && code < KINDS.length;
    }

    static SubjectKind subjectKind(byte code) {
        return at(KINDS, code);
    }

    static Stance stance(byte code) {
        return at(Stance.values(), code);
    }

    static AbuseClass abuse(byte code) {
        return at(AbuseClass.values(), code);
    }

    static Basis basis(byte code) {
        return at(Basis.values(), code);
    }

    static Role role(byte code) {
        return at(ROLES, code);
    }

    static Target target(byte code) {
        return at(Target.values(), code);
    }

    static ObjectVersion.End end(byte code) {
        return at(ObjectVersion.End.values(), code);
    }

    static Tlp tlp(byte code) {
        return at(Tlp.values(), code);
    }

    static Pap pap(byte code) {
        return at(Pap.values(), code);
    }

    private static <T> T at(T[] words, byte code) {
        if (code < 0 || code >= words.length) {
            throw new IllegalStateException("a view row has an unknown code: rebuild the views");
        }
        return words[code];
    }
}
