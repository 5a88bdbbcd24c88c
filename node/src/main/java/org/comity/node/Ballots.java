package org.comity.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.agreement.Rulings;
import org.comity.charter.Appeals;
import org.comity.charter.Ballot;
import org.comity.charter.Charter;
import org.comity.charter.Motions;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;

/**
 * The motions, votes and appeals of all members, and what follows from them. Few, so they are all
 * kept. Changed by the writer; anybody reads.
 */
final class Ballots {
    /** What holds from one second until another, under one charter. */
    private record Ruled(
            Charter charter, Window window, Rulings rulings, SortedSet<MemberId> suspended) {}

    private record Window(long fromSecond, long untilSecond, int version) {}

    private final Map<StatementId, Ballot> byStatement = new HashMap<>();
    // Written by the writer only.
    private volatile List<Ballot> all = List.of();
    private volatile List<Ballot.Appealed> appeals = List.of();
    private volatile int version;
    // Of the writer.
    private int changes;
    private volatile Optional<Ruled> ruled = Optional.empty();

    /** Takes what a statement says about single cases. */
    void take(MemberId author, StatementId id, Statement statement) {
        Optional<Ballot> ballot = Ballot.of(author, id, statement);
        if (ballot.isPresent() && byStatement.putIfAbsent(id, ballot.get()) == null) {
            changed();
        }
    }

    /** Its payload is gone, or does not count any more. */
    void forget(StatementId id) {
        if (byStatement.remove(id) != null) {
            changed();
        }
    }

    /** What a log says from that index on does not count. */
    void cut(String origin, long fromIndex) {
        if (byStatement
                .keySet()
                .removeIf(it -> it.origin().equals(origin) && it.index() >= fromIndex)) {
            changed();
        }
    }

    private void changed() {
        all = List.copyOf(byStatement.values());
        appeals = appeals(all);
        changes++;
        version = changes;
    }

    /** Changes with every ballot. */
    int version() {
        return version;
    }

    List<Ballot> all() {
        return all;
    }

    static List<Ballot.Appealed> appeals(List<Ballot> ballots) {
        var appeals = new ArrayList<Ballot.Appealed>();
        for (Ballot ballot : ballots) {
            if (ballot instanceof Ballot.Appealed appealed) {
                appeals.add(appealed);
            }
        }
        return appeals;
    }

    List<Ballot.Appealed> appeals() {
        return appeals;
    }

    Rulings rulings(Charter charter, long asOfSecond, Set<MemberId> inStanding, GuardSet guards) {
        Rulings decided = ruled(charter, asOfSecond).rulings();
        return appeals.isEmpty()
                ? decided
                : new Rulings(
                        decided.decisions(),
                        Appeals.heard(appeals, inStanding, guards, asOfSecond));
    }

    SortedSet<MemberId> suspended(Charter charter, long asOfSecond) {
        return ruled(charter, asOfSecond).suspended();
    }

    private Ruled ruled(Charter charter, long asOfSecond) {
        int now = version;
        Optional<Ruled> held = ruled;
        if (held.isPresent()
                && held.get().charter().equals(charter)
                && held.get().window().version() == now
                && held.get().window().fromSecond() <= asOfSecond
                && asOfSecond < held.get().window().untilSecond()) {
            return held.get();
        }
        List<Ballot> ballots = all;
        long until = Motions.nextEnd(charter, ballots, asOfSecond).orElse(Long.MAX_VALUE);
        for (Ballot ballot : ballots) {
            if (ballot.second() > asOfSecond) {
                until = Math.min(until, ballot.second());
            }
        }
        var made =
                new Ruled(
                        charter,
                        new Window(asOfSecond, until, now),
                        new Rulings(
                                Motions.decisions(charter, ballots, asOfSecond), new TreeSet<>()),
                        Motions.suspended(charter, ballots, asOfSecond));
        ruled = Optional.of(made);
        return made;
    }
}
