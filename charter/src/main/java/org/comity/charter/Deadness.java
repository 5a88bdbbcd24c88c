package org.comity.charter;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.value.Hash;

/**
 * When a proposal can no longer be certified in a round, by whoever's logs.
 *
 * <p>Idea: count for it who voted for it, everybody who was not seen to vote in the round, and phi
 * more who may have voted twice. If even so many do not certify it, no node can ever see it
 * certified in this round, so going on to the next round is safe. More evidence only shrinks who
 * may still vote for it: what is dead stays dead. A proposal that nobody here has seen may need as
 * few votes as any (it may name members dormant), so it is measured by that.
 */
final class Deadness {
    private final Charter parent;
    private final SortedMap<Hash, Tabled> tabled;
    private final Set<Clause> clauses;

    Deadness(Charter parent, SortedMap<Hash, Tabled> tabled, Set<Clause> clauses) {
        this.parent = parent;
        this.tabled = new TreeMap<>(tabled);
        this.clauses = clauses;
    }

    /** Whether these votes of one round show every proposal dead, those unseen included. */
    boolean areAllDead(Collection<CharterVotes.Cast> evidence) {
        var named = new TreeSet<Hash>();
        evidence.forEach(it -> named.add(it.vote().cast().proposal()));
        return isDead(Optional.empty(), evidence)
                && named.stream().allMatch(it -> isDead(Optional.of(it), evidence));
    }

    /** Empty: a proposal that nobody has voted for. */
    boolean isDead(Optional<Hash> proposal, Collection<CharterVotes.Cast> evidence) {
        Optional<Tabled> known = proposal.flatMap(it -> Optional.ofNullable(tabled.get(it)));
        if (known.isPresent() && !known.get().problems().isEmpty()) {
            return true;
        }
        var mayCount = new TreeSet<MemberId>();
        var elsewhere = new TreeSet<MemberId>();
        for (Member member : parent.voters()) {
            if (known.isPresent() && !known.get().isVoter(member.id(), clauses)) {
                continue;
            }
            boolean voted = evidence.stream().anyMatch(it -> it.member().equals(member.id()));
            boolean forIt =
                    evidence.stream()
                            .anyMatch(it ->
                                    it.member().equals(member.id())
                                            && Optional.of(it.vote().cast().proposal())
                                                    .equals(proposal));
            boolean counts = forIt || (!voted && clauses.contains(Clause.UNSEEN));
            (counts ? mayCount : elsewhere).add(member.id());
        }
        int phi = clauses.contains(Clause.PHI) ? parent.articles().amendments().phi() : 0;
        return !couldCertify(known, mayCount, elsewhere, phi);
    }

    /** With the phi of those that voted otherwise who would help it most. */
    private boolean couldCertify(
            Optional<Tabled> known,
            SortedSet<MemberId> mayCount,
            SortedSet<MemberId> elsewhere,
            int phi) {
        var counted = new TreeSet<>(mayCount);
        int spare = phi;
        if (known.isPresent() && clauses.contains(Clause.SPONSORS)) {
            for (MemberId sponsor : known.get().sponsors(parent)) {
                if (!counted.contains(sponsor)) {
                    if (spare == 0 || !elsewhere.contains(sponsor)) {
                        return false;
                    }
                    counted.add(sponsor);
                    spare--;
                }
            }
        }
        for (boolean newCountries : List.of(true, false)) {
            for (MemberId member : elsewhere) {
                boolean helps = !newCountries || !countries(counted).contains(country(member));
                if (spare > 0 && helps && counted.add(member)) {
                    spare--;
                }
            }
        }
        return hasQuorum(known, counted, new TreeSet<>());
    }

    /**
     * Whether these voters are enough: by count and by countries.
     *
     * @param alive members that are known not to be dormant
     */
    boolean hasQuorum(
            Optional<Tabled> known, SortedSet<MemberId> voters, SortedSet<MemberId> alive) {
        boolean enough = !clauses.contains(Clause.QUORUM) || voters.size() >= needed(known, alive);
        return enough
                && (!clauses.contains(Clause.COUNTRIES)
                        || 2 * countries(voters).size() > parent.countriesOfVoters().size());
    }

    int needed(Optional<Tabled> known, SortedSet<MemberId> alive) {
        int phi = parent.articles().amendments().phi();
        int members = parent.voters().size();
        if (known.isEmpty()) {
            return Quorum.floor(members, phi);
        }
        if (!clauses.contains(Clause.N_STAYS)) {
            members -= known.get().targets().size();
        }
        var dormant = new TreeSet<>(known.get().dormant());
        if (clauses.contains(Clause.ALIVE)) {
            dormant.removeAll(alive);
        }
        return Quorum.needed(members, dormant.size(), phi, clauses.contains(Clause.HALF));
    }

    SortedSet<Country> countries(SortedSet<MemberId> members) {
        var countries = new TreeSet<Country>();
        members.forEach(it -> countries.add(country(it)));
        return countries;
    }

    private Country country(MemberId member) {
        return parent.member(member).orElseThrow().country();
    }
}
