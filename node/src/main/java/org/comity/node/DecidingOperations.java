package org.comity.node;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.comity.statement.AppealNotice;
import org.comity.statement.MemberId;
import org.comity.statement.Observables;
import org.comity.statement.ReservationNotice;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.statement.Topic;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations about decisions, read from and written to JSON. */
final class DecidingOperations {
    static final Set<String> NAMES =
            Set.of(
                    "motion",
                    "motion-vote",
                    "motion-list",
                    "reserve",
                    "standing",
                    "appeal",
                    "appeal-list",
                    "fault-list",
                    "fault-show",
                    "value");

    private final Desk desk;
    private final Deciding deciding;
    private final Appealing appealing;
    private final Valued valued;

    DecidingOperations(Desk desk) {
        this.desk = desk;
        this.deciding = new Deciding(desk);
        this.appealing = new Appealing(desk, deciding);
        this.valued = new Valued(desk);
    }

    JsonNode run(String name, JsonNode with) throws IOException {
        String reason = text(with, "reason");
        try {
            return switch (name) {
                case "motion" -> deciding.move(topic(with), with.path("until").asLong(), reason);
                case "motion-vote" -> deciding.vote(text(with, "motion"), inFavour(with), reason);
                case "motion-list" -> deciding.list();
                case "reserve" ->
                        deciding.reserve(
                                new ReservationNotice(
                                        about(with),
                                        text(with, "of"),
                                        with.path("undo").asBoolean(),
                                        reason));
                case "appeal" -> {
                    String value = text(with, "value");
                    Subject subject = Refusal.orRefuse(Observables.recognise(value).in(value));
                    yield appealing.state(new AppealNotice(subject, proof(with), reason));
                }
                case "appeal-list" -> appealing.list();
                case "fault-list", "fault-show" -> FaultsShown.run(desk, name, with);
                case "value" -> valued.table();
                case "standing" -> records(text(with, "member"));
                default -> throw new Refusal("unknown operation", name);
            };
        } catch (IllegalArgumentException outOfBounds) {
            throw new Refusal(String.valueOf(outOfBounds.getMessage()), "");
        }
    }

    private static Topic topic(JsonNode with) {
        String suspend = text(with, "suspend");
        if (!suspend.isEmpty()) {
            return new Topic.OnMember(Refusal.orRefuse(MemberId.parse(suspend).in(suspend)));
        }
        String value = text(with, "value");
        Stance stance =
                Stance.ofWord(text(with, "stance"))
                        .orElseThrow(() -> new Refusal("malicious or benign", "stance"));
        return new Topic.OnSubject(
                Refusal.orRefuse(Observables.recognise(value).in(value)), stance);
    }

    private static AppealNotice.Proof proof(JsonNode with) {
        return AppealNotice.Proof.ofWord(text(with, "proof"))
                .orElseThrow(() ->
                        new Refusal("control is proved by dns, http or mail", text(with, "proof")));
    }

    private static boolean inFavour(JsonNode with) {
        return switch (text(with, "vote")) {
            case "for" -> true;
            case "against" -> false;
            default -> throw new Refusal("a vote is for or against", text(with, "vote"));
        };
    }

    private static ReservationNotice.About about(JsonNode with) {
        return ReservationNotice.About.ofWord(text(with, "about"))
                .orElseThrow(() ->
                        new Refusal("about a rule, a list or a decision", text(with, "about")));
    }

    private JsonNode records(String member) throws IOException {
        JsonNode all = deciding.records();
        if (member.isEmpty()) {
            return all;
        }
        Optional<JsonNode> one = Optional.empty();
        for (JsonNode it : all.path("members")) {
            if (it.path("member").asString("").equals(member)) {
                one = Optional.of(it);
            }
        }
        ObjectNode answer = Json.object().put("day", all.path("day").asString(""));
        ArrayNode members = answer.putArray("members");
        members.add(one.orElseThrow(() -> new Refusal("not a member of this exchange", member)));
        return answer;
    }

    private static String text(JsonNode with, String name) {
        return with.path(name).asString("");
    }
}
