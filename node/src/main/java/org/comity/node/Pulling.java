package org.comity.node;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.comity.charter.Member;
import org.comity.exchange.Answer;
import org.comity.exchange.Ask;
import org.comity.exchange.Cosigning;
import org.comity.exchange.LogFollower;
import org.comity.exchange.LogName;
import org.comity.exchange.PayloadAnswer;
import org.comity.exchange.PayloadCheck;
import org.comity.exchange.PayloadRequest;
import org.comity.exchange.Step;
import org.comity.statement.Leaf;
import org.comity.statement.Payload;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.store.Store;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ForkProof;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings replicas in step: follows a log at a peer, fetches the payloads that we may see. */
final class Pulling {
    private static final Logger LOG = LoggerFactory.getLogger(Pulling.class);
    private static final int ROUNDS_MAX = 1_000;
    private static final Answer UNKNOWN_KEY = new Answer.Failed("status 401");

    /** How long a payload that was withheld is not asked for again. */
    private static final long WITHHELD_SECONDS = 600;

    private final Parts parts;
    private final PeerClient client;
    private final InstantSource clock;
    private final Map<String, Progress> progress = new ConcurrentHashMap<>();

    /** The node's parts that a pull changes. */
    record Parts(
            Writer writer,
            Store store,
            Ledger ledger,
            LogBook logs,
            CharterBook charters,
            Metrics metrics,
            Forked forked) {}

    /** Told of a proof that a log was shown in two forms. */
    interface Forked {
        void found(ForkProof proof) throws IOException;
    }

    /** Where following one log stands; its lock lets one thread at a time follow the log. */
    private static final class Progress {
        private final ReentrantLock lock = new ReentrantLock();
        private Optional<Note> ahead = Optional.empty();
        private final Map<Hash, Long> withheld = new ConcurrentHashMap<>();
        private volatile String trouble = "";
    }

    Pulling(Parts parts, PeerClient client, InstantSource clock) {
        this.parts = parts;
        this.client = client;
        this.clock = clock;
    }

    /** Why the last pull of a log did not succeed; empty when it did. */
    String trouble(String origin) {
        Progress known = progress.get(origin);
        return known == null ? "" : known.trouble;
    }

    /**
     * Follows the log at this URL until in step; true when nothing was refused and the peer
     * answered.
     *
     * @param announced a checkpoint under the log's signature; it spares asking for one
     */
    boolean pull(String url, LogName name, Optional<Note> announced) throws IOException {
        Optional<Log> log = parts.logs().log(name.origin());
        if (log.isEmpty() || url.isEmpty()) {
            return false;
        }
        Progress at = progress.computeIfAbsent(name.origin(), _ -> new Progress());
        at.lock.lock();
        try {
            var peer = new At(url, name, log.get(), at);
            boolean inStep = isHeld(log.get(), announced) || follow(peer, announced);
            fetchPayloads(peer);
            return inStep;
        } finally {
            at.lock.unlock();
        }
    }

    /** Under another charter other payloads may be for us, or another key of ours known. */
    void askAgain() {
        progress.values().forEach(it -> it.withheld.clear());
    }

    /** Whether this much of the log is here, and every payload of it that is to be had. */
    boolean holds(Log log, long size) throws IOException {
        Progress at = progress.computeIfAbsent(log.origin(), _ -> new Progress());
        // A pull that is under way has leaves in the tree whose payloads are still to come.
        at.lock.lock();
        try {
            return log.tree().size() >= size && wanted(log, at, Bytes.EMPTY).isEmpty();
        } finally {
            at.lock.unlock();
        }
    }

    /** A log as somebody serves it. */
    private record At(String url, LogName name, Log log, Progress progress) {}

    /** Announced was what we hold already, perhaps with more cosignatures; they are taken. */
    private boolean isHeld(Log log, Optional<Note> announced) throws IOException {
        Optional<String> held = log.checkpoint().map(Note::text);
        if (announced.isEmpty() || !held.equals(announced.map(Note::text))) {
            return false;
        }
        takeCosignatures(log, announced.get());
        return true;
    }

    private boolean follow(At peer, Optional<Note> announced) throws IOException {
        Log log = peer.log();
        Progress at = peer.progress();
        for (int round = 0; round < ROUNDS_MAX; round++) {
            Optional<Note> target = round == 0 && at.ahead.isEmpty() ? announced : at.ahead;
            Optional<Log.Standing> standing = log.standing();
            if (standing.isPresent()) {
                // Nothing more is taken of it than what stands.
                target = standing.get().note();
                if (target.isEmpty() || log.tree().size() >= standing.get().head().size()) {
                    at.ahead = Optional.empty();
                    at.trouble = "";
                    return true;
                }
            }
            MerkleTree tree = log.tree();
            VerifierKey key =
                    standing.flatMap(Log.Standing::note).map(log::keyOf).orElse(log.key());
            var held = new LogFollower.Held(key, tree, tree.head(), log.checkpoint(), target);
            Step step = LogFollower.follow(held, ask -> client.ask(peer.url(), peer.name(), ask));
            Optional<Boolean> end = take(peer, step);
            if (end.isPresent()) {
                return end.get();
            }
        }
        return false;
    }

    /** Whether the log is in step now; empty while there is more to fetch. */
    private Optional<Boolean> take(At peer, Step step) throws IOException {
        Log log = peer.log();
        Progress at = peer.progress();
        switch (step) {
            case Step.UpToDate(Note checkpoint) -> {
                at.ahead = Optional.empty();
                at.trouble = "";
                takeCosignatures(log, checkpoint);
                return Optional.of(true);
            }
            case Step.Advanced advanced -> {
                Note checkpoint = advanced.checkpoint();
                TreeHead signed = Checkpoint.parse(checkpoint.text()).orThrow().head();
                boolean whole = advanced.reached().size() == signed.size();
                at.ahead = whole ? Optional.empty() : Optional.of(checkpoint);
                parts.writer()
                        .call(() -> {
                            parts.ledger().accept(log, advanced);
                            return true;
                        });
                at.trouble = whole ? "" : at.trouble;
                return whole ? Optional.of(true) : Optional.empty();
            }
            case Step.Forked(ForkProof proof) -> {
                at.trouble = "shown in two forms; see comity fault list";
                parts.metrics().peerRefusals.inc();
                parts.forked().found(proof);
            }
            case Step.Refused(String why, String where, Optional<Note> evidence) -> {
                evidence.ifPresent(it ->
                        parts.logs().suspects().put(new Suspects.Suspect(it, log.author(), 0)));
                at.trouble = where.isEmpty() ? why : why + " (" + where + ")";
                parts.metrics().peerRefusals.inc();
                LOG.atWarn()
                        .addKeyValue("log", log.origin())
                        .addKeyValue("why", at.trouble)
                        .log("peer refused");
            }
            case Step.Behind(Note _) -> at.trouble = "has less than we hold";
            case Step.Unanswered(String why) -> at.trouble = "not answered: " + why;
            case Step.Continue _ -> throw new IllegalStateException("a round has an end");
        }
        return Optional.of(false);
    }

    private void takeCosignatures(Log log, Note offered) throws IOException {
        Optional<Note> held = log.checkpoint();
        if (held.isPresent() && !held.get().equals(offered)) {
            var trusted =
                    Cosigning.Trusted.at(
                            clock.instant().getEpochSecond(), parts.charters().witnessKeys());
            Checked<Note> merged = Cosigning.merge(held.get(), offered, log.key(), trusted);
            if (merged instanceof Checked.Good<Note>(Note note)) {
                parts.writer()
                        .call(() -> {
                            parts.ledger().heads().cosigned(log, note);
                            return true;
                        });
            }
        }
    }

    private boolean isOwn(Log log, String url) {
        Optional<Member> author = parts.charters().charter().member(log.author());
        return author.filter(it -> it.url().equals(url)).isPresent();
    }

    private record Wanted(StatementId id, Leaf leaf) {}

    private void fetchPayloads(At peer) throws IOException {
        Log log = peer.log();
        Progress at = peer.progress();
        long now = clock.instant().getEpochSecond();
        at.withheld.values().removeIf(since -> now - since > WITHHELD_SECONDS);
        Bytes after = Bytes.EMPTY;
        while (true) {
            List<Wanted> wanted = wanted(log, at, after);
            if (wanted.isEmpty()) {
                return;
            }
            List<Hash> asked =
                    wanted.stream().map(it -> it.leaf().commitment()).distinct().toList();
            var ask = new Ask.Payloads(asked);
            Answer answer = client.ask(peer.url(), peer.name(), ask);
            // A mirror may not have it yet. A peer may not know our key, or know that it was
            // replaced: of that the votes tell, which are for everybody. Neither withholds.
            boolean known = !answer.equals(UNKNOWN_KEY);
            answer = known ? answer : client.askOpenly(peer.url(), peer.name(), ask);
            boolean isWord = known && isOwn(log, peer.url());
            if (!(answer instanceof Answer.Got(Bytes body))) {
                return;
            }
            Checked<PayloadAnswer> parsed = PayloadAnswer.parse(asked, body);
            if (!(parsed instanceof Checked.Good<PayloadAnswer>(PayloadAnswer payloads))) {
                at.trouble = parsed.toString();
                parts.metrics().peerRefusals.inc();
                return;
            }
            if (!keep(log, wanted, payloads, isWord ? at.withheld : new HashMap<>())) {
                return;
            }
            after = missingAfter(wanted, payloads);
        }
    }

    /**
     * Where the next round reads on: what came is no longer missing, and what was withheld is not
     * asked for again; only what the answer left out for its size comes first once more.
     */
    private static Bytes missingAfter(List<Wanted> wanted, PayloadAnswer answer) {
        Bytes after = Bytes.EMPTY;
        for (Wanted one : wanted) {
            if (answer.parts().get(one.leaf().commitment()) instanceof PayloadAnswer.Part.Left) {
                break;
            }
            after = RowKeys.missing(one.id());
        }
        return after;
    }

    /** Payloads that are missing here and were not just withheld, the oldest first. */
    private List<Wanted> wanted(Log log, Progress at, Bytes after) throws IOException {
        var wanted = new ArrayList<Wanted>();
        Bytes prefix = Bytes.join(RowKeys.MISSING, Bytes.utf8(log.origin() + "\0"));
        parts.store()
                .scanFrom(
                        prefix,
                        after,
                        (key, value) -> {
                            Hash commitment = Hash.of(value.array());
                            if (!at.withheld.containsKey(commitment)) {
                                var id =
                                        RowKeys.statementAt(
                                                key.slice(RowKeys.MISSING.length(), key.length()));
                                wanted.add(new Wanted(id, parts.logs().leaf(id).orElseThrow()));
                            }
                            return wanted.size() < PayloadRequest.COMMITMENTS_MAX;
                        });
        return wanted;
    }

    /** False when the answer brought nothing, so that asking again would not end. */
    private boolean keep(
            Log log, List<Wanted> wanted, PayloadAnswer answer, Map<Hash, Long> withheld)
            throws IOException {
        long now = clock.instant().getEpochSecond();
        var good = new ArrayList<Ledger.Folded>();
        int settled = 0;
        for (Wanted one : wanted) {
            Hash commitment = one.leaf().commitment();
            var none = new PayloadAnswer.Part.Withheld();
            PayloadAnswer.Part part = answer.parts().getOrDefault(commitment, none);
            Optional<Ledger.Folded> folded = fold(log, one, part);
            if (folded.isPresent()) {
                good.add(folded.get());
            } else if (!(part instanceof PayloadAnswer.Part.Left)) {
                withheld.put(commitment, now);
                settled++;
            }
        }
        if (!good.isEmpty()) {
            parts.writer()
                    .call(() -> {
                        for (Ledger.Folded one : good) {
                            parts.ledger().keep(log, one);
                        }
                        return true;
                    });
        }
        return settled + good.size() > 0;
    }

    /**
     * Opened and folded here, before the writer has it: what somebody's payload brings to light of
     * our own mistakes must not end the node, and again at each start.
     */
    private static Optional<Ledger.Folded> fold(Log log, Wanted one, PayloadAnswer.Part part) {
        if (!(part instanceof PayloadAnswer.Part.Here(Payload payload))
                || !(PayloadCheck.open(one.leaf(), payload.bytes())
                        instanceof Checked.Good<Statement>(Statement statement))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Ledger.fold(log.author(), one.id(), statement));
        } catch (IllegalArgumentException | IllegalStateException ours) {
            LOG.atError().addKeyValue("statement", one.id()).setCause(ours).log("not taken");
            return Optional.empty();
        }
    }
}
