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
import org.comity.exchange.LogName;
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

    /**
     * A fault that was verified.
     *
     * @param to whom it was said: nobody but those whom the forked log is for, or empty for all
     */
    record Heard(
            MemberId by,
            StatementId statement,
            Optional<Audience.Parties> to,
            long second,
            Shown shown) {}

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

    /**
     * Takes a fault statement for everybody's eyes, or one that was said to few of a log for these;
     * what does not verify says nothing.
     */
    void take(LogBook logs, Log stating, StatementId id, Statement statement) {
        Optional<FaultNotice> notice = FaultNotice.parse(statement.payload().json()).optional();
        Optional<ForkProof> proof =
                notice.flatMap(it -> ForkProof.parse(Bytes.utf8(it.proof())).optional());
        // One for named members need not be here yet.
        Optional<Log> forked =
                proof.flatMap(it -> find(logs, it)).filter(it -> mayTell(stating, statement, it));
        if (forked.isEmpty()) {
            return;
        }
        Optional<Note> standing =
                notice.get().standing().flatMap(it -> Note.parse(Bytes.utf8(it)).optional());
        Optional<Shown> shown = shown(forked.get(), proof.get(), standing);
        long second = statement.leaf().declaredSecond();
        shown.ifPresent(it ->
                keep(
                        forked.get().origin(),
                        new Heard(stating.author(), id, stating.parties(), second, it)));
    }

    private static Optional<Log> find(LogBook logs, ForkProof proof) {
        return LogName.parseOrigin(proof.origin()).optional().flatMap(logs::find);
    }

    /** What was said to few says nothing of a log that is for all, nor the other way round. */
    private static boolean mayTell(Log stating, Statement statement, Log forked) {
        Audience to = statement.payload().audience();
        if (forked.isMain()) {
            return stating.isMain()
                    && statement.marking().tlp() == Tlp.CLEAR
                    && to instanceof Audience.Exchange;
        }
        return stating.parties().filter(to::equals).isPresent()
                && stating.parties().get().members().contains(forked.author());
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
        List<StatementId> its = saidIn(heard.statement().origin(), all);
        if (its.size() > STATED_MAX) {
            all.remove(its.getLast());
        }
        if (heard.to().isPresent()) {
            keepOfFew(heard.statement().origin());
        }
    }

    private static List<StatementId> saidIn(String origin, NavigableMap<StatementId, Heard> all) {
        return all.keySet().stream().filter(it -> it.origin().equals(origin)).toList();
    }

    /** Logs for named members there may be any number of: of all together no more are kept. */
    private void keepOfFew(String by) {
        List<StatementId> its =
                byLog.values().stream().flatMap(it -> saidIn(by, it).stream()).sorted().toList();
        for (StatementId more : its.subList(Math.min(STATED_MAX, its.size()), its.size())) {
            byLog.values().forEach(it -> it.remove(more));
        }
        byLog.values().removeIf(Map::isEmpty);
    }

    /** It is known now whom this log is for, and so what was said of it to these. */
    void begun(Log log) {
        unsettled |= byLog.containsKey(log.origin());
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
        Shown shown = heard.shown();
        Log log = find(logs, shown.proof()).orElseThrow();
        return shown(log, shown.proof(), shown.standing())
                .map(it -> new Heard(heard.by(), heard.statement(), heard.to(), heard.second(), it))
                .orElse(heard);
    }

    /** Whether something was heard that is not acted upon yet; asking settles it. */
    boolean takeUnsettled() {
        boolean was = unsettled;
        unsettled = false;
        return was;
    }

    /** Of one log, the earliest first; of one for named members, what was said to just these. */
    List<Heard> of(Log log) {
        Map<StatementId, Heard> all = byLog.get(log.origin());
        return all == null
                ? List.of()
                : all.values().stream()
                        .filter(it -> it.to().equals(log.parties()))
                        .sorted(
                                Comparator.comparingLong(Heard::second)
                                        .thenComparing(Heard::statement))
                        .toList();
    }

    /** Where a log ends by those of its faults that are read. */
    Optional<TreeHead> end(Log log, Charter charter, Predicate<StatementId> isRead) {
        List<Shown> read =
                of(log).stream()
                        .filter(it -> isRead.test(it.statement()))
                        .map(Heard::shown)
                        .toList();
        return end(log.keys(), log, charter, read);
    }

    /** Where it ended under its former keys. */
    Optional<TreeHead> formerEnd(Log log, Charter charter) {
        List<VerifierKey> former = log.keys().subList(0, log.keys().size() - 1);
        List<Shown> all = of(log).stream().map(Heard::shown).toList();
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
        return of(log).stream()
                .flatMap(it -> it.shown().sides().stream())
                .filter(it -> it.head().equals(head))
                .max(Comparator.comparingInt((Side it) -> it.cosigners().size()))
                .map(Side::note);
    }
}
