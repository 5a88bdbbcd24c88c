package org.comity.node;

import java.util.List;
import java.util.stream.Collectors;
import org.comity.statement.Audience;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.views.Entry;

/**
 * What is claimed on a subject to named members of whom this one is one. It is evidence for those
 * who read it; no list rests on it, since others could not work that list out.
 */
record ToldToFew(List<Entry> claims) {
    ToldToFew {
        claims = List.copyOf(claims);
    }

    /** Of each object the last version, where that holds. */
    static ToldToFew of(Desk desk, Subject subject, long asOfSecond) {
        List<Entry> told =
                desk
                        .index()
                        .entriesOn(subject, it -> it.audience() instanceof Audience.Parties)
                        .entries()
                        .stream()
                        .filter(it -> Asking.maySee(desk, it) && it.seenSecond() <= asOfSecond)
                        .toList();
        return new ToldToFew(
                HeldVersions.of(told).stream()
                        .filter(it -> !it.claim().revoked())
                        .filter(it -> it.claim().validity().holdsAt(asOfSecond))
                        .toList());
    }

    /** Whether somebody says that it is malicious. */
    boolean isReported() {
        return claims.stream().anyMatch(it -> it.claim().stance() == Stance.MALICIOUS);
    }

    /** Why a list has nothing of it. */
    List<String> words() {
        return claims.isEmpty()
                ? List.of()
                : List.of(
                        claims.stream()
                                .map(ToldToFew::words)
                                .collect(
                                        Collectors.joining(
                                                "; ",
                                                "told to named members, so that no list rests on"
                                                        + " it: ",
                                                "")));
    }

    private static String words(Entry entry) {
        return "%s says %s (%s, %s), %s, in %s"
                .formatted(
                        entry.member(),
                        entry.claim().stance().word(),
                        entry.claim().abuse().word(),
                        entry.claim().grounds().basis().word(),
                        entry.marking().tlp().word(),
                        entry.statement());
    }
}
