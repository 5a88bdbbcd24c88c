package org.comity.charter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * The charters that somebody was given, in the order given: what is signed under keys that were
 * replaced since needs the charter that lists them. A file of them is their notes one after
 * another; docs/formats/charter.md.
 */
public record CharterHistory(List<Charter> charters) {
    public static final int BYTES_MAX = 32 << 20;
    public static final int CHARTERS_MAX = 1_000;

    private static final String FIRST_LINE = CharterText.TITLE + "\n";

    public CharterHistory {
        charters = charters.stream().distinct().toList();
        if (charters.isEmpty()) {
            throw new IllegalArgumentException("a history has a charter");
        }
    }

    /**
     * One note or several. Each must be signed by all of its members, or voted for by more than
     * half, or by enough members of one that stands before it.
     */
    public static Checked<CharterHistory> parse(Bytes bytes) {
        if (bytes.length() > BYTES_MAX) {
            return Checked.refused("charters too long", "");
        }
        List<Bytes> notes = split(bytes);
        if (notes.size() > CHARTERS_MAX) {
            return Checked.refused("too many charters", "");
        }
        List<Charter> charters = new ArrayList<>();
        for (Bytes one : notes) {
            Checked<Charter> read =
                    Note.parse(one)
                            .then(note ->
                                    Charter.parse(note.text())
                                            .then(it -> standing(it, note, charters)));
            switch (read) {
                case Checked.Good<Charter>(Charter charter) -> charters.add(charter);
                case Checked.Refused<Charter> refused -> {
                    return notes.size() == 1
                            ? refused.as()
                            : refused.<CharterHistory>as().in("charter " + (charters.size() + 1));
                }
            }
        }
        return Checked.good(new CharterHistory(charters));
    }

    private static Checked<Charter> standing(Charter charter, Note note, List<Charter> before) {
        boolean stands =
                Certificate.standsAlone(charter, note)
                        || before.stream()
                                .anyMatch(
                                        it -> Certificate.check(it, note) instanceof Checked.Good);
        return stands
                ? Checked.good(charter)
                : Checked.refused("neither signed by all of its members nor voted for", "");
    }

    /** A charter's first line stands nowhere else in a charter's note. */
    private static List<Bytes> split(Bytes bytes) {
        // Latin-1 keeps every byte as it is.
        String text = new String(bytes.array(), StandardCharsets.ISO_8859_1);
        List<Bytes> notes = new ArrayList<>();
        int from = 0;
        while (from < text.length() || notes.isEmpty()) {
            int next = text.indexOf("\n" + FIRST_LINE, from);
            int end = next < 0 ? text.length() : next + 1;
            notes.add(bytes.slice(from, end));
            from = end;
        }
        return notes;
    }

    /** With those of another file. */
    public CharterHistory and(CharterHistory other) {
        List<Charter> all = new ArrayList<>(charters);
        all.addAll(other.charters);
        return new CharterHistory(all);
    }

    public Optional<Charter> named(CharterName name) {
        return charters.stream().filter(it -> CharterName.of(it).equals(name)).findFirst();
    }

    /** Which none of the others follows; of several the one of the highest epoch. */
    public Charter newest() {
        var parents = new LinkedHashSet<Hash>();
        charters.forEach(it -> it.parent().ifPresent(parents::add));
        return charters.stream()
                .filter(it -> !parents.contains(it.hash()))
                .reduce((one, other) -> other.epoch() >= one.epoch() ? other : one)
                .orElseThrow();
    }

    /** Whether each charter from the one after this on to the newest names the one before it. */
    public boolean leadsToNewest(Charter old) {
        var byHash = new LinkedHashMap<Hash, Charter>();
        charters.forEach(it -> byHash.put(it.hash(), it));
        Optional<Charter> at = Optional.of(newest());
        while (at.isPresent() && !at.get().equals(old)) {
            at = at.get().parent().map(byHash::get);
        }
        return at.isPresent();
    }
}
