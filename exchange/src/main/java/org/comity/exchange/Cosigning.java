package org.comity.exchange;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.tlog.Cosignature;
import org.comity.tlog.Note;
import org.comity.tlog.VerifierKey;
import org.comity.value.Checked;

/** How cosignatures (C2SP tlog-cosignature) of many come together under one checkpoint. */
public final class Cosigning {
    /** How far a witness's clock may be ahead of ours. */
    public static final long AHEAD_SECONDS_MAX = 300;

    /** One key can sign one time in two ways; the order of the bytes then decides. */
    private static final Comparator<Dated> OLDEST_FIRST =
            Comparator.comparingLong(Dated::atSecond).thenComparing(it -> it.line().bytes());

    private Cosigning() {}

    private record Dated(Note.Signature line, long atSecond) {}

    /**
     * Whose lines count on a checkpoint.
     *
     * @param latestSecond a line that says it was made later is not taken: its witness's clock is
     *     wrong, and times that are taken bound others
     */
    public record Trusted(List<VerifierKey> witnesses, long latestSecond) {
        public Trusted {
            witnesses = List.copyOf(witnesses);
        }

        /** By a clock that now shows this second. */
        public static Trusted at(long nowSecond, List<VerifierKey> witnesses) {
            return new Trusted(witnesses, nowSecond + AHEAD_SECONDS_MAX);
        }
    }

    /**
     * The note with the first line of each of these keys and no other. A signature costs as much to
     * check as some hundreds of lines cost to send, so at a door that is open to all nothing but
     * this is checked.
     */
    public static Note sifted(Note note, List<VerifierKey> keys) {
        Map<String, Set<Integer>> wanted = new TreeMap<>();
        for (VerifierKey key : keys) {
            wanted.computeIfAbsent(key.name(), _ -> new TreeSet<>()).add(key.keyId());
        }
        List<Note.Signature> first = new ArrayList<>();
        for (Note.Signature line : note.signatures()) {
            Set<Integer> ids = wanted.getOrDefault(line.name(), new TreeSet<>());
            if (ids.remove(line.keyId())) {
                first.add(line);
            }
        }
        return new Note(note.text(), first);
    }

    /**
     * One note with the log's signature and every good cosignature that either has, the older of
     * each key. The result does not depend on which comes first, and foreign lines do not pile up.
     */
    public static Checked<Note> merge(
            Note held, Note offered, VerifierKey logKey, Trusted trusted) {
        return merge(held, offered, List.of(logKey), trusted);
    }

    /** Of a log whose key was replaced: with a signature of each of these that signed it. */
    public static Checked<Note> merge(
            Note held, Note offered, List<VerifierKey> logKeys, Trusted trusted) {
        if (!held.text().equals(offered.text())) {
            return Checked.refused("cosignatures of another checkpoint", "");
        }
        List<VerifierKey> keys = new ArrayList<>(trusted.witnesses());
        keys.addAll(logKeys);
        Set<Note.Signature> lines = new LinkedHashSet<>(sifted(held, keys).signatures());
        lines.addAll(sifted(offered, keys).signatures());
        Note merged = Note.of(held.text());
        for (VerifierKey logKey : logKeys) {
            Optional<Note.Signature> ofLog =
                    lines.stream()
                            .filter(line -> line.name().equals(logKey.name()))
                            .filter(line -> alone(held, line).isSignedBy(logKey))
                            .min(Comparator.comparing(Note.Signature::bytes));
            merged = ofLog.isPresent() ? merged.with(ofLog.get()) : merged;
        }
        if (merged.signatures().isEmpty()) {
            return Checked.refused("no good signature of the log", "");
        }
        for (VerifierKey witness : trusted.witnesses()) {
            Optional<Dated> oldest =
                    lines.stream()
                            .filter(line -> line.name().equals(witness.name()))
                            .flatMap(line -> dated(held, line, witness).stream())
                            .filter(it -> it.atSecond() <= trusted.latestSecond())
                            .min(OLDEST_FIRST);
            merged = oldest.isPresent() ? merged.with(oldest.get().line()) : merged;
        }
        return Checked.good(merged);
    }

    private static Optional<Dated> dated(Note note, Note.Signature line, VerifierKey witness) {
        return Cosignature.verify(alone(note, line), List.of(witness)).stream()
                .map(good -> new Dated(line, good.atSecond()))
                .findFirst();
    }

    private static Note alone(Note note, Note.Signature line) {
        return new Note(note.text(), List.of(line));
    }
}
