package org.comity.node;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import org.comity.charter.Charter;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.tlog.TreeHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows here from proved faults. A log that was shown in two forms stands up to what its
 * witnesses cosigned; what comes after does not count, and nothing more is taken of it until the
 * charter lists another key for it. On the writer's thread.
 */
final class Voiding {
    private static final Logger LOG = LoggerFactory.getLogger(Voiding.class);

    private Voiding() {}

    /** Acts upon what was heard since the last time. */
    static void settle(Desk desk) throws IOException {
        if (!desk.logs().faults().takeUnsettled()) {
            return;
        }
        for (Log log : desk.logs().all()) {
            if (log.isMain()) {
                settle(desk, log);
            } else {
                FaultsToFew.settle(desk.logs().faults(), log);
            }
        }
    }

    /** Under another charter other keys are in force, and other witnesses count. */
    static void settleAnew(Desk desk) throws IOException {
        desk.logs().hearFaults(desk.payloads());
        settle(desk);
    }

    private static void settle(Desk desk, Log log) throws IOException {
        Faults faults = desk.logs().faults();
        Charter charter = desk.charters().charter();
        Optional<TreeHead> end = faults.end(log, charter, _ -> true);
        Optional<TreeHead> before = log.standing().map(Log.Standing::head);
        log.standing(end.map(it -> new Log.Standing(it, faults.note(log, it))));
        if (!end.equals(before)) {
            LOG.atWarn()
                    .addKeyValue("log", log.origin())
                    .addKeyValue("stands-to", end.map(it -> it.size() + "").orElse("its end"))
                    .log("log shown in two forms");
            touch(desk, log, Math.min(size(end), size(before)));
            if (size(end) < size(before)) {
                desk.logs().cutBallots(log.origin(), size(end));
            } else {
                desk.logs().hearAgain(desk.payloads(), log);
            }
        }
        if (!desk.ledger().heads().isOwn(log.origin())) {
            repair(desk, log, end.isPresent() ? end : replaced(desk, log));
        } else if (before.filter(log::holds).isPresent() && end.isEmpty()) {
            desk.ledger().heads().history().replaced();
        }
    }

    private static long size(Optional<TreeHead> end) {
        return end.map(TreeHead::size).orElse(Long.MAX_VALUE);
    }

    /** Under a new key the log goes on from what stood, perhaps with other leaves than ours. */
    private static Optional<TreeHead> replaced(Desk desk, Log log) {
        boolean isTaken = log.checkpoint().filter(it -> it.isSignedBy(log.key())).isPresent();
        return isTaken
                ? Optional.empty()
                : desk.logs().faults().formerEnd(log, desk.charters().charter());
    }

    /** Leaves of the other form, or after the end of a log that goes on, make room. */
    private static void repair(Desk desk, Log log, Optional<TreeHead> end) throws IOException {
        // Of a part of what stands it shows when it goes on whether it is of that form.
        if (end.isEmpty() || log.tree().size() < end.get().size()) {
            return;
        }
        boolean holds = log.holds(end.get());
        boolean goesOn = log.standing().isEmpty() && log.tree().size() > end.get().size();
        if (!holds || goesOn) {
            new Replicas(desk).cut(log, holds ? end.get().size() : 0);
        }
    }

    private static void touch(Desk desk, Log log, long from) {
        var subjects = new HashSet<Subject>();
        for (long at = from; at < log.tree().size(); at++) {
            desk.pendingIndex()
                    .entriesOf(new StatementId(log.origin(), at))
                    .forEach(it -> subjects.add(it.claim().subject()));
        }
        desk.ledger().touch(subjects);
    }
}
