package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.comity.charter.Viewer;
import org.comity.exchange.Cosigning;
import org.comity.exchange.Kept;
import org.comity.exchange.LogName;
import org.comity.exchange.Missing;
import org.comity.exchange.Order;
import org.comity.exchange.PayloadAnswer;
import org.comity.exchange.PayloadCheck;
import org.comity.exchange.Shelf;
import org.comity.exchange.Step;
import org.comity.statement.Leaf;
import org.comity.statement.MemberId;
import org.comity.statement.Payload;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.store.Store;
import org.comity.tlog.ForkProof;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What replication changes and reads on disk: entries and payloads of others that are taken, what
 * is missing of them, cosignatures. It decides nothing; {@link org.comity.exchange.Replication}
 * does.
 */
final class Pulling implements Shelf {
    private static final Logger LOG = LoggerFactory.getLogger(Pulling.class);

    private final Parts parts;
    private final InstantSource clock;

    /** The node's parts that a pull changes. */
    record Parts(
            Writer writer,
            Store store,
            PendingStore pending,
            Ledger ledger,
            LogBook logs,
            CharterBook charters,
            Metrics metrics,
            Forked forked) {}

    /** Told of a proof that a log was shown in two forms. */
    interface Forked {
        void found(ForkProof proof) throws IOException;
    }

    Pulling(Parts parts, InstantSource clock) {
        this.parts = parts;
        this.clock = clock;
    }

    @Override
    public Optional<Held> log(LogName name) {
        return parts.logs()
                .find(name)
                .filter(log -> log.standing().filter(it -> isReached(log, it)).isEmpty())
                .map(log -> {
                    TreeHead head = log.tree().head();
                    Optional<Note> until = log.standing().flatMap(Log.Standing::note);
                    VerifierKey key = until.map(log::keyOf).orElse(log.key());
                    return new Held(key, log.tree(), head, log.checkpoint(), until);
                });
    }

    @Override
    public List<LogName> forParties(MemberId owner) {
        return parts.logs().forParties(owner).stream()
                .map(it -> LogName.parseOrigin(it.origin()).orThrow())
                .toList();
    }

    @Override
    public boolean isFor(LogName log, MemberId member) {
        return log.owner().equals(member)
                || parts.logs().find(log).filter(it -> maySee(it, member)).isPresent();
    }

    private boolean maySee(Log log, MemberId member) {
        return log.maySee(new Viewer.Identified(member), parts.charters().charter());
    }

    /** Nothing more is taken of a log that was shown in two forms than what stands. */
    private static boolean isReached(Log log, Log.Standing standing) {
        return standing.note().isEmpty() || log.tree().size() >= standing.head().size();
    }

    @Override
    public Left left(LogName name) {
        try {
            return ReplicaRow.of(parts.store(), name.origin()).left();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Appends what was verified, unless another run of the follower did so meanwhile. */
    void take(Order.Take take) throws IOException {
        Step.Advanced step = take.step();
        parts.writer()
                .call(() -> {
                    Log log = logOf(take.log());
                    if (log.tree().size() != step.fromIndex() || !mayLead(log, step)) {
                        return false;
                    }
                    long more = step.entries().stream().mapToLong(Bytes::length).sum();
                    ReplicaRow row = ReplicaRow.of(parts.pending(), log.origin());
                    Optional<Note> ahead =
                            take.isWhole()
                                    ? Optional.empty()
                                    : parts.ledger()
                                            .heads()
                                            .cleaned(log, step.checkpoint())
                                            .optional();
                    parts.ledger().accept(log, step);
                    var next = new ReplicaRow(row.askedTo(), row.bytes() + more, ahead);
                    parts.pending().write(List.of(next.put(log.origin())));
                    return true;
                });
    }

    /**
     * A pull that began before the log was seen in two forms may lead to the one that does not
     * stand; with all its leaves there would be nothing more to fetch.
     */
    private static boolean mayLead(Log log, Step.Advanced step) {
        return log.standing().isEmpty()
                || log.standing()
                        .flatMap(Log.Standing::note)
                        .filter(it -> it.text().equals(step.checkpoint().text()))
                        .isPresent();
    }

    /** Takes cosignatures of the checkpoint that is held; whether there were new ones. */
    boolean merge(Order.Merge merge) throws IOException {
        Log log = logOf(merge.log());
        Optional<Note> held = log.checkpoint();
        var trusted =
                Cosigning.Trusted.at(
                        clock.instant().getEpochSecond(), parts.charters().witnessKeys());
        if (held.isEmpty()
                || !(Cosigning.merge(held.get(), merge.checkpoint(), log.keys(), trusted)
                        instanceof Checked.Good<Note>(Note note))
                || note.equals(held.get())) {
            return false;
        }
        return parts.writer()
                .call(() -> {
                    parts.ledger().heads().cosigned(log, note);
                    return true;
                });
    }

    /** Payloads that are missing here, by index. */
    List<Missing> find(Order.Find find) throws IOException {
        var found = new ArrayList<Missing>();
        String origin = find.log().origin();
        Bytes prefix = RowKeys.missing(origin);
        StoreScan.from(
                parts.store(),
                prefix,
                RowKeys.missing(new StatementId(origin, find.from())),
                (key, value) -> {
                    long index = key.slice(prefix.length(), key.length()).buffer().getLong();
                    if (index < find.below()) {
                        found.add(new Missing(index, Hash.of(value.array())));
                    }
                    return index < find.below() && found.size() < find.count();
                });
        return found;
    }

    /** Where in a log a payload is missing. */
    List<Missing> missing(LogName log, Hash commitment) throws IOException {
        var missing = new ArrayList<Missing>();
        for (StatementId id : LogBook.places(parts.store(), commitment)) {
            if (id.origin().equals(log.origin())
                    && parts.store().value(RowKeys.missing(id)).isPresent()) {
                missing.add(new Missing(id.index(), commitment));
            }
        }
        return missing;
    }

    /** Keeps what the log's owner handed over; the bytes of it. */
    long keepPushed(Log log, List<Missing> missing, PayloadAnswer pushed) throws IOException {
        var good = new ArrayList<Ledger.Folded>();
        for (Missing one : missing) {
            if (pushed.parts().get(one.commitment())
                    instanceof PayloadAnswer.Part.Here(Payload payload)) {
                fold(log, new StatementId(log.origin(), one.index()), payload).ifPresent(good::add);
            }
        }
        return parts.writer()
                .call(() -> {
                    long askedTo = ReplicaRow.of(parts.pending(), log.origin()).askedTo();
                    return keep(log, good, askedTo).bytes();
                });
    }

    /** Keeps what is good and still missing; how far was asked becomes durable with it. */
    Kept keep(Order.Keep keep) throws IOException {
        Log log = logOf(keep.log());
        var good = new ArrayList<Ledger.Folded>();
        int bad = 0;
        for (Missing one : keep.asked()) {
            var id = new StatementId(log.origin(), one.index());
            PayloadAnswer.Part part = keep.answer().parts().get(one.commitment());
            if (part instanceof PayloadAnswer.Part.Here(Payload payload)) {
                fold(log, id, payload).ifPresent(good::add);
            }
            bad += part instanceof PayloadAnswer.Part.Bad ? 1 : 0;
        }
        Kept kept = parts.writer().call(() -> keep(log, good, keep.askedTo()));
        return new Kept(kept.good(), bad, kept.bytes());
    }

    private Kept keep(Log log, List<Ledger.Folded> good, long askedTo) throws IOException {
        // The first statement of a log may say what the others must be.
        good.sort(Comparator.comparing(Ledger.Folded::id));
        long bytes = 0;
        int kept = 0;
        for (Ledger.Folded one : good) {
            if (parts.pending().value(RowKeys.missing(one.id())).isPresent()) {
                parts.ledger().keep(log, one);
                bytes += one.statement().payload().bytes().length();
            }
            kept += parts.pending().value(RowKeys.missing(one.id())).isEmpty() ? 1 : 0;
        }
        ReplicaRow row = ReplicaRow.of(parts.pending(), log.origin());
        var next = new ReplicaRow(askedTo, row.bytes() + bytes, row.ahead());
        if (!next.equals(row)) {
            parts.pending().write(List.of(next.put(log.origin())));
        }
        return new Kept(kept, 0, bytes);
    }

    /**
     * Opened and folded here, before the writer has it: what somebody's payload brings to light of
     * our own mistakes must not end the node, and again at each start.
     */
    private Optional<Ledger.Folded> fold(Log log, StatementId id, Payload payload)
            throws IOException {
        Leaf leaf = parts.logs().leaf(id).orElseThrow();
        if (!(PayloadCheck.open(leaf, payload.bytes())
                instanceof Checked.Good<Statement>(Statement statement))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Ledger.fold(log.author(), id, statement));
        } catch (IllegalArgumentException | IllegalStateException ours) {
            LOG.atError().addKeyValue("statement", id).setCause(ours).log("not taken");
            return Optional.empty();
        }
    }

    private Log logOf(LogName name) {
        return parts.logs()
                .find(name)
                .orElseThrow(() -> new Refusal("no log of a member", name.origin()));
    }
}
