package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.charter.Scope;
import org.comity.exchange.LogName;
import org.comity.statement.Audience;
import org.comity.statement.Leaf;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.store.Store;
import org.comity.store.StoreReader;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Merkle;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * The logs that this node holds, by origin: the own main log, those of the members, and those for
 * named members of which this one is one. Trees are rebuilt from the leaves at the start. Changed
 * by the writer only.
 */
final class LogBook {
    private final Store store;
    private final MemberId self;
    private final Map<String, Log> logs = new ConcurrentSkipListMap<>();
    private final Ballots ballots = new Ballots();
    private final Ballots openBallots = new Ballots();
    private final Witnesses witnesses = new Witnesses();
    private boolean amending;
    private final Reservations reservations = new Reservations();
    private final Communiques communiques = new Communiques();
    private final Erasures erasures;
    private final Faults faults = new Faults(witnesses);
    private final Suspects suspects = new Suspects();
    // Of the writer.
    private final List<Log> damaged = new ArrayList<>();

    private LogBook(Store store, MemberId self) {
        this.store = store;
        this.self = self;
        this.erasures = new Erasures(self);
    }

    static LogBook open(Store store, MemberId self, Charter charter) throws IOException {
        var book = new LogBook(store, self);
        book.follow(charter);
        return book;
    }

    /** Whose node this is. */
    MemberId self() {
        return self;
    }

    /** Adds the logs of members that are new, and takes up keys that are. */
    void follow(Charter charter) throws IOException {
        witnesses.add(charter);
        List<LogName> forParties = PartyLogs.in(store);
        for (Member member : charter.members()) {
            add(member.logOrigin(), member);
            for (Log known : forParties(member.id())) {
                add(known.origin(), member);
            }
            for (LogName held : forParties) {
                if (held.owner().equals(member.id())) {
                    add(held.origin(), member);
                }
            }
        }
    }

    /** Those of one member for named members. */
    List<Log> forParties(MemberId owner) {
        return logs.values().stream()
                .filter(it -> it.author().equals(owner) && !it.isMain())
                .toList();
    }

    /**
     * The log of this name; one for named members of which nothing is here is not kept, and goes
     * nowhere before {@link #keep}. Empty where its owner is no member.
     */
    Optional<Log> find(LogName name) {
        Optional<Log> held = log(name.origin());
        if (held.isPresent() || name.isMain()) {
            return held;
        }
        return log(LogName.main(name.owner()).origin()).map(main -> main.sibling(name.origin()));
    }

    /** It has leaves now. */
    void keep(Log log) {
        if (log.tree().size() > 0) {
            logs.putIfAbsent(log.origin(), log);
        }
    }

    Optional<Log> log(String origin) {
        return Optional.ofNullable(logs.get(origin));
    }

    Log own() {
        return log(self.name() + "/log").orElseThrow();
    }

    /** A proposal or a vote on the charter came; the writer's, as all that changes here. */
    void amending(boolean came) {
        amending = came;
    }

    boolean isAmending() {
        return amending;
    }

    /** Whose cosignatures bound times. */
    Witnesses witnesses() {
        return witnesses;
    }

    /** What the members move and vote. */
    Ballots ballots() {
        return ballots;
    }

    /** The same as far as all may see it for whom the scope is. */
    Ballots ballots(Scope scope) {
        return switch (scope) {
            case Scope.Public(), Scope.Acting() -> openBallots;
            case Scope.Members(), Scope.Of _ -> ballots;
        };
    }

    /** What a log says of single cases from that index on does not count. */
    void cutBallots(String origin, long fromIndex) {
        ballots.cut(origin, fromIndex);
        openBallots.cut(origin, fromIndex);
    }

    void forgetBallot(StatementId id) {
        ballots.forget(id);
        openBallots.forget(id);
    }

    Reservations reservations() {
        return reservations;
    }

    Communiques communiques() {
        return communiques;
    }

    /** Who has confirmed what we asked to erase. */
    Erasures erasures() {
        return erasures;
    }

    /** Logs that were shown in two forms. */
    Faults faults() {
        return faults;
    }

    /** Checkpoints that may be of another form of a log. */
    Suspects suspects() {
        return suspects;
    }

    /** Copies that do not give the head that they had; the writer's. */
    List<Log> damaged() {
        return damaged;
    }

    /** Takes note of what a control statement of a main log says to all. */
    void hear(Log log, StatementId id, Statement statement) {
        StatementKind kind = statement.leaf().kind();
        if (kind == StatementKind.FAULT) {
            faults.take(this, log, id, statement);
            return;
        }
        if (!log.isMain() && (kind == StatementKind.ERASE || kind == StatementKind.ERASED)) {
            erasures.take(log.author(), id, statement);
        }
        boolean counts =
                log.isMain()
                        && id.index() < log.endsAt()
                        && statement.payload().audience() instanceof Audience.Exchange;
        if (!counts) {
            return;
        }
        switch (kind) {
            case MOTION, MOTION_VOTE, APPEAL -> {
                ballots.take(log.author(), id, statement);
                // Whoever is addressed is known: it is for the exchange, so CLEAR is for all.
                if (statement.marking().tlp() == Tlp.CLEAR) {
                    openBallots.take(log.author(), id, statement);
                }
            }
            case RESERVATION -> reservations.take(log.author(), id, statement);
            case COMMUNIQUE -> communiques.take(log.author(), id, statement);
            case ERASE, ERASED -> erasures.take(log.author(), id, statement);
            case HEADS -> suspects.told(log.author(), statement);
            case BUNDLE, REQUEST, HALT, ANCHOR, PROPOSAL, VOTE, ROTATION, FAULT, AUDIENCE -> {}
        }
    }

    /** After a start: hears again all that stands in the store. */
    void hearAll(Payloads payloads) throws IOException {
        hear(payloads, RowKeys.CONTROLS, _ -> true);
    }

    /** What a log says, now that more of it counts. */
    void hearAgain(Payloads payloads, Log log) throws IOException {
        loadAnchors(log);
        Bytes its = Bytes.join(RowKeys.CONTROLS, Bytes.utf8(log.origin() + "\0"));
        hear(payloads, its, _ -> true);
    }

    /** Under another charter other keys and witnesses count. */
    void hearFaults(Payloads payloads) throws IOException {
        faults.checkAgain(this);
        hear(payloads, RowKeys.CONTROLS, it -> it == StatementKind.FAULT);
    }

    private void hear(Payloads payloads, Bytes prefix, Predicate<StatementKind> which)
            throws IOException {
        var ids = new ArrayList<StatementId>();
        store.scan(
                prefix,
                (key, value) ->
                        ids.add(
                                RowKeys.statementAt(
                                        key.slice(RowKeys.CONTROLS.length(), key.length()))));
        for (StatementId id : ids) {
            Optional<Log> log = log(id.origin());
            Optional<Statement> statement =
                    log.isPresent() && leaf(id).filter(it -> which.test(it.kind())).isPresent()
                            ? payloads.statement(id)
                            : Optional.empty();
            if (statement.isPresent()) {
                hear(log.orElseThrow(), id, statement.get());
            }
        }
    }

    Collection<Log> all() {
        return logs.values();
    }

    Optional<Leaf> leaf(StatementId id) throws IOException {
        return leaf(store, id);
    }

    static Optional<Leaf> leaf(StoreReader store, StatementId id) throws IOException {
        return store.value(RowKeys.leaf(id.origin(), id.index()))
                .map(bytes -> Leaf.parse(bytes).orThrow());
    }

    /** Where leaves with this commitment stand. */
    static List<StatementId> places(StoreReader store, Hash commitment) throws IOException {
        var places = new ArrayList<StatementId>();
        Bytes prefix = RowKeys.places(commitment);
        store.scan(
                prefix,
                (key, value) ->
                        places.add(RowKeys.statementAt(key.slice(prefix.length(), key.length()))));
        return places;
    }

    /** Leaves of one log in order, from an index on, at most count. */
    List<Bytes> leaves(String origin, long from, int count) throws IOException {
        var leaves = new ArrayList<Bytes>();
        StoreScan.from(
                store,
                RowKeys.leaves(origin),
                RowKeys.leaf(origin, from),
                (key, value) -> {
                    leaves.add(value);
                    return leaves.size() < count;
                });
        return leaves;
    }

    private void add(String origin, Member author) throws IOException {
        Log known = logs.get(origin);
        Bytes publicKey = author.keys().node().publicKey();
        var key = new VerifierKey(origin, VerifierKey.Type.ED25519, publicKey);
        if (known != null) {
            known.key(key);
            return;
        }
        var log = new Log(origin, author.id(), key, new MerkleTree());
        logs.put(origin, log);
        boolean good = load(log);
        // Of the own logs the guard row is asked before anything is signed.
        if (!good && !author.id().equals(self)) {
            log.restart(new MerkleTree());
            damaged.add(log);
        }
    }

    /** Whether what was read is the log as it was. */
    private boolean load(Log log) throws IOException {
        boolean good = loadLeaves(log);
        PartyLogs.first(store, log.origin()).ifPresent(log::begunBy);
        loadAnchors(log);
        Optional<Bytes> guard = store.value(RowKeys.guard(log.origin()));
        good &= guard.isEmpty() || guard.get().equals(Heads.guarded(log.tree().head()));
        Optional<Checkpoint> newest = note(log, RowKeys.checkpoint(log.origin()), log::checkpoint);
        Optional<Checkpoint> cosigned =
                note(log, RowKeys.cosigned(log.origin()), _ -> {})
                        .filter(it -> log.holds(it.head()));
        cosigned.ifPresent(it -> log.cosignedSize(it.head().size()));
        boolean isUnread =
                newest.isEmpty() && store.value(RowKeys.checkpoint(log.origin())).isPresent();
        return good && !isUnread && newest.filter(it -> !log.holds(it.head())).isEmpty();
    }

    private void loadAnchors(Log log) throws IOException {
        Bytes anchors = RowKeys.anchors(log.origin());
        store.scan(
                anchors,
                (key, value) -> {
                    long index = key.slice(anchors.length(), key.length()).buffer().getLong();
                    log.anchored(AnchorRow.read(index, value));
                    return true;
                });
    }

    private boolean loadLeaves(Log log) throws IOException {
        var gaps = new int[1];
        Bytes prefix = RowKeys.leaves(log.origin());
        store.scan(
                prefix,
                (key, value) -> {
                    long index = key.slice(prefix.length(), key.length()).buffer().getLong();
                    boolean good = Leaf.parse(value) instanceof Checked.Good<Leaf>;
                    gaps[0] += index == log.tree().size() && good ? 0 : 1;
                    log.tree().append(Merkle.leaf(value));
                    return true;
                });
        return gaps[0] == 0;
    }

    /** One that cannot be read is as if it were not there: peers have it. */
    private Optional<Checkpoint> note(Log log, Bytes row, Consumer<Note> good) throws IOException {
        Optional<Note> note = store.value(row).flatMap(it -> Note.parse(it).optional());
        Optional<Checkpoint> checkpoint =
                note.flatMap(it -> Checkpoint.parse(it.text()).optional())
                        .filter(it -> it.origin().equals(log.origin()));
        if (checkpoint.isPresent()) {
            good.accept(note.get());
        }
        return checkpoint;
    }
}
