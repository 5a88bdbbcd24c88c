package org.comity.study;

import java.util.List;
import org.comity.statement.Basis;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.value.Hash;

/** One act of an attack; seats are numbers of the arm's charter. */
sealed interface Act {
    long second();

    int seat();

    /** A member states a claim of its own making. */
    record Says(long second, int seat, int subject, Word word) implements Act {}

    /**
     * What is claimed, but for the subject.
     *
     * @param source of a relayed claim; empty otherwise
     */
    record Word(Stance stance, Basis basis, Role role, Hash root, String source) {}

    /** An outsider mails links to a member, which reports the mail as it reports all spam. */
    record Mails(long second, int seat, Hash root, List<Integer> subjects) implements Act {
        public Mails {
            subjects = List.copyOf(subjects);
        }
    }

    /** A member says nothing from now on. */
    record FallsSilent(long second, int seat) implements Act {}

    /** A member revokes what it called benign. */
    record TakesBack(long second, int seat, int subject) implements Act {}

    /** A member destroys what it said of a subject. */
    record Erases(long second, int seat, int subject) implements Act {}
}
