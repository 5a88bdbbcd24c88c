package org.comity.intake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.statement.Fingerprint;
import org.comity.statement.GuardSet;
import org.comity.statement.Projection;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.value.Bytes;

/**
 * What one mail gives: nothing in it but {@code canonical} and {@code senderKey} comes from the
 * mail's text unchecked, and those two stay at the node that took the mail.
 *
 * @param found distinct pairs, strongest role first; not projected
 * @param fingerprint of the text, keyed; empty when there is too little text or no key was given
 * @param canonical the bytes that the mail's root is made from (DESIGN section 5)
 * @param receivedSecond when an own relay took the mail, from its Received line, in seconds since
 *     1970; empty when no such line is there (never taken from Date)
 * @param senderKey SHA-256 in hexadecimal of the lower-case From mailbox, to count senders without
 *     keeping their addresses; empty when there is none
 * @param notes what was cut short or odd, in constant words
 */
public record Mail(
        List<Found> found,
        Optional<Fingerprint> fingerprint,
        Bytes canonical,
        OptionalLong receivedSecond,
        String senderKey,
        List<String> notes) {
    /** Pairs kept of one mail; the strongest roles are kept. */
    public static final int FOUND_MAX = 200;

    public Mail {
        found = List.copyOf(found);
        notes = List.copyOf(notes);
        if (found.size() > FOUND_MAX) {
            throw new IllegalArgumentException("too many found: " + found.size());
        }
    }

    /**
     * Every subject that this mail claims, each once with its strongest role; at most FOUND_MAX, of
     * which the fingerprint is one.
     */
    public List<Found> projected(GuardSet guards) {
        Map<Subject, Role> strongest = new LinkedHashMap<>();
        for (Found one : found) {
            for (Subject subject : Projection.of(one.subject(), guards)) {
                strongest.merge(subject, one.role(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
            }
        }
        List<Found> all = new ArrayList<>();
        strongest.forEach((subject, role) -> all.add(new Found(subject, role)));
        Collections.sort(all);
        int kept = Math.min(all.size(), FOUND_MAX - (fingerprint.isPresent() ? 1 : 0));
        all.subList(kept, all.size()).clear();
        fingerprint.ifPresent(it -> all.add(new Found(it.subject(), Role.CONTENT)));
        Collections.sort(all);
        return List.copyOf(all);
    }
}
