package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.comity.charter.Amending;
import org.comity.charter.Amendments;
import org.comity.charter.Charter;
import org.comity.charter.CharterChanges;
import org.comity.charter.Cut;
import org.comity.charter.ProposalStanding;
import org.comity.charter.Tabled;
import org.comity.statement.Audience;
import org.comity.statement.LogMark;
import org.comity.statement.MemberId;
import org.comity.statement.Proposal;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.statement.Vote;
import org.comity.tlog.SigningKey;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What people do to change the charter: propose, vote, and see what is missing for what. */
final class Amender {
    /** Letters of a proposal's name that a person need type. */
    private static final int SHORT = 8;

    private final Desk desk;
    private final AmendmentBook book;

    Amender(Desk desk) {
        this.desk = desk;
        this.book = new AmendmentBook(desk);
    }

    /** A draft, with the consents of those whom it lets in. */
    record Draft(Amending next, SortedMap<MemberId, List<Bytes>> consents) {}

    /** How long votes count, and why it is proposed. */
    record Motive(long seconds, String reason) {}

    /** Where the log of a member ends for this node. */
    TreeHead end(MemberId member) {
        return desk.logs()
                .log(member.name() + "/log")
                .map(it -> it.standing().map(Log.Standing::head).orElse(it.tree().head()))
                .orElse(TreeHead.EMPTY);
    }

    ObjectNode propose(Draft draft, Motive motive) throws IOException {
        Charter parent = desk.charters().charter();
        Charter next = draft.next().next();
        if (CharterChanges.words(parent, next).isEmpty()) {
            throw new Refusal(
                    "that changes nothing; say what, see comity charter propose --help", "");
        }
        var cut = new TreeMap<String, LogMark>();
        for (var member : parent.members()) {
            TreeHead head = end(member.id());
            cut.put(member.logOrigin(), new LogMark(head.size(), head.root()));
        }
        for (Cut one : next.articles().cuts()) {
            cut.computeIfPresent(
                    one.origin(), (_, _) -> new LogMark(one.head().size(), one.head().root()));
        }
        long now = desk.nowSecond();
        var proposal =
                new Proposal(
                        parent.hash(),
                        next.text(),
                        cut,
                        new Proposal.Term(now, now + motive.seconds()),
                        draft.consents(),
                        motive.reason());
        Tabled tabled = Tabled.of(parent, proposal);
        if (!tabled.problems().isEmpty()) {
            throw new Refusal(String.join("; ", tabled.problems()), "");
        }
        StatementId id = desk.writer().call(() -> state(StatementKind.PROPOSAL, proposal.json()));
        return show(proposal.hash()).put("statement", id.toString());
    }

    /** Signs with the member key; refuses what this node knows to be wrong. */
    JsonNode vote(String name) throws IOException {
        SigningKey key = desk.keys().memberKey();
        int epoch = desk.charters().charter().epoch();
        ObjectNode answer =
                desk.writer()
                        .call(() -> {
                            Amendments amendments = book.amendments();
                            Tabled one = find(amendments, name);
                            StatementId id =
                                    state(StatementKind.VOTE, signed(amendments, one, key).json());
                            return Json.object()
                                    .put("proposal", one.hash().hex())
                                    .put("statement", id.toString());
                        });
        // A running node may have seen the vote first.
        desk.amend();
        // One task: between two, another's vote may put it in force, and it stands no more.
        return desk.writer().call(() -> withOutcome(answer, epoch));
    }

    /** Whether the charter is another since that epoch; if not, how the proposal stands. */
    private ObjectNode withOutcome(ObjectNode answer, int epoch) throws IOException {
        int now = desk.charters().charter().epoch();
        answer.put("in_force", now > epoch).put("epoch", now);
        if (now == epoch) {
            Amendments amendments = book.amendments();
            Tabled one = find(amendments, answer.path("proposal").asString());
            answer.set("standing", json(amendments, one).path("standing"));
        }
        return answer;
    }

    private Vote signed(Amendments amendments, Tabled one, SigningKey key) {
        List<String> problems = new ArrayList<>(one.problems());
        problems.addAll(contradictions(one));
        MemberId self = desk.self();
        if (one.targets().contains(self)) {
            problems.add("it removes this member or replaces its keys, so it has no vote on it");
        }
        if (one.proposal().term().deadlineSecond() < desk.nowSecond()) {
            problems.add("its deadline is over");
        }
        Optional<Amendments.Next> next = amendments.nextVote(self);
        if (next.isEmpty()) {
            problems.add(
                    "this member has voted in this round"
                            + amendments
                                    .standingVote(self)
                                    .map(it -> ", for " + it.hex().substring(0, SHORT))
                                    .orElse("")
                            + "; a vote cannot be changed before every proposal of it is dead");
        }
        if (!problems.isEmpty()) {
            throw new Refusal(String.join("; ", problems), one.hash().hex().substring(0, SHORT));
        }
        var cast =
                new Vote.Cast(
                        amendments.parent().hash(),
                        next.orElseThrow().round(),
                        one.hash(),
                        one.proposal().charterHash(),
                        Vote.digest(next.orElseThrow().justification()));
        Bytes signature = key.sign(Bytes.utf8(cast.signedText()));
        return new Vote(cast, next.orElseThrow().justification(), signature);
    }

    /** What a proposal says of logs that this node knows to be otherwise. */
    private List<String> contradictions(Tabled one) {
        var words = new ArrayList<String>();
        for (Map.Entry<String, LogMark> mark : one.proposal().cut().entrySet()) {
            Optional<Log> log = desk.logs().log(mark.getKey());
            long size = mark.getValue().size();
            if (log.isEmpty() || size > log.get().tree().size()) {
                words.add("this node does not hold " + mark.getKey() + " up to its cut yet");
            } else if (!log.get().tree().headAt(size).root().equals(mark.getValue().root())) {
                words.add("its cut of " + mark.getKey() + " is not that log");
            }
        }
        return words;
    }

    private StatementId state(StatementKind kind, Bytes json) throws IOException {
        var statement =
                desk.sealer()
                        .control(kind, desk.nowSecond(), Tlp.CLEAR, new Audience.Exchange(), json);
        return desk.ledger().append(desk.logs().own(), List.of(statement), List.of()).getFirst();
    }

    /** All proposals that would follow the charter in force. */
    JsonNode list() throws IOException {
        Amendments amendments = desk.writer().call(book::amendments);
        ObjectNode answer =
                Json.object()
                        .put("epoch", amendments.parent().epoch())
                        .put("charter", amendments.parent().hash().hex())
                        .put("alarm", amendments.isAlarm());
        desk.charters().removedBy().ifPresent(it -> answer.put("removed_by", it.hash().hex()));
        var all = answer.putArray("proposals");
        amendments.tabled().forEach(it -> all.add(json(amendments, it)));
        return answer;
    }

    JsonNode show(String name) throws IOException {
        Amendments amendments = desk.writer().call(book::amendments);
        return json(amendments, find(amendments, name));
    }

    private ObjectNode show(Hash hash) throws IOException {
        Amendments amendments = desk.writer().call(book::amendments);
        return json(amendments, find(amendments, hash.hex()));
    }

    private static Tabled find(Amendments amendments, String name) {
        if (!name.matches("[0-9a-f]{" + SHORT + ",64}")) {
            throw new Refusal("a proposal is named by 8 hexadecimal digits or more", name);
        }
        List<Tabled> found =
                amendments.tabled().stream()
                        .filter(it -> it.hash().hex().startsWith(name))
                        .toList();
        if (found.size() != 1) {
            throw new Refusal(
                    found.isEmpty() ? "no such proposal here" : "more than one begins so", name);
        }
        return found.getFirst();
    }

    private static ObjectNode json(Amendments amendments, Tabled one) {
        ProposalStanding standing = amendments.standing(one);
        ObjectNode shown =
                Json.object()
                        .put("proposal", one.hash().hex())
                        .put("reason", one.proposal().reason())
                        .put("made", one.proposal().term().madeSecond())
                        .put("deadline", one.proposal().term().deadlineSecond())
                        .put("round", standing.round())
                        .put("needed", standing.needed())
                        .put("certified", standing.fate().certified())
                        .put("dead", standing.fate().dead());
        shown.set("voters", Json.array(standing.voters()));
        shown.set("open", Json.array(standing.open()));
        shown.set("targets", Json.array(one.targets()));
        shown.set("missing", Json.array(standing.missing()));
        shown.set("standing", Json.array(standing.words()));
        List<String> changes =
                one.next()
                        .map(it -> CharterChanges.words(amendments.parent(), it))
                        .orElse(List.of());
        shown.set("changes", Json.array(changes));
        return shown;
    }

    /** Of two epochs that this node has had in force. */
    JsonNode diff(int from, int to) throws IOException {
        List<CharterBook.Signed> history = desk.writer().call(() -> desk.charters().history());
        String exchange = desk.charters().charter().exchange();
        List<Charter> both =
                Stream.of(from, to)
                        .map(epoch ->
                                history.stream()
                                        .map(CharterBook.Signed::charter)
                                        .filter(it -> it.exchange().equals(exchange))
                                        .filter(it -> it.epoch() == epoch)
                                        .findFirst()
                                        .orElseThrow(() ->
                                                new Refusal(
                                                        "this node has had no such epoch",
                                                        String.valueOf(epoch))))
                        .toList();
        return Json.object()
                .set("changes", Json.array(CharterChanges.words(both.getFirst(), both.getLast())));
    }
}
