package org.comity.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.comity.charter.Charter;
import org.comity.charter.FaultBook;
import org.comity.charter.WitnessQuorum;
import org.comity.statement.Audience;
import org.comity.statement.FaultNotice;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.Tlp;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ForkProof;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;

/**
 * The faults that members stated and that verify, by the log that was forked. What follows from
 * them is worked out from the logs alone, so every node that reads the same comes to the same. A
 * fault counts wherever it stands: it rests on nobody's word. Changed by the writer; anybody reads.
 */
final class Faults {
    /** By one member of one log: an honest one states another only when more follows from it. */
    static final int STATED_MAX = 64;

    /** A checkpoint with those who cosigned it, as this node can check them. */
    record Side(Note note, VerifierKey key, TreeHead head, Set<MemberId> cosigners) {}

    /** A fault that was verified. */
    record Heard(MemberId by, StatementId statement, long second, Shown shown) {}

    /** What it shows. */
    record Shown(ForkProof proof, VerifierKey key, List<Side> sides, Optional<Note> standing) {}

    private final Witnesses witnesses;
    private final Map<String, NavigableMap<StatementId, Heard>> byLog =
            new ConcurrentSkipListMap<>();
    // Of the writer.
    private boolean unsettled;

    Faults(Witnesses witnesses) {
        this.witnesses = witnesses;
    }

    /** Takes a fault statement for everybody's eyes; what does not verify says nothing. */
    void take(LogBook logs, Log stating, StatementId id, Statement statement) {
        boolean forAll =
                stating.isMain()
                        && statement.marking().tlp() == Tlp.CLEAR
                        && statement.payload().audience() instanceof Audience.Exchange;
        Optional<FaultNotice> notice = FaultNotice.parse(statement.payload().json()).optional();
        Optional<ForkProof> proof =
                notice.flatMap(it -> ForkProof.parse(Bytes.utf8(it.proof())).optional());
        Optional<Log> forked = proof.flatMap(it -> logs.log(it.origin())).filter(Log::isMain);
        if (!forAll || forked.isEmpty()) {
            return;
        }
        Optional<Note> standing =
                notice.get().standing().flatMap(it -> Note.parse(Bytes.utf8(it)).optional());
        Optional<Shown> shown = shown(forked.get(), proof.get(), standing);
        shown.ifPresent(it ->
                keep(
                        forked.get().origin(),
                        new Heard(stating.author(), id, statement.leaf().declaredSecond(), it)));
    }

    /** Checks a proof against the keys of its log, and who cosigned what. */
    Optional<Shown> shown(Log log, ForkProof proof, Optional<Note> standing) {
        Optional<VerifierKey> key = proof.signedBy(log.keys()).optional();
        if (key.isEmpty()) {
            return Optional.empty();
        }
        var sides = new ArrayList<Side>();
        for (Note note : List.of(proof.older(), proof.newer())) {
            side(log, note).ifPresent(sides::add);
        }
        standing.flatMap(it -> side(log, it)).ifPresent(sides::add);
        return Optional.of(new Shown(proof, key.get(), sides, standing));
    }

    private Optional<Side> side(Log log, Note note) {
        for (VerifierKey key : log.keys()) {
            Optional<Checkpoint> opened = Checkpoint.open(note, key).optional();
            if (opened.isPresent()) {
                Set<MemberId> by = witnesses.times(log.author(), note).keySet();
                return Optional.of(new Side(note, key, opened.get().head(), Set.copyOf(by)));
            }
        }
        return Optional.empty();
    }

    private void keep(String origin, Heard heard) {
        NavigableMap<StatementId, Heard> all =
                byLog.computeIfAbsent(origin, _ -> new ConcurrentSkipListMap<>());
        if (all.putIfAbsent(heard.statement(), heard) != null) {
            return;
        }
        unsettled = true;
        // The first in its log count, whatever came first here: the same on every node.
        String by = heard.statement().origin();
        List<StatementId> its = all.keySet().stream().filter(it -> it.origin().equals(by)).toList();
        if (its.size() > STATED_MAX) {
            all.remove(its.getLast());
        }
    }

    /** The log's statements from that index on are others now, or none. */
    void cut(String origin, long fromIndex) {
        for (NavigableMap<StatementId, Heard> all : byLog.values()) {
            unsettled |=
                    all.keySet()
                            .removeIf(it -> it.origin().equals(origin) && it.index() >= fromIndex);
        }
    }

    /** Keys or witnesses are others under a new charter. */
    void checkAgain(LogBook logs) {
        for (NavigableMap<StatementId, Heard> all : byLog.values()) {
            all.replaceAll((_, it) -> checked(logs, it));
        }
        unsettled = true;
    }

    private Heard checked(LogBook logs, Heard heard) {
        Log log = logs.log(heard.shown().proof().origin()).orElseThrow();
        Shown shown = heard.shown();
        return shown(log, shown.proof(), shown.standing())
                .map(it -> new Heard(heard.by(), heard.statement(), heard.second(), it))
                .orElse(heard);
    }

    /** Whether something was heard that is not acted upon yet; asking settles it. */
    boolean takeUnsettled() {
        boolean was = unsettled;
        unsettled = false;
        return was;
    }

    /** Of one log, the earliest first. */
    List<Heard> of(String origin) {
        Map<StatementId, Heard> all = byLog.get(origin);
        return all == null
                ? List.of()
                : all.values().stream()
                        .sorted(
                                Comparator.comparingLong(Heard::second)
                                        .thenComparing(Heard::statement))
                        .toList();
    }

    /** Where a log ends by those of its faults that are read. */
    Optional<TreeHead> end(Log log, Charter charter, Predicate<StatementId> isRead) {
        List<Shown> read =
                of(log.origin()).stream()
                        .filter(it -> isRead.test(it.statement()))
                        .map(Heard::shown)
                        .toList();
        return end(log.keys(), log, charter, read);
    }

    /** Where it ended under its former keys. */
    Optional<TreeHead> formerEnd(Log log, Charter charter) {
        List<VerifierKey> former = log.keys().subList(0, log.keys().size() - 1);
        List<Shown> all = of(log.origin()).stream().map(Heard::shown).toList();
        return end(former, log, charter, all);
    }

    static Optional<TreeHead> end(
            List<VerifierKey> keys, Log log, Charter charter, List<Shown> shown) {
        return FaultBook.end(keys, shown.stream().map(it -> fault(log, charter, it)).toList());
    }

    private static FaultBook.Fault fault(Log log, Charter charter, Shown shown) {
        return new FaultBook.Fault(
                shown.key(),
                shown.proof().olderHead(),
                shown.proof().newerHead(),
                shown.sides().stream()
                        .filter(it -> WitnessQuorum.isMet(charter, log.author(), it.cosigners()))
                        .map(it -> new FaultBook.Cosigned(it.key(), it.head()))
                        .toList());
    }

    /** A checkpoint of that head as some fault shows it. */
    Optional<Note> note(Log log, TreeHead head) {
        return of(log.origin()).stream()
                .flatMap(it -> it.shown().sides().stream())
                .filter(it -> it.head().equals(head))
                .max(Comparator.comparingInt((Side it) -> it.cosigners().size()))
                .map(Side::note);
    }
}
