package org.comity.node;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.comity.charter.WitnessQuorum;
import org.comity.exchange.Cosigning;
import org.comity.statement.MemberId;
import org.comity.store.Change;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * The heads of the logs: signs those of the own logs, and counts who cosigned those of all. Every
 * method runs on the writer's thread, or before it has work.
 */
final class Heads implements Closeable {
    private final PendingStore store;
    private final LogBook logs;
    private final CharterBook charters;
    private final BeforeSigning signing;
    private final InstantSource clock;
    private final OwnHistory history = new OwnHistory();
    private Function<String, List<SigningKey>> keysOfOwn = _ -> List.of();
    private final UnheardLogs unheard;
    private final Map<String, List<SigningKey>> ownKeys = new HashMap<>();
    // Since heads were last signed.
    private final Set<Log> grown = new LinkedHashSet<>();
    private final Map<String, Written> written = new TreeMap<>();
    private final Map<Log, Note> unshown = new LinkedHashMap<>();
    private final Set<Log> witnessed = new LinkedHashSet<>();
    private long appending;

    /** The tree may grow on before the commit; its first leaves stay. */
    private record Written(MerkleTree tree, long size) {}

    /** Written by the writer; anybody reads. */
    private final AtomicLong appended = new AtomicLong();

    /** What is signed and counted: in which store, of which logs, for whom. */
    record Parts(PendingStore store, LogBook logs, CharterBook charters) {}

    Heads(Parts parts, BeforeSigning signing, InstantSource clock) {
        this.store = parts.store();
        this.logs = parts.logs();
        this.charters = parts.charters();
        this.signing = signing;
        this.clock = clock;
        this.unheard = new UnheardLogs(store);
        store.withEach(this::guards);
    }

    /** Whether the own logs here are the newest that there are. */
    OwnHistory history() {
        return history;
    }

    /** The own logs that may lack what only one other member can have. */
    UnheardLogs unheard() {
        return unheard;
    }

    InstantSource clock() {
        return clock;
    }

    CharterBook charters() {
        return charters;
    }

    /**
     * From now on these keys sign the own logs; none signs before.
     *
     * @param keys by origin, the one in force first
     */
    void signWith(Function<String, List<SigningKey>> keys) {
        keysOfOwn = keys;
        ownKeys.clear();
    }

    /** Made once: making a key costs as much as checking a signature. */
    private List<SigningKey> keysOfOwn(Log log) {
        return isOwn(log.origin()) ? ownKeys.computeIfAbsent(log.origin(), keysOfOwn) : List.of();
    }

    /** Whether a log is this member's; any thread may ask. */
    boolean isOwn(String origin) {
        return origin.startsWith(logs.self().name() + "/");
    }

    /** An own log grew by so many statements; its head is signed once they are durable. */
    void grew(Log log, int statements) {
        grown.add(log);
        appending += statements;
    }

    /** The leaves that a log has now were written; the row that says so goes with the commit. */
    void wrote(Log log) {
        written.put(log.origin(), new Written(log.tree(), log.tree().size()));
    }

    /**
     * The rows that say how far the logs may be signed, for what was written since the last call.
     */
    private List<Change> guards() {
        var rows = new ArrayList<Change>();
        written.forEach((origin, leaves) -> {
            TreeHead head = leaves.tree().headAt(leaves.size());
            rows.add(new Change.Put(RowKeys.guard(origin), guarded(head)));
        });
        written.clear();
        return rows;
    }

    /** As the guard row has it. */
    static Bytes guarded(TreeHead head) {
        return Bytes.join(RowKeys.number(head.size()), head.root().bytes());
    }

    /** Takes the own logs up after a start, and signs them anew with the cosignatures they had. */
    void resume() throws IOException {
        unheard.load();
        for (Log log : logs.all()) {
            if (isOwn(log.origin())) {
                resume(log);
            }
            clean(log);
        }
    }

    /**
     * Earlier versions stored what strangers put under a checkpoint; and a crash may have come
     * before what had become durable was counted. What it costs to find that out is paid for heads
     * that do not count yet, and where a look at the names shows it.
     */
    private void clean(Log log) throws IOException {
        Optional<Note> held = log.checkpoint();
        if (held.isEmpty()) {
            return;
        }
        var keys = new ArrayList<>(charters.witnessKeys());
        keys.addAll(keysOf(log));
        if (head(held.get()).size() <= log.cosignedSize()
                && Cosigning.sifted(held.get(), keys).equals(held.get())) {
            return;
        }
        if (cleaned(log, held.get()) instanceof Checked.Good<Note>(Note clean)) {
            if (!clean.equals(held.get())) {
                store.write(List.of(put(log, clean)));
                log.checkpoint(clean);
            }
            if (clean.isSignedBy(log.key())) {
                countCosignatures(log, clean);
            }
        }
    }

    /**
     * A checkpoint with the lines that may be kept, shown and counted. The log's signature says
     * nothing of them: whoever passed the checkpoint on may have put any before the good ones.
     */
    Checked<Note> cleaned(Log log, Note note) {
        return Cosigning.merge(note, note, keysOf(log), trusted());
    }

    private Cosigning.Trusted trusted() {
        return Cosigning.Trusted.at(clock.instant().getEpochSecond(), charters.witnessKeys());
    }

    /** The own ones first, of which the charter may not know yet. */
    private List<VerifierKey> keysOf(Log log) {
        return Stream.concat(
                        keysOfOwn(log).stream().map(SigningKey::verifierKey), log.keys().stream())
                .distinct()
                .toList();
    }

    static Change put(Log log, Note checkpoint) {
        return new Change.Put(RowKeys.checkpoint(log.origin()), checkpoint.bytes());
    }

    private static TreeHead head(Note checkpoint) {
        return Checkpoint.parse(checkpoint.text()).orThrow().head();
    }

    /**
     * What is here must be what the guard row allowed, which stands in the same store, and hold
     * what the guard file remembers, which does not. Less than that is an old store that was put
     * back, and what follows it must come from the other members before anything is stated.
     */
    private void resume(Log log) throws IOException {
        TreeHead head = log.tree().head();
        Optional<Bytes> guard = store.value(RowKeys.guard(log.origin()));
        boolean empty = guard.isEmpty() && log.tree().size() == 0;
        if (!empty && !guard.equals(Optional.of(guarded(head)))) {
            throw new IOException(
                    "the log is not what was last signed; run comity check-data: " + log.origin());
        }
        Optional<TreeHead> missed = signing.resume(log);
        if (missed.isPresent()) {
            history.lost(log.origin(), missed.get().size(), log.tree().size());
        } else if (!empty) {
            sign(log);
        }
    }

    /**
     * A log of another has all entries of this checkpoint. It is shown once they are durable: who
     * asked for them before would get less than the checkpoint says.
     */
    void reached(Log log, Note checkpoint) {
        unshown.put(log, checkpoint);
    }

    /** Of a copy that was cut meanwhile there is nothing to show. */
    private void show() throws IOException {
        for (Map.Entry<Log, Note> one : unshown.entrySet()) {
            Log log = one.getKey();
            TreeHead head = head(one.getValue());
            if (log.holds(head)) {
                // An own log that was recovered meanwhile may be signed further already.
                if (log.checkpoint().filter(it -> head(it).size() > head.size()).isEmpty()) {
                    log.checkpoint(one.getValue());
                }
                countCosignatures(log, one.getValue());
            }
        }
        unshown.clear();
    }

    /** Signs the heads of the own logs that grew; the guard rows are durable by now. */
    List<Log> signGrown() throws IOException {
        show();
        var signed = new ArrayList<Log>();
        for (Log log : grown) {
            sign(log);
            signed.add(log);
            if (log.checkpoint().orElseThrow().signatures().size() > 1) {
                countCosignatures(log, log.checkpoint().orElseThrow());
            }
        }
        grown.clear();
        appended.addAndGet(appending);
        appending = 0;
        return signed;
    }

    /** Statements that became durable in own logs since the start. */
    long appended() {
        return appended.get();
    }

    /** Signs the head of an own log as it stands, once it was read back. */
    void sign(Log log) throws IOException {
        List<SigningKey> keys = keysOfOwn(log);
        if (keys.isEmpty()) {
            throw new IllegalStateException("not an own log: " + log.origin());
        }
        String text = new Checkpoint(log.origin(), signing.allow(log)).text();
        Note note = Note.of(text);
        for (SigningKey key : keys) {
            note = note.signedBy(key);
        }
        // Signed anew, after a start or with a new key, it keeps the cosignatures that it had.
        for (Note.Signature line : log.signatures(text)) {
            note = line.name().equals(log.origin()) ? note : note.with(line);
        }
        log.checkpoint(note);
        if (WitnessQuorum.isMet(charters.charter(), log.author(), Set.of())) {
            log.cosignedSize(log.tree().size());
        }
    }

    /** The key of the own logs is another: their heads are signed anew. */
    void signAnew() {
        logs.all().stream()
                .filter(it -> isOwn(it.origin()) && it.tree().size() > 0)
                .forEach(grown::add);
    }

    /**
     * Adds cosignatures to the newest checkpoint of a log; of an earlier one they count when the
     * quorum has. They are shown once they are durable: what this node cosigned and forgot in a
     * crash it could cosign in another form.
     */
    void cosigned(Log log, Note checkpoint) throws IOException {
        Optional<Note> known = Optional.ofNullable(unshown.get(log)).or(log::checkpoint);
        if (known.isEmpty()) {
            return;
        }
        Note newest = known.get();
        if (!newest.text().equals(checkpoint.text())) {
            if (log.holds(head(checkpoint))) {
                countCosignatures(log, checkpoint);
            }
            return;
        }
        if (Cosigning.merge(newest, checkpoint, keysOf(log), trusted())
                        instanceof Checked.Good<Note>(Note merged)
                && !merged.equals(newest)) {
            store.write(List.of(put(log, merged)));
            unshown.put(log, merged);
        }
    }

    /** The logs that a quorum has cosigned further since the last call. */
    Set<Log> takeWitnessed() {
        var taken = Set.copyOf(witnessed);
        witnessed.clear();
        return taken;
    }

    /** Cosignatures as they count under the charter in force now, which may be another. */
    void recount(Log log) throws IOException {
        Optional<Bytes> before = store.value(RowKeys.cosigned(log.origin()));
        log.cosignedSize(0);
        store.write(List.of(new Change.Delete(RowKeys.cosigned(log.origin()))));
        Optional<Note> former =
                before.map(it -> Note.parse(it).orThrow()).filter(it -> !it.isSignedBy(log.key()));
        if (former.isPresent()) {
            NewKey.remember(store, log, former.get());
        }
        // Under a former key of the log it counts no more: its owner signs it anew.
        for (Optional<Note> note :
                List.of(before.map(it -> Note.parse(it).orThrow()), log.checkpoint())) {
            if (note.isPresent() && note.get().isSignedBy(log.key())) {
                countCosignatures(log, note.get());
            }
        }
    }

    /** Takes note when a quorum has cosigned further. */
    void countCosignatures(Log log, Note noted) throws IOException {
        TreeHead head = head(noted);
        if (head.size() <= log.cosignedSize()
                || !(cleaned(log, noted) instanceof Checked.Good<Note>(Note checkpoint))) {
            return;
        }
        Set<MemberId> by = WitnessQuorum.cosigners(charters.charter(), log.author(), checkpoint);
        if (!WitnessQuorum.isMet(charters.charter(), log.author(), by)) {
            return;
        }
        store.write(List.of(new Change.Put(RowKeys.cosigned(log.origin()), checkpoint.bytes())));
        log.cosignedSize(head.size());
        witnessed.add(log);
        if (isOwn(log.origin()) && log.isMain() && Anchoring.isQuiet(logs, log, head.size())) {
            store.write(List.of(new Change.Put(Anchoring.LAST_QUIET, checkpoint.bytes())));
        }
    }

    @Override
    public void close() throws IOException {
        signing.close();
    }
}
