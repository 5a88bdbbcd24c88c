package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.agreement.Communique;
import org.comity.agreement.ExplanationFile;
import org.comity.agreement.ExplanationHead;
import org.comity.agreement.Question;
import org.comity.agreement.Setting;
import org.comity.agreement.StatedClaim;
import org.comity.charter.Ballot;
import org.comity.charter.Charter;
import org.comity.charter.Receipt;
import org.comity.charter.Scope;
import org.comity.charter.Viewer;
import org.comity.charter.Visibility;
import org.comity.statement.Audience;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.Tlp;
import org.comity.statement.Topic;
import org.comity.value.Hash;

/**
 * Makes an explanation's file for one reader. What the reader may not see is left out and has no
 * part in the answer, so nothing can be concluded from it; whoever hands the file on is told so.
 */
final class Explaining {
    /** The file, and how many statements were left out for the reader's sake. */
    record Made(ExplanationFile file, int leftOut, boolean sameVerdict, Tlp marking) {}

    private final Desk desk;
    private final ExplanationHead.Reader reader;
    private final Question question;
    private final Charter charter;

    Explaining(Desk desk, Question question, ExplanationHead.Reader reader) {
        this.desk = desk;
        this.reader = reader;
        this.question = question;
        this.charter = question.setting().charter();
    }

    Made make(Config.ListOf list) throws IOException {
        List<StatedClaim> visible = new ArrayList<>();
        for (StatedClaim claim : question.claims()) {
            if (maySee(claim.statement())) {
                visible.add(claim);
            }
        }
        var asked = new Question(question.subject(), visible, question.setting());
        Set<StatementId> ballots = ballots(list.scope());
        var statements = new TreeSet<>(ballots);
        statements.removeIf(it -> !mayBeSeen(it));
        int leftOut = ballots.size() - statements.size();
        leftOut +=
                (int)
                        question.untilItEnds().stream()
                                .filter(it -> !visible.contains(it))
                                .map(StatedClaim::statement)
                                .distinct()
                                .count();
        statements.addAll(asked.statements());
        List<Receipt> receipts = new ArrayList<>();
        for (StatementId id : statements) {
            receipts.add(Receipts.make(desk, id, true));
        }
        ExplanationFile.Made made =
                Refusal.orRefuse(
                        ExplanationFile.make(
                                head(list, asked),
                                desk.charters().current().note(),
                                receipts,
                                desk.keys().node()));
        boolean same = made.question().verdict().equals(question.verdict());
        if (!same && leftOut == 0) {
            throw new Refusal(
                    "the logs as they are cosigned do not yet prove what this node works out", "");
        }
        return new Made(made.file(), leftOut, same, made.marking());
    }

    private ExplanationHead head(Config.ListOf list, Question asked) {
        Setting setting = question.setting();
        var overBudget = new TreeSet<MemberId>();
        for (StatedClaim claim : asked.untilItEnds()) {
            if (claim.claim().stance() == Stance.BENIGN && !setting.vetoes().holds(claim)) {
                overBudget.add(claim.member());
            }
        }
        return new ExplanationHead(
                desk.self(),
                reader,
                question.subject(),
                new ExplanationHead.Of(list.name(), new TreeSet<>(list.members())),
                new Communique.Inputs(
                        charter.exchange(),
                        charter.hash(),
                        desk.guards().hash(),
                        setting.asOfSecond()),
                new ExplanationHead.Believed(
                        believed(asked),
                        overBudget,
                        setting.rulings().appealed().contains(question.subject())),
                Communiques.heads(desk.logs(), charter),
                new ExplanationHead.Answered(List.of(), List.of()));
    }

    /**
     * Strangers are told of those alone whose word is in the file: else they would learn whom to
     * deceive.
     */
    private SortedSet<MemberId> believed(Question asked) {
        var believed = new TreeSet<>(question.setting().inStanding());
        if (reader.isEverybody()) {
            believed.retainAll(asked.untilItEnds().stream().map(StatedClaim::member).toList());
        }
        return believed;
    }

    /** Motions on the subject and votes on them, as far as they had been stated by then. */
    private Set<StatementId> ballots(Scope scope) {
        List<Ballot> all =
                desk.logs().ballots(scope).all().stream()
                        .filter(it -> it.second() <= question.setting().asOfSecond())
                        .filter(it -> charter.member(it.member()).isPresent())
                        .toList();
        Set<Hash> motions = new HashSet<>();
        for (Ballot ballot : all) {
            if (ballot instanceof Ballot.Moved moved && isOn(moved, question.subject())) {
                motions.add(moved.commitment());
            }
        }
        Set<StatementId> its = new TreeSet<>();
        for (Ballot ballot : all) {
            boolean own =
                    switch (ballot) {
                        case Ballot.Moved moved -> motions.contains(moved.commitment());
                        case Ballot.Voted voted -> motions.contains(voted.notice().motion());
                        case Ballot.Appealed _ -> false;
                    };
            if (own) {
                its.add(ballot.statement());
            }
        }
        return its;
    }

    private static boolean isOn(Ballot.Moved moved, Subject subject) {
        return moved.notice().topic() instanceof Topic.OnSubject on && on.subject().equals(subject);
    }

    private boolean mayBeSeen(StatementId id) {
        try {
            return maySee(id);
        } catch (IOException broken) {
            throw new UncheckedIOException("reading a ballot", broken);
        }
    }

    private boolean maySee(StatementId id) throws IOException {
        Optional<Statement> statement = desk.payloads().statement(id);
        if (statement.isEmpty()) {
            return false;
        }
        MemberId author =
                desk.logs()
                        .log(id.origin())
                        .orElseThrow(() -> new Refusal("no such log here", id.origin()))
                        .author();
        Marking marking = statement.get().marking();
        Audience audience = statement.get().payload().audience();
        return reader.isEverybody()
                ? Visibility.maySee(marking, audience, author, new Viewer.Stranger(), charter)
                : Visibility.mayUse(reader.scope(), marking, audience, charter);
    }

    /** Whose eyes a file is for; by a list of a sharing group, only those of the group. */
    static ExplanationHead.Reader reader(String word, Config.ListOf list) {
        ExplanationHead.Reader reader =
                word.isEmpty() && list.scope() instanceof Scope.Of
                        ? new ExplanationHead.Reader(list.scope())
                        : reader(word);
        boolean fits =
                reader.scope().equals(list.scope())
                        || !(reader.scope() instanceof Scope.Of
                                || list.scope() instanceof Scope.Of);
        if (!fits) {
            throw new Refusal(
                    "what a sharing group's list rests on is for the group: a file by it is for"
                            + " the same group, and no other is",
                    "--list " + list.name() + " --for " + reader.word());
        }
        return reader;
    }

    private static ExplanationHead.Reader reader(String word) {
        return switch (word) {
            case "", "members" -> ExplanationHead.Reader.MEMBERS;
            case "stranger", "everybody" -> ExplanationHead.Reader.EVERYBODY;
            default ->
                    Scope.ofWord(word.replaceFirst("^group:", "group "))
                            .filter(it -> it instanceof Scope.Of)
                            .map(ExplanationHead.Reader::new)
                            .orElseThrow(() ->
                                    new Refusal(
                                            "an explanation is for members, for a stranger or for"
                                                    + " group:NAME",
                                            word));
        };
    }
}
