package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.charter.Amendments;
import org.comity.charter.Certificate;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.charter.Submitted;
import org.comity.statement.Audience;
import org.comity.statement.Leaf;
import org.comity.statement.MemberId;
import org.comity.statement.Proposal;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Vote;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proposals and votes of all members, read from the logs here each time that they are asked for:
 * they are few, and nothing else then need be kept in step. Runs on the writer's thread.
 */
final class AmendmentBook {
    private static final Logger LOG = LoggerFactory.getLogger(AmendmentBook.class);

    /** Of one member and one parent, in the order of its log: no flood of charters to be read. */
    private static final int PROPOSALS_MAX = 8;

    private final Desk desk;

    AmendmentBook(Desk desk) {
        this.desk = desk;
    }

    /** What the logs hold, under the charter in force here. */
    Amendments amendments() throws IOException {
        return Amendments.of(desk.charters().charter(), submitted());
    }

    private Submitted submitted() throws IOException {
        Charter charter = desk.charters().charter();
        var proposals = new TreeMap<Hash, Proposal>();
        var votes = new TreeMap<MemberId, List<Submitted.Placed>>();
        var lastSeen = new TreeMap<MemberId, Long>();
        for (Member member : charter.members()) {
            Optional<Log> log = desk.logs().log(member.logOrigin());
            if (log.isEmpty()) {
                continue;
            }
            var placed = new ArrayList<Submitted.Placed>();
            int its = 0;
            for (StatementId id : controls(log.get())) {
                Leaf leaf = desk.logs().leaf(id).orElseThrow();
                switch (leaf.kind()) {
                    case VOTE -> {
                        Optional<Bytes> json = shared(id);
                        Optional<Vote> vote = json.flatMap(it -> Vote.parse(it).optional());
                        if (json.isEmpty() || vote.isPresent()) {
                            placed.add(new Submitted.Placed(id, leaf.declaredSecond(), vote));
                        }
                    }
                    case PROPOSAL -> {
                        Optional<Proposal> proposal =
                                shared(id)
                                        .flatMap(it -> Proposal.parse(it).optional())
                                        .filter(it -> it.parent().equals(charter.hash()));
                        if (proposal.isPresent() && its++ < PROPOSALS_MAX) {
                            proposals.put(proposal.get().hash(), proposal.get());
                        }
                    }
                    default -> {}
                }
            }
            votes.put(member.id(), placed);
            lastSeen(log.get()).ifPresent(it -> lastSeen.put(member.id(), it));
        }
        return new Submitted(proposals, votes, lastSeen);
    }

    private Optional<Bytes> shared(StatementId id) throws IOException {
        return desk.payloads()
                .statement(id)
                .map(Statement::payload)
                .filter(it -> it.audience() instanceof Audience.Exchange)
                .map(it -> it.json());
    }

    private List<StatementId> controls(Log log) throws IOException {
        var ids = new ArrayList<StatementId>();
        Bytes prefix = Bytes.join(RowKeys.CONTROLS, Bytes.utf8(log.origin() + "\0"));
        desk.store()
                .scan(
                        prefix,
                        (key, _) -> {
                            StatementId id =
                                    RowKeys.statementAt(
                                            key.slice(RowKeys.CONTROLS.length(), key.length()));
                            if (id.index() < log.endsAt()) {
                                ids.add(id);
                            }
                            return true;
                        });
        return ids;
    }

    private Optional<Long> lastSeen(Log log) throws IOException {
        long size = log.tree().size();
        return size == 0
                ? Optional.empty()
                : desk.logs()
                        .leaf(new StatementId(log.origin(), size - 1))
                        .map(Leaf::declaredSecond);
    }

    /** Puts in force what is certified by the logs here; true when the charter is another now. */
    boolean apply() throws IOException {
        boolean changed = false;
        while (true) {
            Amendments amendments = amendments();
            if (amendments.isAlarm()) {
                LOG.atError()
                        .addKeyValue("charter", amendments.parent().hash())
                        .log("two charters are certified to follow this one");
            }
            Optional<Amendments.Certified> next = amendments.successor();
            if (next.isEmpty()) {
                return changed;
            }
            Note note = Certificate.note(amendments.parent(), next.get());
            if (!desk.charters().amend(next.get().charter(), note)) {
                return changed;
            }
            changed = true;
        }
    }

    /** Whether a statement of this kind may change the charter. */
    static boolean isAmending(StatementKind kind) {
        return kind == StatementKind.PROPOSAL || kind == StatementKind.VOTE;
    }
}
