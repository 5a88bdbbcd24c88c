package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.comity.intake.MailRules;
import org.comity.statement.FingerprintKey;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.store.Change;
import org.comity.store.EmbeddedStore;
import org.comity.store.Store;
import org.comity.value.Bytes;
import org.comity.views.SubjectIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All of a node but its sockets: the store, the logs, the writer, the lists. A command opens it
 * when no node runs on the directory; {@link Node} adds sockets and peers.
 */
final class Desk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    /** SHA-256 of the configuration that the node last started with. */
    static final Bytes SETTINGS = RowKeys.single("settings");

    private final Path data;
    private final Config config;
    private final NodeKeys keys;
    private final Store store;
    private final PendingStore pending;
    private final CharterBook charters;
    private final LogBook logs;
    private final Ledger ledger;
    private final Indexes indexes;
    private final ListBook listBook;
    private final Upkeep upkeep;
    private final Reporter reporter;
    private final Sealer sealer;
    private final Payloads payloads;
    private final WantedPrints wantedPrints;
    private final Writer writer;
    private final Shredding shredding = new Shredding(this);
    private final Machine machine;
    private final GuardSet guards = GuardSet.shipped();
    private volatile boolean listsLoaded;
    private volatile Consumer<Log> onSigned = log -> {};
    private volatile Consumer<Reported> onMail = reported -> {};
    private volatile Runnable onAmending = () -> {};
    private volatile Consumer<Throwable> onFatal = why -> {};

    private Desk(Path data, Config config, Store store, Machine machine) throws IOException {
        this.data = data;
        this.config = config;
        this.store = store;
        this.machine = machine;
        this.keys = NodeKeys.open(config.member(), data, machine.random());
        this.pending = new PendingStore(store);
        this.charters = CharterBook.open(pending, config.member());
        this.logs = LogBook.open(store, config.member(), charters.charter());
        for (CharterBook.Signed each : charters.history()) {
            logs.follow(each.charter()); // what members said who are no longer in stays here
        }
        this.indexes = Indexes.of(store, pending, config.member());
        SubjectIndex pendingIndex = indexes.pending();
        var signing = new BeforeSigning(data.resolve("signed"), store, machine);
        var heads = new Heads(new Heads.Parts(pending, logs, charters), signing, machine.clock());
        this.ledger = new Ledger(pending, logs, heads, pendingIndex);
        this.wantedPrints = new WantedPrints(store);
        var wants = new Wants(pending, wantedPrints);
        this.payloads = new Payloads(store, logs, charters);
        this.listBook =
                new ListBook(
                        new ListBook.Parts(pending, indexes, logs, charters, guards, ledger),
                        wants,
                        config.lists());
        this.upkeep = new Upkeep(this);
        this.sealer = new Sealer(machine.random());
        logs.hearAll(payloads);
        this.reporter =
                new Reporter(
                        new Reporter.Parts(pending, ledger, logs, pendingIndex, wants, listBook),
                        sealer,
                        new Reporter.Circumstances(
                                machine.clock(),
                                guards,
                                config.intake().stateWanted(),
                                keys,
                                charters));
        ledger.controls().onForgotten(id -> lists().own().trust().forget(id));
        lists().own().ignore(IgnoredRows.read(pending));
        charters.settle(keys);
        ledger.heads().signWith(keys::ofLog);
        this.writer = machine.writer().apply(new Steps());
        pending.belongsTo(writer::isCurrent);
    }

    static Path configFile(Path data) {
        return data.resolve("comity.toml");
    }

    static Config config(Path data) throws IOException {
        Path file = configFile(data);
        if (!Files.exists(file)) {
            throw new Refusal("no Comity directory; make one with: comity init", data.toString());
        }
        return Refusal.orRefuse(
                ConfigParser.parse(Files.readString(file)).in(file.getFileName().toString()));
    }

    static Desk open(Path data, InstantSource clock) throws IOException {
        return open(data, Machine.real(clock));
    }

    static Desk open(Path data, Machine machine) throws IOException {
        Config config = config(data);
        return open(data, config, EmbeddedStore.open(data.resolve("store"), false), machine);
    }

    /** On a store that is open; it is closed with the desk, or when this fails. */
    static Desk open(Path data, Config config, Store store, Machine machine) throws IOException {
        try {
            return new Desk(data, config, store, machine);
        } catch (IOException | RuntimeException failed) {
            store.close();
            throw failed;
        }
    }

    /**
     * Signs the own logs as they stand after a start, and finishes erasures that a crash cut short.
     */
    void recover() throws IOException {
        writer.callLong(() -> {
            Replicas.mend(this);
            ledger.heads().resume();
            ledger.controls().finishErasures(payloads);
            if (Rebuild.isUnfinished(this)) {
                Rebuild.run(this); // first: nothing may be worked out from half the views
            }
            listBook.refresh(nowSecond());
            pending.write(FileCheck.noted(pending, data));
            if (DiskRoom.isLeft(pending)) {
                Restating.runIfDue(this);
            }
            return true;
        });
    }

    /** Works out every list; from then on they are kept in step. */
    void loadLists(List<Config.ListOf> which) throws IOException {
        writer.callLong(() -> {
            listBook.load(which, nowSecond());
            listsLoaded = true;
            return true;
        });
    }

    void onSigned(Consumer<Log> told) {
        onSigned = told;
    }

    void onMail(Consumer<Reported> told) {
        onMail = told;
    }

    /** What became of one mail. */
    void tellMail(Reported reported) {
        onMail.accept(reported);
    }

    void onFatal(Consumer<Throwable> told) {
        onFatal = told;
    }

    /** After a new charter: logs of new members, own new keys, and all verdicts anew. */
    void charterChanged() throws IOException {
        boolean rotated = charters.settle(keys);
        logs.follow(charters.charter());
        AnchorsAnew.read(this);
        ledger.heads().signWith(keys::ofLog);
        Voiding.settleAnew(this);
        if (rotated) {
            ledger.heads().history().keyReplaced();
            ledger.heads().signAnew();
        }
        for (Log log : logs.all()) {
            ledger.heads().recount(log);
        }
        listBook.refresh(nowSecond());
        listBook.allAnew();
    }

    /** Puts in force what the logs here show certified; true when the charter is another now. */
    boolean amend() throws IOException {
        return writer.callLong(() -> {
            boolean changed = new AmendmentBook(this).apply();
            if (changed) {
                charterChanged();
            }
            return changed;
        });
    }

    /** A proposal or a vote came; told when it is durable. */
    void onAmending(Runnable told) {
        onAmending = told;
    }

    /** From an index on, or not any more. */
    void ignore(MemberId member, Optional<Long> from) throws IOException {
        writer.callLong(() -> {
            Bytes row = RowKeys.ignored(member);
            pending.write(
                    List.of(
                            from.isPresent()
                                    ? new Change.Put(row, RowKeys.number(from.get()))
                                    : new Change.Delete(row)));
            lists().own().ignore(IgnoredRows.read(pending));
            listBook.allAnew();
            return true;
        });
    }

    /** The writer's steps between tasks and answers. */
    private final class Steps implements Writer.Steps {
        @Override
        public void force() throws IOException {
            pending.force();
        }

        @Override
        public boolean afterForce() throws IOException {
            boolean done = true;
            Voiding.settle(Desk.this);
            List<Log> signed = ledger.heads().signGrown();
            var touched = ledger.takeTouched();
            var witnessed = ledger.heads().takeWitnessed();
            if (listsLoaded) {
                listBook.update(touched, nowSecond());
                listBook.witnessed(witnessed, nowSecond());
                done = listBook.goOn(nowSecond());
                if (done && logs.communiques().isDue(nowSecond())) {
                    long now = nowSecond();
                    listBook.tick(now);
                    done = listBook.goOn(now);
                    // Nobody could work out a list of which a part follows from what held before.
                    if (done) {
                        logs.communiques().make(Desk.this, now);
                    }
                }
            }
            listBook.changes().forgetUnsaid(touched.changed(), listBook.kept());
            signed.forEach(onSigned);
            if (logs.isAmending()) {
                logs.amending(false);
                onAmending.run();
            }
            return done;
        }

        @Override
        public void fatal(Throwable why) {
            onFatal.accept(why);
        }
    }

    /** What the clock asks for every half a minute. */
    void tick() throws IOException {
        upkeep.tick();
    }

    long nowSecond() {
        return machine.clock().instant().getEpochSecond();
    }

    Path data() {
        return data;
    }

    Config config() {
        return config;
    }

    MemberId self() {
        return config.member();
    }

    NodeKeys keys() {
        return keys;
    }

    Store store() {
        return store;
    }

    PendingStore pending() {
        return pending;
    }

    CharterBook charters() {
        return charters;
    }

    LogBook logs() {
        return logs;
    }

    Ledger ledger() {
        return ledger;
    }

    SubjectIndex index() {
        return indexes.durable();
    }

    Indexes indexes() {
        return indexes;
    }

    /** As the writer sees it between two syncs; for its thread only. */
    SubjectIndex pendingIndex() {
        return indexes.pending();
    }

    StandingBook standings() {
        return lists().settings().standings();
    }

    /** Of the members' scope, which everything but a list of another scope follows. */
    Lists lists() {
        return listBook.members();
    }

    ListBook listBook() {
        return listBook;
    }

    Reporter reporter() {
        return reporter;
    }

    WantedPrints wantedPrints() {
        return wantedPrints;
    }

    /** How this member reads mails. */
    MailRules mailRules() throws IOException {
        return new MailRules(config.intake().ownRelays(), guards)
                .withFingerprints(FingerprintKey.of(keys.exchangeKey()));
    }

    Sealer sealer() {
        return sealer;
    }

    /** Which of the own logs a statement goes to. */
    OwnLogs ownLogs() {
        return new OwnLogs(ledger, logs, sealer);
    }

    Payloads payloads() {
        return payloads;
    }

    Shredding shredding() {
        return shredding;
    }

    Writer writer() {
        return writer;
    }

    GuardSet guards() {
        return guards;
    }

    Machine machine() {
        return machine;
    }

    SecureRandom random() {
        return machine.random();
    }

    @Override
    public void close() throws IOException {
        writer.close();
        ledger.heads().close();
        pending.close();
        LOG.atInfo().addKeyValue("data", data.getFileName()).log("closed");
    }
}
