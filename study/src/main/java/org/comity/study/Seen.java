package org.comity.study;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.comity.intake.Found;
import org.comity.intake.Mail;
import org.comity.statement.GuardSet;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.value.Hash;

/**
 * What is kept of one mail: the one place where a study takes subjects from a mail. It is what a
 * node claims or wants of it, and what a filter asks.
 *
 * @param claimable as a node claims or wants them
 * @param asked with the role in which they are asked; the fingerprint of the text is one
 * @param linkNames registrable names of called-to links
 * @param sender key of the sender; empty when there is none
 */
public record Seen(
        List<Found> claimable,
        List<Found> asked,
        SortedSet<Subject> linkNames,
        String sender,
        Hash root) {
    public Seen {
        claimable = List.copyOf(claimable);
        asked = List.copyOf(asked);
    }

    public static Seen of(Mail mail, GuardSet guards, Hash root) {
        List<Found> claimable = mail.claimable(guards);
        var asked = new ArrayList<Found>(mail.lookedUp(guards));
        mail.fingerprint().ifPresent(it -> asked.add(new Found(it.subject(), Role.CONTENT)));
        return new Seen(
                claimable, asked, Mail.linkNames(claimable, guards), mail.senderKey(), root);
    }
}
