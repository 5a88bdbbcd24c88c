package org.comity.node;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.agreement.MemberStanding;
import org.comity.charter.Ballot;
import org.comity.charter.Charter;
import org.comity.charter.Motions;
import org.comity.statement.Audience;
import org.comity.statement.MemberId;
import org.comity.statement.MotionNotice;
import org.comity.statement.ReservationNotice;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.statement.Topic;
import org.comity.statement.VoteNotice;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What people decide: motions, votes, reservations; and each member's standing with its record. */
final class Deciding {
    /** Hexadecimal digits of a motion's name that a person need type. */
    static final int SHORT = 8;

    private final Desk desk;

    Deciding(Desk desk) {
        this.desk = desk;
    }

    JsonNode move(Topic topic, long untilSecond, String reason) throws IOException {
        long now = desk.nowSecond();
        Charter charter = desk.charters().charter();
        long longest =
                switch (topic) {
                    case Topic.OnSubject _ -> Motions.DECISION_SECONDS_MAX;
                    case Topic.OnMember(var member) -> {
                        if (charter.member(member).isEmpty()) {
                            throw new Refusal("not a member of this exchange", member.name());
                        }
                        yield Motions.SUSPENSION_SECONDS;
                    }
                };
        if (untilSecond <= now || untilSecond - now > longest) {
            throw new Refusal(
                    "a motion holds from now for at most " + longest / 86_400 + " days", "--days");
        }
        // The leaf's time is rounded down, and the life counts from there.
        long until = Math.min(untilSecond, now / 300 * 300 + longest);
        StatementId id = state(StatementKind.MOTION, new MotionNotice(topic, until, reason).json());
        return found(desk.logs().leaf(id).orElseThrow().commitment())
                .put("statement", id.toString());
    }

    JsonNode vote(String motion, boolean inFavour, String reason) throws IOException {
        Hash name = motion(motion);
        StatementId id =
                state(StatementKind.MOTION_VOTE, new VoteNotice(name, inFavour, reason).json());
        return found(name).put("statement", id.toString());
    }

    JsonNode reserve(ReservationNotice notice) throws IOException {
        String of =
                notice.about() == ReservationNotice.About.DECISION
                        ? motion(notice.of()).hex()
                        : notice.of();
        var whole = new ReservationNotice(notice.about(), of, notice.withdrawn(), notice.reason());
        StatementId id = state(StatementKind.RESERVATION, whole.json());
        desk.writer()
                .call(() -> {
                    desk.ledger().decideAgain(desk.lists().decided());
                    return true;
                });
        return Json.object().put("statement", id.toString()).put("of", of);
    }

    /** All motions, the newest last, and all reservations. */
    JsonNode list() {
        ObjectNode answer = Json.object();
        ArrayNode motions = answer.putArray("motions");
        tallies().forEach(it -> motions.add(json(it)));
        ArrayNode reservations = answer.putArray("reservations");
        for (Reservations.Reserved it : desk.logs().reservations().standing()) {
            reservations
                    .addObject()
                    .put("member", it.member().name())
                    .put("about", it.notice().about().word())
                    .put("of", it.notice().of())
                    .put("reason", it.notice().reason());
        }
        return answer;
    }

    /** Every member's standing today, and the record that it follows from. */
    JsonNode records() throws IOException {
        long now = desk.nowSecond();
        Charter charter = desk.charters().charter();
        var standings = desk.standings().at(now);
        var inStanding = desk.lists().setting(now).inStanding();
        Worth worth = desk.reporter().worth();
        Map<MemberId, Optional<String>> here =
                desk.writer()
                        .callLong(() -> {
                            var words = new TreeMap<MemberId, Optional<String>>();
                            for (MemberId it : standings.records().keySet()) {
                                words.put(it, Valued.words(it, worth));
                            }
                            return words;
                        });
        ObjectNode answer = Json.object().put("day", day(standings.day()));
        ArrayNode members = answer.putArray("members");
        for (MemberStanding it : standings.records().values()) {
            ObjectNode one = members.addObject().put("member", it.member().name());
            charter.member(it.member()).ifPresent(m -> one.put("country", m.country().code()));
            one.put("in_standing", inStanding.contains(it.member()));
            one.put(
                    "suspended",
                    desk.logs().ballots().suspended(charter, now).contains(it.member()));
            one.put("confirmed", it.confirmed()).put("contradicted", it.contradicted());
            one.put("contradicted_allowed", it.allowed());
            one.set("vouched_by", Json.array(it.vouchedBy()));
            var words = new ArrayList<>(it.words());
            Optional<String> local = here.getOrDefault(it.member(), Optional.empty());
            local.ifPresent(words::add);
            one.put("believed_here", local.isEmpty());
            one.set("words", Json.array(words));
        }
        return answer;
    }

    private static String day(long day) {
        return Instant.ofEpochSecond(day * 86_400).toString().substring(0, 10);
    }

    private List<Motions.Tally> tallies() {
        return Motions.tallies(
                desk.charters().charter(), desk.logs().ballots().all(), desk.nowSecond());
    }

    private ObjectNode found(Hash motion) {
        return tallies().stream()
                .filter(it -> it.motion().commitment().equals(motion))
                .findFirst()
                .map(this::json)
                .orElseGet(() -> Json.object().put("motion", motion.hex()));
    }

    private ObjectNode json(Motions.Tally tally) {
        Ballot.Moved motion = tally.motion();
        ObjectNode one = Json.object().put("motion", motion.commitment().hex());
        switch (motion.notice().topic()) {
            case Topic.OnSubject(var subject, var stance) ->
                    one.put("subject", subject.key()).put("stance", stance.word());
            case Topic.OnMember(var member) -> one.put("suspend", member.name());
        }
        one.put("by", motion.member().name());
        one.put("reason", motion.notice().reason());
        one.put("until", Instant.ofEpochSecond(motion.notice().untilSecond()).toString());
        one.put("open", desk.nowSecond() < motion.notice().untilSecond());
        one.set("in_favour", Json.array(tally.inFavour()));
        one.set("against", Json.array(tally.against()));
        one.put("carried", tally.decision().isPresent());
        one.set("missing", Json.array(tally.missing()));
        return one;
    }

    /** A motion by its name or the beginning of it, or by its statement. */
    private Hash motion(String text) throws IOException {
        Optional<StatementId> id = StatementId.parse(text).optional();
        if (id.isPresent()) {
            return desk.logs()
                    .leaf(id.get())
                    .filter(it -> it.kind() == StatementKind.MOTION)
                    .orElseThrow(() -> new Refusal("no such motion", text))
                    .commitment();
        }
        var found = new ArrayList<Hash>();
        for (Motions.Tally tally : tallies()) {
            Hash name = tally.motion().commitment();
            if (text.length() >= SHORT && name.hex().startsWith(text)) {
                found.add(name);
            }
        }
        if (found.size() != 1) {
            throw new Refusal(
                    found.isEmpty()
                            ? "no such motion; comity motion lists them"
                            : "more than one motion begins so",
                    text);
        }
        return found.getFirst();
    }

    StatementId state(StatementKind kind, Bytes json) throws IOException {
        return desk.writer()
                .call(() -> {
                    Statement statement =
                            desk.sealer()
                                    .control(
                                            kind,
                                            desk.nowSecond(),
                                            Tlp.GREEN,
                                            new Audience.Exchange(),
                                            json);
                    return desk.ledger()
                            .append(desk.logs().own(), List.of(statement), List.of())
                            .getFirst();
                });
    }
}
