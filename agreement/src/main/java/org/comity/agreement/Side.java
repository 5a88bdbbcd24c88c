package org.comity.agreement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.statement.MemberId;
import org.comity.value.Hash;

/**
 * All current claims of one stance on one subject, at most one a member.
 *
 * @param claims in the order of their members
 * @param voices of the members that rest on own evidence and count, in that order
 * @param feeds the one voice of all that is relayed
 */
record Side(List<StatedClaim> claims, List<Voice> voices, Optional<Voice> feeds) {
    Side {
        claims = List.copyOf(claims);
        voices = List.copyOf(voices);
    }

    static Side of(List<StatedClaim> claims, Bar bar) {
        List<StatedClaim> counted = claims.stream().filter(bar::counts).toList();
        return new Side(
                claims,
                counted.stream().filter(StatedClaim::hasOwnRoot).map(Voice::of).toList(),
                feeds(counted));
    }

    /** K: members and, once, all feeds, matched to distinct roots. */
    int matched() {
        return Matching.size(counted());
    }

    List<Support.Match> matching() {
        List<Voice> counted = counted();
        List<Optional<Hash>> roots = Matching.least(counted);
        List<Support.Match> matches = new ArrayList<>();
        for (int at = 0; at < counted.size(); at++) {
            MemberId name = counted.get(at).name();
            boolean isFeeds = at >= voices.size();
            roots.get(at)
                    .map(root -> new Support.Match(isFeeds ? relayerOf(root) : name, root))
                    .ifPresent(matches::add);
        }
        return matches;
    }

    /** Voices by the bloc they belong to in a dimension; feeds belong to none. */
    SortedMap<String, List<Voice>> blocs(String dimension, Charter charter) {
        var blocs = new TreeMap<String, List<Voice>>();
        for (Voice voice : voices) {
            Member member = charter.member(voice.name()).orElseThrow();
            String bloc =
                    dimension.equals("country") ? member.country().code() : member.sector().word();
            blocs.computeIfAbsent(bloc, _ -> new ArrayList<>()).add(voice);
        }
        return blocs;
    }

    /** All that K counts: the members', and last the one of all feeds. */
    List<Voice> counted() {
        List<Voice> counted = new ArrayList<>(voices);
        feeds.ifPresent(counted::add);
        return counted;
    }

    private MemberId relayerOf(Hash root) {
        return claims.stream()
                .filter(it -> it.isFeed() && it.claim().grounds().roots().contains(root))
                .map(StatedClaim::member)
                .findFirst()
                .orElseThrow();
    }

    private static Optional<Voice> feeds(List<StatedClaim> claims) {
        var roots = new TreeSet<Hash>();
        List<StatedClaim> feeds = claims.stream().filter(StatedClaim::isFeed).toList();
        feeds.forEach(it -> roots.addAll(it.claim().grounds().roots()));
        return feeds.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Voice(feeds.getFirst().member(), roots, Collections.emptySortedSet()));
    }
}
