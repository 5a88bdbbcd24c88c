package org.comity.exchange;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.charter.WitnessQuorum;
import org.comity.statement.MemberId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Cosignature;
import org.comity.tlog.Note;
import org.comity.tlog.VerifierKey;
import org.comity.value.Checked;

/**
 * How the owner of a log has it cosigned. It pins one checkpoint, at once when nothing is pinned
 * and about once a second under load, and asks every witness to cosign exactly that one. When the
 * quorum has, the next is pinned.
 *
 * <p>Why pin: witnesses that each cosign the newest checkpoint that they happen to see sign
 * different sizes, and while the log grows without a pause no checkpoint ever bears a quorum. A
 * witness signs only what is not smaller than what it signed before, so a pinned checkpoint that
 * some witness has passed could wait for ever: it is given up after a while, and the newest, which
 * all can sign, is pinned instead. Whoever is slow or unreachable is asked less and less often and
 * holds up nobody, since a round ends with the quorum and not with the last.
 *
 * <p>Without clock, threads or sockets: times come in as milliseconds, asks go out. Not
 * thread-safe.
 */
public final class WitnessRound {
    /** Between two pinned checkpoints. */
    static final long EVERY_MILLIS = 1_000;

    /**
     * So long one is pinned that finds no quorum; a witness that fetches it itself has the time.
     */
    static final long HOLD_MILLIS = 90_000;

    static final long REST_MILLIS_MIN = 500;
    static final long REST_MILLIS_MAX = 60_000;

    /** Checkpoints whose cosignatures are gathered at once: late ones still count. */
    static final int RECENT_MAX = 8;

    /** Answers with another size that a witness may give on the way to one cosignature. */
    private static final int CONFLICTS_MAX = 3;

    /** Ask this witness now; its answer goes to {@link #answered}, whatever it is. */
    public record Send(MemberId to, long oldSize, Note checkpoint) {}

    /**
     * Where one witness stands.
     *
     * @param size that it cosigned last; 0 as long as it is not known
     * @param atSecond when, by its own clock
     * @param trouble in words; empty when there is none
     */
    public record Standing(MemberId witness, long size, long atSecond, String trouble) {}

    private static final class OneWitness {
        private final Member member;
        private long size;
        private long cosignedSize;
        private long atSecond;
        private String trouble = "";
        private boolean asked;
        private int conflicts;
        private long restMillis = REST_MILLIS_MIN;
        private long nextMillis = Long.MIN_VALUE;

        OneWitness(Member member) {
            this.member = member;
        }

        /** Whether it cannot sign so little any more, by its own word or by what others brought. */
        boolean isBeyond(long pinned) {
            return size > pinned || cosignedSize > pinned;
        }

        void rest(String why, long nowMillis) {
            trouble = why;
            nextMillis = nowMillis + restMillis;
            restMillis = Math.min(REST_MILLIS_MAX, 2 * restMillis);
            conflicts = 0;
        }
    }

    private final MemberId owner;
    private final Map<MemberId, OneWitness> witnesses = new TreeMap<>();
    private final Map<String, Note> recent = new LinkedHashMap<>();
    private final Map<String, Note> gathered = new LinkedHashMap<>();
    private Optional<Charter> charter = Optional.empty();
    private Optional<VerifierKey> logKey = Optional.empty();
    private Optional<Note> newest = Optional.empty();
    private Optional<Note> pinned = Optional.empty();
    private long pinnedSize;
    private boolean done = true;
    private long pinnedAtMillis;
    private long cosignedSize;

    public WitnessRound(MemberId owner) {
        this.owner = owner;
    }

    /**
     * The charter in force, at the start and whenever it is another: what is known of a witness
     * stays if its key and its address are the same.
     *
     * @param cosignedSize how much of the log bears a quorum under it
     */
    public void charter(Charter next, VerifierKey key, long cosignedSize) {
        recent.clear(); // a line may be of a key that is another now
        newest = newest.filter(it -> it.isSignedBy(key));
        charter = Optional.of(next);
        logKey = Optional.of(key);
        this.cosignedSize = cosignedSize;
        pinned = Optional.empty();
        done = true;
        pinnedAtMillis = Long.MIN_VALUE;
        List<Member> now = WitnessQuorum.witnesses(next, owner);
        witnesses.values().removeIf(it -> !now.contains(it.member));
        now.forEach(it -> witnesses.computeIfAbsent(it.id(), _ -> new OneWitness(it)));
    }

    /** The log's newest checkpoint, which its key has signed. */
    public void grew(Note checkpoint) {
        newest = Optional.of(checkpoint);
    }

    /** Whoever sends us something can be reached perhaps: it is asked again at once. */
    public void heardFrom(MemberId member) {
        OneWitness witness = witnesses.get(member);
        if (witness != null) {
            witness.nextMillis = Long.MIN_VALUE;
        }
    }

    /** Who is to be asked now. */
    public List<Send> due(long nowMillis) {
        pin(nowMillis);
        List<Send> sends = new ArrayList<>();
        for (OneWitness witness : witnesses.values()) {
            if (mayBeAsked(witness) && isDue(witness.nextMillis, nowMillis)) {
                witness.asked = true;
                sends.add(new Send(witness.member.id(), witness.size, pinned.orElseThrow()));
            }
        }
        return sends;
    }

    /** When {@link #due} has more, if nothing else happens; {@link Long#MAX_VALUE} for never. */
    public long wakeAtMillis() {
        long at = Long.MAX_VALUE;
        if (charter.isPresent()
                && !witnesses.isEmpty()
                && newest.isPresent()
                && !isNewestPinned()) {
            at = done || isGivenUp() ? after(EVERY_MILLIS) : after(HOLD_MILLIS);
        }
        for (OneWitness witness : witnesses.values()) {
            at = mayBeAsked(witness) ? Math.min(at, witness.nextMillis) : at;
        }
        return at;
    }

    /** The checkpoint that is to be cosigned now; who cannot be asked may fetch it. */
    public Optional<Note> pinned() {
        return pinned;
    }

    /**
     * Takes a witness's answer to what was sent.
     *
     * @param nowSecond by our clock
     */
    public void answered(Send sent, WitnessAnswer answer, long nowMillis, long nowSecond) {
        OneWitness witness = witnesses.get(sent.to());
        if (witness == null) {
            return;
        }
        witness.asked = false;
        switch (answer) {
            case WitnessAnswer.Cosigned(List<Note.Signature> lines) -> {
                witness.size = size(sent.checkpoint());
                if (offered(new Note(sent.checkpoint().text(), with(sent, lines)), nowSecond)
                        .contains(sent.to())) {
                    witness.trouble = "";
                    witness.conflicts = 0;
                    witness.restMillis = REST_MILLIS_MIN;
                    witness.nextMillis = nowMillis;
                } else {
                    witness.rest(
                            "its cosignature does not verify, or its clock is ahead", nowMillis);
                }
            }
            case WitnessAnswer.Conflict(long latest) -> conflict(witness, sent, latest, nowMillis);
            case WitnessAnswer.Refused(int status, String words) ->
                    witness.rest("refuses: " + status + " " + words, nowMillis);
            case WitnessAnswer.Failed(String why) ->
                    witness.rest("not answered: " + why, nowMillis);
        }
    }

    /**
     * Takes cosignatures of a checkpoint of this log, however they came; the caller has made sure
     * that it is one.
     *
     * @return who has cosigned it by now
     */
    public Set<MemberId> offered(Note offered, long nowSecond) {
        if (charter.isEmpty() || logKey.isEmpty()) {
            return Collections.emptySortedSet();
        }
        List<VerifierKey> keys =
                witnesses.values().stream().map(it -> it.member.keys().witness()).toList();
        Note held = recent.getOrDefault(offered.text(), Note.of(offered.text()));
        Checked<Note> merged =
                Cosigning.merge(held, offered, logKey.get(), Cosigning.Trusted.at(nowSecond, keys));
        if (!(merged instanceof Checked.Good<Note>(Note note))) {
            return Collections.emptySortedSet();
        }
        Set<MemberId> by = WitnessQuorum.cosigners(charter.get(), owner, note);
        if (!note.equals(held) && !by.isEmpty()) {
            keep(note);
            witnesses.values().stream()
                    .filter(it -> by.contains(it.member.id()))
                    .forEach(it -> saw(it, note));
            if (WitnessQuorum.isMet(charter.get(), owner, by)) {
                cosignedSize = Math.max(cosignedSize, size(note));
                done |= isPinned(note.text());
            }
        }
        return by;
    }

    /**
     * Whether a note may bring a cosignature that is not known; nothing is checked, so that what
     * was sent before costs nothing when anybody sends it again.
     */
    public boolean mayBeNews(Note offered) {
        Note held = recent.get(offered.text());
        long size = size(offered);
        return offered.signatures().stream()
                .filter(line -> held == null || !held.signatures().contains(line))
                .anyMatch(line ->
                        witnesses.values().stream()
                                .filter(it -> isOf(it, line))
                                .anyMatch(it ->
                                        held != null
                                                || size > cosignedSize
                                                || size > it.cosignedSize));
    }

    private static boolean isOf(OneWitness witness, Note.Signature line) {
        VerifierKey key = witness.member.keys().witness();
        return line.name().equals(key.name()) && line.keyId() == key.keyId();
    }

    /** Checkpoints that more witnesses have cosigned since the last call. */
    public List<Note> takeGathered() {
        var taken = List.copyOf(gathered.values());
        gathered.clear();
        return taken;
    }

    /** Where every witness stands, by name. */
    public List<Standing> standings() {
        return witnesses.values().stream()
                .map(it -> new Standing(it.member.id(), it.cosignedSize, it.atSecond, it.trouble))
                .toList();
    }

    private void pin(long nowMillis) {
        if (charter.isEmpty() || witnesses.isEmpty() || newest.isEmpty() || isNewestPinned()) {
            return;
        }
        boolean may = done || isGivenUp() || isDue(after(HOLD_MILLIS), nowMillis);
        if (may && isDue(after(EVERY_MILLIS), nowMillis)) {
            pinned = newest;
            pinnedSize = size(newest.get());
            pinnedAtMillis = nowMillis;
            Note held = recent.get(newest.get().text());
            done =
                    held != null
                            && WitnessQuorum.isMet(
                                    charter.get(),
                                    owner,
                                    WitnessQuorum.cosigners(charter.get(), owner, held));
        }
    }

    private boolean isNewestPinned() {
        return newest.isPresent() && isPinned(newest.get().text());
    }

    private boolean isPinned(String text) {
        return pinned.filter(it -> it.text().equals(text)).isPresent();
    }

    /** Nobody who has not signed what is pinned can sign it any more. */
    private boolean isGivenUp() {
        return pinned.isEmpty()
                || witnesses.values().stream()
                        .allMatch(it -> hasSigned(it) || it.isBeyond(pinnedSize));
    }

    private boolean mayBeAsked(OneWitness witness) {
        return pinned.isPresent()
                && !witness.asked
                && !witness.member.url().isEmpty()
                && witness.size <= pinnedSize
                && !hasSigned(witness);
    }

    private boolean hasSigned(OneWitness witness) {
        Note held = pinned.map(it -> recent.get(it.text())).orElse(null);
        VerifierKey key = witness.member.keys().witness();
        // Only good lines are kept.
        return held != null
                && held.signatures().stream().anyMatch(it -> it.name().equals(key.name()));
    }

    private void conflict(OneWitness witness, Send sent, long latest, long nowMillis) {
        witness.conflicts++;
        boolean moved = latest != sent.oldSize() && witness.conflicts <= CONFLICTS_MAX;
        long here = newest.map(WitnessRound::size).orElse(0L);
        if (latest > here) {
            witness.rest(
                    "has cosigned " + latest + " statements, more than this log has", nowMillis);
        } else if (moved) {
            witness.size = latest;
            witness.nextMillis = nowMillis;
        } else {
            witness.rest("names another size each time", nowMillis);
        }
    }

    private static void saw(OneWitness witness, Note note) {
        if (size(note) >= witness.cosignedSize) {
            witness.cosignedSize = size(note);
            witness.atSecond =
                    Cosignature.verify(note, List.of(witness.member.keys().witness()))
                            .getFirst()
                            .atSecond();
        }
    }

    private void keep(Note note) {
        recent.put(note.text(), note);
        gathered.put(note.text(), note);
        Iterator<String> oldest = recent.keySet().iterator();
        while (recent.size() > RECENT_MAX && oldest.hasNext()) {
            if (!isPinned(oldest.next())) {
                oldest.remove();
            }
        }
    }

    private static List<Note.Signature> with(Send sent, List<Note.Signature> lines) {
        List<Note.Signature> all = new ArrayList<>(sent.checkpoint().signatures());
        all.addAll(lines.subList(0, Math.min(lines.size(), 16)));
        return all;
    }

    private static long size(Note checkpoint) {
        return Checkpoint.parse(checkpoint.text()).orThrow().head().size();
    }

    private long after(long millis) {
        return pinned.isEmpty() ? Long.MIN_VALUE : pinnedAtMillis + millis;
    }

    /** A wait longer than any that is set means that the clock was put back. */
    private static boolean isDue(long atMillis, long nowMillis) {
        return atMillis <= nowMillis || atMillis - nowMillis > HOLD_MILLIS;
    }
}
