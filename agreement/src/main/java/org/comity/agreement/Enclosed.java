package org.comity.agreement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.charter.Ballot;
import org.comity.charter.Certificate;
import org.comity.charter.Charter;
import org.comity.charter.Decision;
import org.comity.charter.Motions;
import org.comity.charter.Receipt;
import org.comity.charter.Scope;
import org.comity.charter.Viewer;
import org.comity.charter.Visibility;
import org.comity.charter.WitnessQuorum;
import org.comity.statement.Claim;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.Tlp;
import org.comity.statement.Topic;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * Reads what an explanation encloses: proves each statement under the charter's keys, and takes
 * from it what it says of the subject. What is not proved has no part, and is told.
 */
final class Enclosed {
    private final ExplanationHead head;
    private final List<StatedClaim> claims = new ArrayList<>();
    private final List<Ballot> ballots = new ArrayList<>();
    private final TreeSet<StatementId> seen = new TreeSet<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<String> unwitnessed = new ArrayList<>();
    private Optional<Charter> charter = Optional.empty();
    private Tlp strictest;

    private Enclosed(ExplanationHead head) {
        this.head = head;
        // Who is in standing and how far logs go, members alone are told.
        this.strictest = head.reader().isEverybody() ? Tlp.CLEAR : Tlp.GREEN;
    }

    static Enclosed read(ExplanationHead head, List<Bytes> attached) {
        var enclosed = new Enclosed(head);
        if (!ExplanationFile.hashes(attached).equals(head.answered().attached())) {
            enclosed.wrong.add("the attachments are not those that are named");
        }
        if (attached.isEmpty()) {
            enclosed.wrong.add("no charter is attached");
            return enclosed;
        }
        enclosed.readCharter(attached.getFirst());
        for (int at = 1; at < attached.size() && enclosed.charter.isPresent(); at++) {
            enclosed.readReceipt(attached.get(at), "attachment " + (at + 1));
        }
        enclosed.requireOwnBallots();
        return enclosed;
    }

    /** What is wrong, in words; empty when all is proved. */
    List<String> wrong() {
        return Collections.unmodifiableList(wrong);
    }

    Optional<Charter> charter() {
        return charter;
    }

    /** Statements that too few members have cosigned. */
    List<String> unwitnessed() {
        return Collections.unmodifiableList(unwitnessed);
    }

    /** As strict as the strictest of what is enclosed. */
    Tlp strictest() {
        return strictest;
    }

    /** The answer as it is to be written; none without a charter. */
    Optional<List<String>> answer(GuardSet guards) {
        return question(guards)
                .map(it -> {
                    List<String> lines = new ArrayList<>(List.of("marking " + strictest.word()));
                    lines.addAll(AnswerLines.of(it));
                    return lines;
                });
    }

    /** What is asked, answered by what is proved alone; none without a charter. */
    Optional<Question> question(GuardSet guards) {
        return charter.map(it -> new Question(head.subject(), claims, setting(it, guards)));
    }

    private Setting setting(Charter by, GuardSet guards) {
        SortedMap<Subject, Decision> decisions = new TreeMap<>();
        Motions.decisions(by, ballots, head.inputs().second()).entrySet().stream()
                .filter(it -> it.getKey().equals(head.subject()))
                .forEach(it -> decisions.put(it.getKey(), it.getValue()));
        var appealed = new TreeSet<Subject>();
        if (head.believed().appealed()) {
            appealed.add(head.subject());
        }
        var subject = new TreeSet<>(List.of(head.subject()));
        var overBudget = new TreeMap<MemberId, Set<Subject>>();
        head.believed().overBudget().forEach(it -> overBudget.put(it, subject));
        return new Setting(
                by,
                guards,
                head.inputs().second(),
                head.believed().inStanding(),
                Vetoes.allBut(overBudget),
                new Rulings(decisions, appealed),
                head.list().list());
    }

    private void readCharter(Bytes bytes) {
        Checked<Charter> read =
                Note.parse(bytes)
                        .then(note ->
                                Charter.parse(note.text())
                                        .then(it ->
                                                Certificate.standsAlone(it, note)
                                                        ? Checked.good(it)
                                                        : Checked.refused(
                                                                "neither signed by its members"
                                                                        + " nor voted for",
                                                                "")));
        switch (read) {
            case Checked.Refused<Charter> refused -> wrong.add("the charter: " + refused);
            case Checked.Good<Charter>(Charter it) -> {
                charter = Optional.of(it);
                if (!it.hash().equals(head.inputs().charter())
                        || !it.exchange().equals(head.inputs().exchange())) {
                    wrong.add("the attached charter is not the one that is named");
                }
                if (!it.guardSet().equals(head.inputs().guards())) {
                    wrong.add("the charter names other guards");
                }
                believedAreMembers(it);
            }
        }
    }

    private void believedAreMembers(Charter by) {
        var all = new TreeSet<>(head.believed().inStanding());
        all.addAll(head.believed().overBudget());
        all.addAll(head.list().members());
        all.add(head.by());
        all.stream()
                .filter(it -> by.member(it).isEmpty())
                .forEach(it -> wrong.add(it.name() + " is no member by the charter"));
    }

    private void readReceipt(Bytes bytes, String place) {
        Charter by = charter.orElseThrow();
        Checked<Receipt> parsed = Receipt.parse(bytes);
        Checked<Receipt.Shown> shown = parsed.then(it -> it.verify(by));
        if (!(shown instanceof Checked.Good<Receipt.Shown>(Receipt.Shown it))) {
            wrong.add(place + ": " + shown);
            return;
        }
        String name = "statement " + it.id();
        Optional<String> problem =
                problem(by, it).or(() -> beyondHead(it, parsed.orThrow().proof().checkpoint()));
        if (problem.isPresent()) {
            wrong.add(name + ": " + problem.get());
            return;
        }
        seen.add(it.id());
        // With one member there is nobody to witness.
        boolean full =
                it.witnessed().quorum() || WitnessQuorum.isMet(by, it.author(), new TreeSet<>());
        if (!it.witnessed().quorum()) {
            unwitnessed.add(name);
        }
        var statement = new Statement(it.leaf(), it.payload().orElseThrow());
        Tlp tlp = statement.marking().tlp();
        strictest = tlp.compareTo(strictest) > 0 ? tlp : strictest;
        take(it, statement, full);
    }

    private Optional<String> problem(Charter by, Receipt.Shown shown) {
        if (shown.payload().isEmpty()) {
            return Optional.of("what it says is not enclosed");
        }
        if (seen.contains(shown.id())) {
            return Optional.of("enclosed twice");
        }
        if (by.memberOfLog(shown.id().origin()).isEmpty()) {
            return Optional.of("not in a member's main log");
        }
        if (shown.leaf().declaredSecond() > head.inputs().second()) {
            return Optional.of("stated after the second that is asked for");
        }
        var statement = new Statement(shown.leaf(), shown.payload().get());
        Scope scope = head.reader().isEverybody() ? new Scope.Members() : head.reader().scope();
        if (!Visibility.mayUse(scope, statement.marking(), statement.payload().audience(), by)) {
            return Optional.of("its marking lets no verdict rest on it");
        }
        boolean visible =
                !head.reader().isEverybody()
                        || Visibility.maySee(
                                statement.marking(),
                                statement.payload().audience(),
                                shown.author(),
                                new Viewer.Stranger(),
                                by);
        return visible ? Optional.empty() : Optional.of("not for everybody to see");
    }

    /** The log that is named was read at least so far, and is the same where it was read as far. */
    private Optional<String> beyondHead(Receipt.Shown shown, Note proof) {
        Checkpoint checkpoint = Checkpoint.parse(proof.text()).orThrow();
        Optional<Communique.Head> read =
                head.heads().stream()
                        .filter(it -> it.origin().equals(shown.id().origin()))
                        .findFirst();
        if (read.isEmpty() || read.get().size() < checkpoint.head().size()) {
            return Optional.of("beyond the named head of its log");
        }
        boolean differs =
                read.get().size() == checkpoint.head().size()
                        && !read.get().root().equals(checkpoint.head().root());
        return differs ? Optional.of("its log is not the one that is named") : Optional.empty();
    }

    private void take(Receipt.Shown shown, Statement statement, boolean full) {
        String name = "statement " + shown.id();
        Optional<Ballot> ballot = Ballot.of(shown.author(), shown.id(), statement);
        if (ballot.isPresent()) {
            ballots.add(ballot.get());
            return;
        }
        boolean counts =
                head.list().members().isEmpty() || head.list().members().contains(shown.author());
        if (!counts) {
            wrong.add(name + ": its member has no part in the list");
            return;
        }
        List<Claim> said = statement.claims(shown.author());
        int before = claims.size();
        for (int at = 0; at < said.size(); at++) {
            if (said.get(at).subject().equals(head.subject())) {
                claims.add(new StatedClaim(shown.author(), shown.id(), at, said.get(at), full));
            }
        }
        if (claims.size() == before) {
            wrong.add(name + ": says nothing of the subject");
        }
    }

    /** Motions on the subject; a vote on another is none of its business. */
    private void requireOwnBallots() {
        Map<Hash, Boolean> motions = new TreeMap<>();
        for (Ballot ballot : ballots) {
            if (ballot instanceof Ballot.Moved moved) {
                boolean own =
                        moved.notice().topic() instanceof Topic.OnSubject on
                                && on.subject().equals(head.subject());
                motions.put(moved.commitment(), own);
            }
        }
        for (Ballot ballot : ballots) {
            boolean own =
                    switch (ballot) {
                        case Ballot.Moved moved -> motions.getOrDefault(moved.commitment(), false);
                        case Ballot.Voted voted ->
                                motions.getOrDefault(voted.notice().motion(), false);
                        case Ballot.Appealed _ -> false; // whether one is heard is only said
                    };
            if (!own) {
                wrong.add("statement " + ballot.statement() + ": no word on the subject");
            }
        }
    }
}
