package org.comity.agreement;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.charter.Scope;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * What a member signs when it explains a verdict in a file: the question, all that it was answered
 * by, and the answer (docs/formats/explanation.md).
 *
 * @param heads of the members' main logs, as far as they were read
 * @param answered SHA-256 of each attachment, first of the charter's note, then of receipts; and
 *     the lines that {@link AnswerLines} gives
 */
public record ExplanationHead(
        MemberId by,
        Reader reader,
        Subject subject,
        Of list,
        Communique.Inputs inputs,
        Believed believed,
        List<Communique.Head> heads,
        Answered answered) {
    static final String FIRST_LINE = "comity explanation v1";

    /** For whom it was made: what these may not see is not in it, and had no part in the answer. */
    public record Reader(Scope scope) {
        public static final Reader MEMBERS = new Reader(new Scope.Members());
        public static final Reader EVERYBODY = new Reader(new Scope.Public());

        public boolean isEverybody() {
            return equals(EVERYBODY);
        }

        /** {@code members}, {@code everybody} or {@code group NAME}. */
        public String word() {
            return isEverybody() ? "everybody" : scope.word();
        }

        /** The inverse of {@link #word()}. */
        static Optional<Reader> ofWord(String word) {
            return Scope.ofWord(word.equals("everybody") ? "public" : word)
                    .map(Reader::new)
                    .filter(it -> it.word().equals(word));
        }
    }

    /**
     * By whose claims, and by the rules of which list.
     *
     * @param members whose claims count; empty: all members'
     */
    public record Of(String list, SortedSet<MemberId> members) {
        public Of {
            members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
        }
    }

    /**
     * What the member says of that second and a reader cannot work out.
     *
     * @param inStanding members whose word is believed alone
     * @param overBudget whose benign claim on the subject no longer vetoes
     * @param appealed its owner is being heard
     */
    public record Believed(
            SortedSet<MemberId> inStanding, SortedSet<MemberId> overBudget, boolean appealed) {
        public Believed {
            inStanding = Collections.unmodifiableSortedSet(new TreeSet<>(inStanding));
            overBudget = Collections.unmodifiableSortedSet(new TreeSet<>(overBudget));
        }
    }

    /** What is enclosed, and what follows from it. */
    public record Answered(List<Hash> attached, List<String> lines) {
        public Answered {
            attached = List.copyOf(attached);
            lines = List.copyOf(lines);
        }
    }

    public ExplanationHead {
        heads = heads.stream().sorted(Comparator.comparing(Communique.Head::origin)).toList();
    }

    /** The same with what it encloses and what follows from that. */
    ExplanationHead answering(List<Hash> attached, List<String> lines) {
        return new ExplanationHead(
                by, reader, subject, list, inputs, believed, heads, new Answered(attached, lines));
    }

    /** What the member signs. */
    String text() {
        return ExplanationText.write(this);
    }

    /** Takes only the spelling that {@link #text} gives. */
    static Checked<ExplanationHead> parse(String text) {
        return ExplanationText.parse(text);
    }
}
