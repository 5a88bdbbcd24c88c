package org.comity.charter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.statement.Vote;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * The votes on one charter that stand: of each member the first for each round, in the order of its
 * log. A later one is void, whatever became of the first; so nobody can vote twice but by showing
 * two logs, and that is a fault which can be proved.
 */
final class CharterVotes {
    /** A vote that stands, with its name in justifications. */
    record Cast(Hash name, MemberId member, long declaredSecond, Vote vote) {}

    // By round, then by member.
    private final SortedMap<Integer, SortedMap<MemberId, Cast>> rounds = new TreeMap<>();
    private final SortedMap<Hash, Cast> byName = new TreeMap<>();
    private final SortedSet<MemberId> withheld = new TreeSet<>();

    private CharterVotes() {}

    static CharterVotes of(Charter parent, Submitted submitted, Set<Clause> clauses) {
        var ballot = new CharterVotes();
        Hash hash = parent.hash();
        for (Member member : parent.voters()) {
            var log = submitted.votes().getOrDefault(member.id(), List.of());
            for (Submitted.Placed placed : log) {
                Optional<Vote> vote = placed.vote();
                if (vote.isEmpty() && clauses.contains(Clause.WITHHELD)) {
                    // It may be the first of any round that no vote before it was for.
                    ballot.withheld.add(member.id());
                    break;
                }
                if (vote.isPresent()
                        && vote.get().cast().parent().equals(hash)
                        && isSigned(member, vote.get(), clauses)) {
                    ballot.add(member.id(), placed.declaredSecond(), vote.get(), clauses);
                }
            }
        }
        return ballot;
    }

    /** An unsigned one is nobody's: a stolen node key must not use up its member's vote. */
    private static boolean isSigned(Member member, Vote vote, Set<Clause> clauses) {
        return !clauses.contains(Clause.SIGNED)
                || member.keys()
                        .member()
                        .verifies(Bytes.utf8(vote.cast().signedText()), vote.signature());
    }

    private void add(MemberId member, long second, Vote vote, Set<Clause> clauses) {
        var round = rounds.computeIfAbsent(vote.cast().round(), _ -> new TreeMap<>());
        if (round.containsKey(member) && clauses.contains(Clause.FIRST_VOTE)) {
            return;
        }
        var cast = new Cast(vote.hash(), member, second, vote);
        round.put(member, cast);
        byName.put(cast.name(), cast);
    }

    SortedMap<MemberId, Cast> round(int round) {
        return Collections.unmodifiableSortedMap(rounds.getOrDefault(round, new TreeMap<>()));
    }

    /** Rounds in which somebody voted. */
    SortedSet<Integer> rounds() {
        return new TreeSet<>(rounds.keySet());
    }

    /** Members with a vote whose payload is not here; nothing after it counts. */
    SortedSet<MemberId> withheld() {
        return Collections.unmodifiableSortedSet(withheld);
    }

    /** Those of the named votes that stand here, of one round. */
    List<Cast> named(List<Hash> names, int round) {
        var found = new ArrayList<Cast>();
        for (Hash name : names) {
            Cast cast = byName.get(name);
            if (cast != null && cast.vote().cast().round() == round) {
                found.add(cast);
            }
        }
        return found;
    }

    /** Names of all votes that stand in rounds before this one, sorted. */
    List<Hash> before(int round) {
        return rounds.headMap(round).values().stream()
                .map(Map::values)
                .flatMap(it -> it.stream().map(Cast::name))
                .sorted()
                .toList();
    }

    /** Every proposal that has a vote here. */
    SortedSet<Hash> proposals() {
        var all = new TreeSet<Hash>();
        byName.values().forEach(it -> all.add(it.vote().cast().proposal()));
        return all;
    }
}
