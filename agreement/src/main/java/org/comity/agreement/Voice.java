package org.comity.agreement;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.value.Hash;

/**
 * Somebody who can be counted once: a member, a bloc, or all feeds together.
 *
 * @param name of the member; of several, the least
 * @param roots all evidence that it rests on
 * @param analysed those of the roots that it rests on as analysed
 */
record Voice(MemberId name, SortedSet<Hash> roots, SortedSet<Hash> analysed) {
    Voice {
        roots = Collections.unmodifiableSortedSet(roots);
        analysed = Collections.unmodifiableSortedSet(analysed);
    }

    static Voice of(StatedClaim claim) {
        var roots = new TreeSet<>(claim.claim().grounds().roots());
        return new Voice(
                claim.member(), roots, claim.isAnalysed() ? roots : Collections.emptySortedSet());
    }

    /** Several that speak as one. */
    static Voice merged(Collection<Voice> voices) {
        var roots = new TreeSet<Hash>();
        var analysed = new TreeSet<Hash>();
        for (Voice voice : voices) {
            roots.addAll(voice.roots());
            analysed.addAll(voice.analysed());
        }
        return new Voice(
                voices.stream().map(Voice::name).min(MemberId::compareTo).orElseThrow(),
                roots,
                analysed);
    }
}
