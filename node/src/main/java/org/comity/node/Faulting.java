package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.statement.AnchorNotice;
import org.comity.statement.Audience;
import org.comity.statement.FaultNotice;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.tlog.ForkProof;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;

/**
 * States faults in the own log, for everybody's eyes, or for {@linkplain FaultsToFew few}: what
 * this node found itself, and what it can add to another's, such as a larger checkpoint that the
 * witnesses had cosigned. Only what changes where the log ends is stated, so there are few however
 * many forks somebody makes. On the writer's thread.
 */
final class Faulting {
    /** Own anchors of the forked log that are looked at, the newest first. */
    private static final int ANCHORS_MAX = 64;

    private Faulting() {}

    /** Every half a minute: what others stated may lack what is known here. */
    static void review(Desk desk) throws IOException {
        PeerHeads.stateIfDue(desk);
        for (Log log : desk.logs().all()) {
            if (!log.isMain()) {
                continue; // nothing can be added that moves its end
            }
            Optional<ForkProof> proof =
                    desk.logs().faults().of(log).stream()
                            .filter(it -> it.shown().key().equals(log.key()))
                            .map(it -> it.shown().proof())
                            .findFirst();
            if (proof.isPresent()) {
                state(desk, proof.get());
            }
        }
    }

    /** Not in a log that ended, or may not be the newest copy, nor on a full disk. */
    static boolean mayState(Desk desk) throws IOException {
        return !desk.logs().own().isEnded()
                && desk.ledger().heads().history().isNewest()
                && DiskRoom.isLeft(desk.pending());
    }

    /** Whether something was stated. */
    static boolean state(Desk desk, ForkProof proof) throws IOException {
        Optional<Log> forked = desk.logs().log(proof.origin());
        if (forked.filter(it -> !it.isMain()).isPresent()) {
            return FaultsToFew.state(desk, forked.get(), proof);
        }
        if (forked.isEmpty() || desk.charters().others().isEmpty() || !mayState(desk)) {
            return false;
        }
        Log log = forked.get();
        Optional<TreeHead> now = end(desk, log, List.of());
        for (Optional<Note> standing : cosigned(desk, log, now)) {
            Optional<Faults.Shown> shown = desk.logs().faults().shown(log, proof, standing);
            // Under a former key nothing follows any more.
            if (shown.isEmpty() || !shown.get().key().equals(log.key())) {
                return false;
            }
            if (!end(desk, log, List.of(shown.get())).equals(now)) {
                append(desk, proof, standing);
                return true;
            }
        }
        settle(desk, log, proof);
        return false;
    }

    /** By the faults that stand where they count, and more. */
    private static Optional<TreeHead> end(Desk desk, Log log, List<Faults.Shown> more) {
        var shown = new ArrayList<>(more);
        for (Faults.Heard heard : desk.logs().faults().of(log)) {
            StatementId id = heard.statement();
            if (desk.logs().log(id.origin()).filter(it -> id.index() < it.endsAt()).isPresent()) {
                shown.add(heard.shown());
            }
        }
        return Faults.end(log.keys(), log, desk.charters().charter(), shown);
    }

    /** What to add: the newest cosigned checkpoint here, and older ones where that is cut away. */
    private static List<Optional<Note>> cosigned(Desk desk, Log log, Optional<TreeHead> now)
            throws IOException {
        var all = new ArrayList<Optional<Note>>();
        all.add(
                desk.pending()
                        .value(RowKeys.cosigned(log.origin()))
                        .flatMap(it -> Note.parse(it).optional()));
        if (now.isPresent()) {
            List<Anchors.Anchor> anchors = log.anchors().above(now.get().size());
            for (Anchors.Anchor anchor :
                    anchors.subList(0, Math.min(ANCHORS_MAX, anchors.size()))) {
                all.addAll(notes(desk, new StatementId(log.origin(), anchor.index())));
            }
        }
        return all;
    }

    private static List<Optional<Note>> notes(Desk desk, StatementId anchor) throws IOException {
        Optional<Statement> statement = desk.payloads().statement(anchor);
        return statement
                .flatMap(it -> AnchorNotice.parse(it.payload().json()).optional())
                .map(AnchorNotice::checkpoints)
                .orElse(List.of())
                .reversed()
                .stream()
                .map(it -> Note.parse(Bytes.utf8(it)).optional())
                .toList();
    }

    private static void append(Desk desk, ForkProof proof, Optional<Note> standing)
            throws IOException {
        var notice = new FaultNotice(proof.bytes().utf8(), standing.map(it -> it.bytes().utf8()));
        Statement statement =
                desk.sealer()
                        .control(
                                StatementKind.FAULT,
                                desk.nowSecond(),
                                Tlp.CLEAR,
                                new Audience.Exchange(),
                                notice.json());
        desk.ledger().append(desk.logs().own(), List.of(statement), List.of());
    }

    /** What stands does not go on from a part of the log that is here: then that part is wrong. */
    private static void settle(Desk desk, Log log, ForkProof proof) throws IOException {
        Optional<TreeHead> stands = log.standing().map(Log.Standing::head);
        boolean wrong =
                stands.isPresent()
                        && log.tree().size() < stands.get().size()
                        && proof.newerHead().equals(stands.get())
                        && log.holds(proof.olderHead())
                        && !desk.ledger().heads().isOwn(log.origin());
        if (wrong) {
            new Replicas(desk).cut(log, 0);
        }
    }
}
