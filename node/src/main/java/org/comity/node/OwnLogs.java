package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.exchange.LogName;
import org.comity.statement.Audience;
import org.comity.statement.AudienceNotice;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.store.Change;

/**
 * Which of the own logs a statement goes to: what is for named members into the one for them, all
 * else into the main log. A log for named members begins with the statement that says who they are,
 * whose salted commitment gives the log its name. On the writer's thread.
 */
final class OwnLogs {
    /** Own logs that one other member may be named by: its node follows no more of one owner. */
    static final int FOR_ONE_MAX = 64;

    /** With more of them no log is begun only to say that another's has two forms. */
    private static final int FOR_ACCUSING_MAX = FOR_ONE_MAX / 2;

    private final Ledger ledger;
    private final LogBook logs;
    private final Sealer sealer;

    OwnLogs(Ledger ledger, LogBook logs, Sealer sealer) {
        this.ledger = ledger;
        this.logs = logs;
        this.sealer = sealer;
    }

    /**
     * Where the next statement goes.
     *
     * @param begin says whom the log is for, if it does not exist yet
     */
    record Place(Log log, Optional<Statement> begin) {
        StatementId next() {
            return new StatementId(log.origin(), log.tree().size() + (begin.isPresent() ? 1 : 0));
        }
    }

    Place of(Audience to, long nowSecond) {
        if (!(to instanceof Audience.Parties parties)) {
            return new Place(logs.own(), Optional.empty());
        }
        Optional<Log> known = of(parties);
        return known.isPresent()
                ? new Place(known.get(), Optional.empty())
                : begin(parties, nowSecond);
    }

    /**
     * The own log for exactly these members; of several the first. One that was shown in two forms
     * under a former key is not gone on with: some hold the other form and would read no more.
     */
    Optional<Log> of(Audience.Parties parties) {
        return logs.forParties(logs.self()).stream()
                .filter(it -> it.parties().equals(Optional.of(parties)))
                .filter(it -> it.isEnded() || logs.faults().of(it).isEmpty())
                .findFirst();
    }

    /**
     * Whether a fault may be said to these. Who forks a log of its own for each circle that can be
     * thought of must not use up the logs in which this member names others.
     */
    boolean mayAccuseTo(Audience.Parties parties) {
        Optional<Log> known = of(parties);
        return known.map(it -> !it.isEnded())
                .orElseGet(() ->
                        parties.members().size() == 2
                                || parties.members().stream()
                                        .filter(it -> !it.equals(logs.self()))
                                        .allMatch(it -> circlesWith(it) < FOR_ACCUSING_MAX));
    }

    private Place begin(Audience.Parties parties, long nowSecond) {
        MemberId self = logs.self();
        if (!parties.members().contains(self) || parties.members().size() < 2) {
            throw new IllegalArgumentException("a log is for its author and others");
        }
        for (MemberId reader : parties.members()) {
            requireRoom(reader, parties);
        }
        Statement begin =
                sealer.control(
                        StatementKind.AUDIENCE, nowSecond, Tlp.RED, parties, AudienceNotice.json());
        Log log = logs.find(LogName.beginning(self, begin.leaf())).orElseThrow();
        return new Place(log, Optional.of(begin));
    }

    /** Room is left for the log between the two, where requests go. */
    private void requireRoom(MemberId reader, Audience.Parties parties) {
        if (reader.equals(logs.self()) || parties.members().size() == 2) {
            return;
        }
        long has = circlesWith(reader);
        if (has >= FOR_ONE_MAX - 1) {
            throw new Refusal(
                    "this member was named in " + has + " different circles; name one of those",
                    reader.name());
        }
    }

    private long circlesWith(MemberId reader) {
        return logs.forParties(logs.self()).stream()
                .filter(it -> it.parties().isPresent())
                .filter(it -> it.parties().get().members().contains(reader))
                .filter(it -> it.parties().get().members().size() > 2)
                .count();
    }

    /** Appends there; the ids of these statements. */
    List<StatementId> append(Place place, List<Statement> statements, List<Change> extra)
            throws IOException {
        return appendPrepared(
                place, statements.stream().map(it -> Prepared.of(logs.self(), it)).toList(), extra);
    }

    List<StatementId> appendPrepared(Place place, List<Prepared> prepared, List<Change> extra)
            throws IOException {
        var all = new ArrayList<Prepared>();
        place.begin().ifPresent(it -> all.add(Prepared.of(logs.self(), it)));
        all.addAll(prepared);
        List<StatementId> ids = ledger.appendPrepared(place.log(), all, extra);
        return ids.subList(all.size() - prepared.size(), all.size());
    }

    List<StatementId> append(
            Audience to, List<Statement> statements, List<Change> extra, long nowSecond)
            throws IOException {
        return append(of(to, nowSecond), statements, extra);
    }
}
