package org.comity.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.comity.statement.Leaf;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.EntryBundle;
import org.comity.tlog.ForkProof;
import org.comity.tlog.Frontier;
import org.comity.tlog.Merkle;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.Proof;
import org.comity.tlog.TileId;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * One round of following one log at one peer, who may be its owner or a mirror.
 *
 * <p>Idea: ask for the checkpoint; if it is larger than what we hold, fetch the entry bundles
 * between, hash them onto the frontier of what we hold, and compare with the signed root. Equal
 * roots mean that the old tree is a prefix of the new and that every new entry is the one that was
 * signed: consistency and inclusion in one.
 *
 * <p>A log that is more than {@value #ENTRIES_PER_ROUND_MAX} entries ahead is taken in parts, so
 * that memory stays bounded: a part ends at a whole bundle and a consistency proof ties its root to
 * the signed one. The checkpoint is then the target of the next round, and no newer one is asked
 * for before it is reached; otherwise a log could fork between the two and we should not notice.
 *
 * <p>Attacks considered: forked, shrunk, withheld, padded or cut bundles, entries that are no
 * leaves, answers without end. Each ends in a refusal that keeps nothing: the tree that is held is
 * only read, never written.
 */
public final class LogFollower {
    public static final int ENTRIES_PER_ROUND_MAX = 8_192;

    /**
     * A leaf is at most a few hundred bytes (DESIGN section 5); a bundle is 256 of them, each with
     * its length.
     */
    static final int LEAF_BYTES_MAX = 512;

    static final int BUNDLE_BYTES_MAX = TileId.FULL * (2 + LEAF_BYTES_MAX);

    /** Asks that are open at once. */
    private static final int OPEN_MAX = 8;

    private final Held held;
    private final Deque<Ask> waiting = new ArrayDeque<>();
    private final Set<Ask> open = new HashSet<>();
    private final Map<Long, List<Bytes>> bundles = new TreeMap<>();

    /** Entries below what we hold that came with the first bundle. */
    private List<Bytes> again = List.of();

    private Optional<Target> target = Optional.empty();
    private ConsistencyProof proof = new ConsistencyProof(List.of());

    /** Once the entries did not fit: whether they are garbled or the log is forked. */
    private Optional<ForkSearch> search = Optional.empty();

    /**
     * What the caller has of the log.
     *
     * @param logKey its name is the log's origin
     * @param tree read below head.size() only; its owner may append meanwhile
     * @param checkpoint the newest one that the tree was verified against; without it no fork can
     *     be proved
     * @param ahead a checkpoint of this log that an earlier round verified and did not reach
     */
    public record Held(
            VerifierKey logKey,
            MerkleTree tree,
            TreeHead head,
            Optional<Note> checkpoint,
            Optional<Note> ahead) {}

    /** The checkpoint of this round, and the size that this round goes to. */
    private record Target(Note note, TreeHead signed, long goal) {}

    public LogFollower(Held held) {
        this.held = held;
    }

    /** Runs a whole round with somebody who answers each ask at once. */
    public static Step follow(Held held, Function<Ask, Answer> peer) {
        var follower = new LogFollower(held);
        var todo = new ArrayDeque<Ask>();
        Step step = follower.start();
        while (step instanceof Step.Continue(List<Ask> asks)) {
            todo.addAll(asks);
            Ask ask = todo.removeFirst();
            step = follower.on(ask, peer.apply(ask));
        }
        return step;
    }

    public Step start() {
        if (target.isPresent() || !open.isEmpty()) {
            throw new IllegalStateException("a follower runs one round");
        }
        if (held.ahead().isPresent()) {
            return switch (Checkpoint.open(held.ahead().get(), held.logKey())) {
                case Checked.Good<Checkpoint>(Checkpoint checkpoint)
                        when checkpoint.head().size() > held.head().size() ->
                        aim(held.ahead().get(), checkpoint.head());
                // Reached meanwhile; or the log has another key since, whose word is waited for.
                case Checked.Good<Checkpoint> _, Checked.Refused<Checkpoint> _ -> askCheckpoint();
            };
        }
        return askCheckpoint();
    }

    /** The answer to one ask that was handed out and is not answered yet. */
    public Step on(Ask ask, Answer answer) {
        if (!open.remove(ask)) {
            throw new IllegalStateException("answer to something that was not asked");
        }
        Step step = taken(ask, answer);
        if (!(step instanceof Step.Continue)) {
            // The round is over: answers that are still under way belong nowhere.
            open.clear();
            waiting.clear();
        }
        return step;
    }

    private Step taken(Ask ask, Answer answer) {
        return switch (answer) {
            case Answer.Failed _, Answer.Missing _ when search.isPresent() -> onSearch(ask, answer);
            case Answer.Failed(String why) -> new Step.Unanswered(why);
            case Answer.Missing() -> onMissing(ask);
            case Answer.Unchanged(), Answer.Stranger() -> new Step.Unanswered("no answer to this");
            case Answer.Got(Bytes body) when body.length() > ask.bytesMax() ->
                    refuse("answer too long", where(ask));
            case Answer.Got(Bytes body) ->
                    switch (ask) {
                        case Ask.Checkpoint() -> onCheckpoint(body);
                        case Ask.Entries(TileId tile) -> onEntries(tile, body);
                        case Ask.Consistency _ when search.isPresent() -> onSearch(ask, answer);
                        case Ask.Consistency _ -> onConsistency(body);
                        case Ask.Hashes _ -> onSearch(ask, answer);
                        case Ask.Payloads _, Ask.News _ ->
                                throw new IllegalStateException("never asked here");
                    };
        };
    }

    private Step askCheckpoint() {
        waiting.add(new Ask.Checkpoint());
        return next();
    }

    private Step onCheckpoint(Bytes body) {
        return switch (Note.parse(body)) {
            case Checked.Refused<Note>(String why, String at) -> refuse(why, "checkpoint", at);
            case Checked.Good<Note>(Note note) ->
                    switch (Checkpoint.open(note, held.logKey())) {
                        case Checked.Refused<Checkpoint>(String why, String at) ->
                                refuse(why, "checkpoint", at);
                        case Checked.Good<Checkpoint>(Checkpoint checkpoint) ->
                                judge(note, checkpoint.head());
                    };
        };
    }

    private Step judge(Note note, TreeHead signed) {
        if (signed.size() > held.head().size()) {
            return aim(note, signed);
        }
        TreeHead ours =
                signed.size() == held.head().size()
                        ? held.head()
                        : signed.size() == 0 ? TreeHead.EMPTY : held.tree().headAt(signed.size());
        if (!ours.root().equals(signed.root())) {
            return forked(note)
                    .orElse(
                            new Step.Refused(
                                    "another root for a size that we hold",
                                    "size " + signed.size(),
                                    Optional.of(note)));
        }
        return signed.size() == held.head().size()
                ? new Step.UpToDate(note)
                : new Step.Behind(note);
    }

    private Step aim(Note note, TreeHead signed) {
        long from = held.head().size();
        long goal = goal(from, signed.size());
        boolean whole = goal == signed.size();
        target = Optional.of(new Target(note, signed, goal));
        TileId.between(TileId.ENTRIES, from, goal)
                .forEach(tile -> waiting.add(new Ask.Entries(tile)));
        if (!whole) {
            waiting.add(new Ask.Consistency(goal, signed.size()));
        }
        return next();
    }

    /** Where a round ends that begins at a size and aims at a checkpoint's. */
    static long goal(long from, long signed) {
        long end = from + ENTRIES_PER_ROUND_MAX;
        return signed - from <= ENTRIES_PER_ROUND_MAX ? signed : end - end % TileId.FULL;
    }

    private Step onMissing(Ask ask) {
        return switch (ask) {
            case Ask.Checkpoint() -> new Step.Unanswered("the peer does not serve this log");
            case Ask.Entries(TileId tile) when tile.width() < TileId.FULL -> {
                // A partial bundle may be gone once the full one exists; C2SP tlog-tiles.
                waiting.addFirst(
                        new Ask.Entries(new TileId(TileId.ENTRIES, tile.index(), TileId.FULL)));
                yield next();
            }
            case Ask.Entries _, Ask.Consistency _, Ask.Hashes _ ->
                    refuse("withheld although the checkpoint covers it", where(ask));
            case Ask.Payloads _, Ask.News _ -> throw new IllegalStateException("never asked here");
        };
    }

    private Step onEntries(TileId tile, Bytes body) {
        return switch (EntryBundle.parse(body, tile.width())) {
            case Checked.Refused<List<Bytes>>(String why, String at) ->
                    refuse(why, tile.path(), at);
            case Checked.Good<List<Bytes>>(List<Bytes> entries) -> takeEntries(tile, entries);
        };
    }

    private Step takeEntries(TileId tile, List<Bytes> entries) {
        long first = tile.index() * TileId.FULL;
        int wanted = (int) Math.min(TileId.FULL, aimed().goal() - first);
        int known = (int) Math.max(0, held.head().size() - first);
        for (int at = known; at < wanted; at++) {
            Checked<Leaf> leaf = Leaf.parse(entries.get(at));
            if (leaf instanceof Checked.Refused<Leaf>(String why, String byteAt)) {
                return refuse(why, "entry " + (first + at), byteAt);
            }
            if (first + at == 0 && !name().mayBegin(leaf.orThrow())) {
                return refuse("the log is not named after this entry", "entry 0", "");
            }
        }
        bundles.put(tile.index(), entries.subList(known, wanted));
        if (known > 0) {
            again = entries.subList(0, known);
        }
        return next();
    }

    private Step onConsistency(Bytes body) {
        return switch (ConsistencyLines.parse(body)) {
            case Checked.Refused<ConsistencyProof>(String why, String at) ->
                    refuse(why, "consistency proof", at);
            case Checked.Good<ConsistencyProof>(ConsistencyProof path) -> {
                proof = path;
                yield next();
            }
        };
    }

    /** Hands out what may be asked now; when nothing is left, everything has arrived. */
    private Step next() {
        var asks = new ArrayList<Ask>();
        while (open.size() < OPEN_MAX && !waiting.isEmpty()) {
            Ask ask = waiting.removeFirst();
            open.add(ask);
            asks.add(ask);
        }
        if (!open.isEmpty()) {
            return new Step.Continue(asks);
        }
        return search.isPresent() ? searched(search.get()) : verify();
    }

    private Step verify() {
        Target aimed = aimed();
        var entries = new ArrayList<Bytes>();
        bundles.values().forEach(entries::addAll);
        Frontier grown = Frontier.of(held.tree(), held.head().size());
        entries.forEach(entry -> grown.append(Merkle.leaf(entry)));
        TreeHead reached = grown.head();
        if (reached.size() != aimed.goal()) {
            throw new IllegalStateException("bundles were counted wrongly");
        }
        boolean proven =
                aimed.goal() == aimed.signed().size()
                        ? reached.equals(aimed.signed())
                        : Merkle.check(reached, aimed.signed(), proof) instanceof Proof.Proven;
        return proven
                ? new Step.Advanced(aimed.note(), reached, entries, held.head().size())
                : refuseEntries(aimed);
    }

    /**
     * Garbled entries give the same picture as a fork, so the checkpoint alone proves nothing yet:
     * the peer is asked for the path between what we hold and what is signed.
     */
    private Step refuseEntries(Target aimed) {
        Optional<Note> older =
                held.checkpoint()
                        .filter(it -> Checkpoint.open(it, held.logKey()).optional().isPresent())
                        .filter(it -> size(it) > 0);
        if (older.isEmpty()) {
            return refused(aimed);
        }
        search = Optional.of(new ForkSearch(older.get(), aimed.note()));
        waiting.addAll(search.get().asks());
        return next();
    }

    private Step onSearch(Ask ask, Answer answer) {
        search.orElseThrow().on(ask, answer);
        return next();
    }

    private Step searched(ForkSearch search) {
        return switch (search.result()) {
            case ForkSearch.Result.Forked(ForkProof found) -> new Step.Forked(found);
            case ForkSearch.Result.GoesOn _, ForkSearch.Result.Unknown _ -> refused(aimed());
        };
    }

    /**
     * Entries that we hold already were not looked at before, since the root stands for them; now
     * they may tell more.
     */
    private Step refused(Target aimed) {
        Optional<Note> evidence = Optional.of(aimed.note());
        long first = held.head().size() - again.size();
        for (int at = 0; at < again.size(); at++) {
            long index = first + at;
            if (!Merkle.leaf(again.get(at)).equals(held.tree().leafHash(index))) {
                return new Step.Refused(
                        "another entry than the one that we hold", "entry " + index, evidence);
            }
        }
        return new Step.Refused(
                "entries do not give the signed root", "size " + aimed.signed().size(), evidence);
    }

    /** With what we hold, where that covers the size. */
    private Optional<Step> forked(Note note) {
        return held.checkpoint()
                .filter(it -> size(it) >= size(note))
                .filter(it -> Checkpoint.open(it, held.logKey()).optional().isPresent())
                .flatMap(it -> ForkProof.of(note, it, held.tree()).optional())
                .map(Step.Forked::new);
    }

    private static long size(Note checkpoint) {
        return Checkpoint.parse(checkpoint.text()).orThrow().head().size();
    }

    private Target aimed() {
        return target.orElseThrow(() -> new IllegalStateException("no checkpoint yet"));
    }

    private static String where(Ask ask) {
        return switch (ask) {
            case Ask.Checkpoint() -> "checkpoint";
            case Ask.Entries(TileId tile) -> tile.path();
            case Ask.Consistency _ -> "consistency proof";
            case Ask.Hashes(TileId tile) -> tile.path();
            case Ask.Payloads _ -> "payloads";
            case Ask.News _ -> "news";
        };
    }

    private LogName name() {
        return LogName.parseOrigin(held.logKey().name()).orThrow();
    }

    private static Step refuse(String why, String place, String at) {
        return refuse(why, at.isEmpty() ? place : place + ", " + at);
    }

    private static Step refuse(String why, String where) {
        return new Step.Refused(why, where, Optional.empty());
    }
}
