package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.comity.statement.Audience;
import org.comity.statement.FaultNotice;
import org.comity.statement.Statement;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.tlog.ForkProof;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log for named members that was shown in two forms: whoever finds it says so to these members
 * and to nobody else, in the own log for just these. No witness says which form came first, and if
 * such a log stood up to nothing, one signature more would take back all that its owner, or whoever
 * stole its key, ever said to them. So each stays with what it holds and takes nothing more of it;
 * its owner begins another log for them, once the charter lists another key. On the writer's
 * thread.
 */
final class FaultsToFew {
    private static final Logger LOG = LoggerFactory.getLogger(FaultsToFew.class);

    private FaultsToFew() {}

    /** Whether something was stated: what this node met itself, once. */
    static boolean state(Desk desk, Log log, ForkProof proof) throws IOException {
        Optional<Audience.Parties> to = log.parties();
        Faults faults = desk.logs().faults();
        Optional<Faults.Shown> shown =
                faults.shown(log, proof, Optional.empty()).filter(it -> it.key().equals(log.key()));
        boolean isNew =
                shown.isPresent()
                        && faults.of(log).stream()
                                .filter(it -> it.shown().key().equals(log.key()))
                                .noneMatch(it -> it.by().equals(desk.self()));
        if (to.isEmpty()
                || !isNew
                || desk.ledger().heads().isOwn(log.origin())
                || !Faulting.mayState(desk)) {
            return false;
        }
        if (!desk.ownLogs().mayAccuseTo(to.get())) {
            LOG.atWarn().addKeyValue("log", log.origin()).log("two forms of it, said to nobody");
            return false;
        }
        Statement statement =
                desk.sealer()
                        .control(
                                StatementKind.FAULT,
                                desk.nowSecond(),
                                Tlp.RED,
                                to.get(),
                                new FaultNotice(proof.bytes().utf8(), Optional.empty()).json());
        desk.ownLogs().append(to.get(), List.of(statement), List.of(), desk.nowSecond());
        return true;
    }

    /** Nothing more is taken of it than what is here now, as long as its key is in force. */
    static void settle(Faults faults, Log log) {
        boolean isForked =
                faults.of(log).stream().anyMatch(it -> it.shown().key().equals(log.key()));
        if (isForked == log.standing().isPresent()) {
            return;
        }
        log.standing(
                isForked
                        ? Optional.of(new Log.Standing(log.tree().head(), log.checkpoint()))
                        : Optional.empty());
        LOG.atWarn()
                .addKeyValue("log", log.origin())
                .addKeyValue("stands-to", isForked ? log.tree().size() + "" : "its end")
                .log("log for named members shown in two forms");
    }
}
