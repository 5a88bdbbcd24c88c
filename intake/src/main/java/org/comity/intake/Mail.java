package org.comity.intake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.statement.Fingerprint;
import org.comity.statement.GuardSet;
import org.comity.statement.Observables;
import org.comity.statement.Projection;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
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

    /** Those of the projected that may be claimed or wanted: no special-use address. */
    public List<Found> claimable(GuardSet guards) {
        return projected(guards).stream().filter(it -> !guards.isSpecialUse(it.subject())).toList();
    }

    /**
     * What a filter asks its lists about the mail: the address that handed it over, and each
     * called-to link with its host, be it a name or an address, and its registrable name. The role
     * is the one in which it is asked, whatever stronger role it has beside.
     */
    public List<Found> lookedUp(GuardSet guards) {
        var asked = new TreeSet<Found>();
        for (Found one : found) {
            if (one.role() == Role.CONNECTED || one.role() == Role.CALLED_TO_LINK) {
                for (Subject subject : Projection.of(one.subject(), guards)) {
                    if (!guards.isSpecialUse(subject)) {
                        asked.add(new Found(subject, one.role()));
                    }
                }
            }
        }
        return List.copyOf(asked);
    }

    /** Registrable names of the called-to links among these found. */
    public static SortedSet<Subject> linkNames(List<Found> found, GuardSet guards) {
        var names = new TreeSet<Subject>();
        for (Found one : found) {
            if (one.role() == Role.CALLED_TO_LINK) {
                host(one.subject())
                        .flatMap(guards::registrable)
                        .ifPresent(it -> names.add(new Subject(SubjectKind.DOMAIN, it)));
            }
        }
        return names;
    }

    private static Optional<String> host(Subject subject) {
        return switch (subject.kind()) {
            case URL -> Optional.of(Observables.host(subject).value());
            case DOMAIN -> Optional.of(subject.value());
            case ADDRESS, MAIL_ADDRESS, FILE, FINGERPRINT -> Optional.empty();
        };
    }
}
