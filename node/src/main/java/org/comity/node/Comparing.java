package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.agreement.Communique;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.charter.Scope;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.tlog.Note;
import org.comity.value.Hash;

/**
 * Works out another member's communique anew, at that member's own heads: whoever follows the open
 * rules comes to the same list. Reads what is durable; for any thread.
 */
final class Comparing {
    /** Differing subjects that are named. */
    static final int NAMED_MAX = 100;

    private final Desk desk;

    Comparing(Desk desk) {
        this.desk = desk;
    }

    /** What came of it. */
    sealed interface Outcome {
        /** The same list, of so many subjects. */
        record Same(long second, long listed) implements Outcome {}

        /** Its inputs are not ours: nothing can be said yet, and nobody is wrong. */
        record NotComparable(String why) implements Outcome {}

        /** From the same inputs another result: one of us does not follow the rules. */
        record Differs(String what, List<String> subjects) implements Outcome {
            public Differs {
                subjects = List.copyOf(subjects);
            }
        }
    }

    /** Compares the newest communique of a scope that the member has logged. */
    Outcome compare(MemberId member, Scope scope) throws IOException {
        Optional<Communiques.Logged> logged = desk.logs().communiques().loggedBy(member, scope);
        return logged.isEmpty()
                ? new Outcome.NotComparable(
                        "it has logged no communique "
                                + (scope.equals(new Scope.Members())
                                        ? ""
                                        : "of scope " + scope.word() + " ")
                                + "yet")
                : compare(member, logged.get().note());
    }

    Outcome compare(MemberId member, Note note) throws IOException {
        Charter charter = desk.charters().charter();
        Member its =
                charter.member(member)
                        .orElseThrow(
                                () -> new Refusal("not a member of this exchange", member.name()));
        Optional<Communique.By> said = Communique.parse(note.text()).optional();
        if (said.isEmpty()
                || !said.get().member().equals(member)
                || !note.isSignedBy(its.keys().node())) {
            return new Outcome.Differs("what it logged is not a communique of its own", List.of());
        }
        Communique communique = said.get().communique();
        Optional<Outcome> other = inputs(communique, charter);
        return other.isPresent() ? other.get() : results(communique, charter);
    }

    private Optional<Outcome> inputs(Communique said, Charter charter) throws IOException {
        if (lists(said).isEmpty()) {
            return notComparable(
                    "no list of scope " + said.inputs().scope().word() + " is kept here");
        }
        if (!said.inputs().charter().equals(charter.hash())) {
            return notComparable("it was made under another charter");
        }
        if (!said.inputs().guards().equals(desk.guards().hash())) {
            return notComparable("it decides with another guard set");
        }
        for (Communique.Head head : said.heads()) {
            Optional<Log> log = desk.logs().log(head.origin());
            if (log.isEmpty() || log.get().tree().size() < head.size()) {
                return notComparable("we hold less of " + head.origin());
            }
            if (log.get().standing().filter(it -> it.head().size() < head.size()).isPresent()) {
                return notComparable("it had read more than what stands of " + head.origin());
            }
            if (!log.get().tree().headAt(head.size()).root().equals(head.root())) {
                return Optional.of(
                        new Outcome.Differs(
                                "it has read another log under the name " + head.origin(),
                                List.of()));
            }
        }
        Hash absent = Communiques.absent(desk, said.heads(), said.inputs().scope());
        return absent.equals(said.listed().absent())
                ? Optional.empty()
                : notComparable("other payloads are available there");
    }

    /** Those of its scope; standing is known here only where they are kept. */
    private Optional<Lists> lists(Communique said) {
        return desk.listBook().scopes().stream()
                .filter(it -> it.settings().scope().equals(said.inputs().scope()))
                .findFirst();
    }

    private static Optional<Outcome> notComparable(String why) {
        return Optional.of(new Outcome.NotComparable(why));
    }

    private Outcome results(Communique said, Charter charter) throws IOException {
        long second = said.inputs().second();
        Lists lists = lists(said).orElseThrow();
        var ours = new TreeSet<>(lists.setting(second).inStanding());
        if (!ours.equals(said.day().inStanding())) {
            ours.removeAll(said.day().inStanding());
            var theirs = new TreeSet<>(said.day().inStanding());
            theirs.removeAll(lists.setting(second).inStanding());
            return new Outcome.Differs(
                    "standing: by us alone " + ours + ", by it alone " + theirs, List.of());
        }
        SortedMap<Subject, String> lines = recount(said, charter);
        return Communique.root(lines.values()).equals(said.listed().root())
                ? new Outcome.Same(second, lines.size())
                : new Outcome.Differs(
                        "its list of "
                                + said.listed().count()
                                + " subjects is not what follows ("
                                + (lines.size() + ")"),
                        List.of());
    }

    /** The list that follows at those heads. */
    SortedMap<Subject, String> recount(Communique said, Charter charter) throws IOException {
        Scope scope = said.inputs().scope();
        var parts = new Recount.Parts(desk.logs(), desk.index(), desk.guards(), scope);
        return new Recount(parts, charter, said).lines();
    }

    /** The subjects of which two lists say different things. */
    static List<String> differing(SortedMap<Subject, String> ours, List<String> theirs) {
        var open = new TreeMap<String, String>();
        ours.forEach((subject, line) -> open.put(subject.key(), line));
        var differing = new TreeSet<String>();
        for (String line : theirs) {
            int end = line.indexOf(' ');
            String subject = end < 0 ? line : line.substring(0, end);
            if (!line.equals(open.remove(subject))) {
                differing.add(subject);
            }
        }
        differing.addAll(open.keySet());
        return new ArrayList<>(differing).subList(0, Math.min(NAMED_MAX, differing.size()));
    }
}
