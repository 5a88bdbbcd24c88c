package org.comity.node;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.exchange.RequestBook;
import org.comity.exchange.RequestId;
import org.comity.exchange.RequestStep;
import org.comity.statement.Audience;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.value.Checked;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests between this member and another: each step a statement in its maker's log for the two.
 */
final class Requesting {
    private final Desk desk;

    Requesting(Desk desk) {
        this.desk = desk;
    }

    /** A step that was made here. */
    record Made(RequestId id, StatementId statement) {}

    Made send(MemberId to, RequestStep.Matter matter, String text, Wish wish) throws IOException {
        if (desk.charters().charter().member(to).isEmpty() || to.equals(desk.self())) {
            throw new Refusal("not another member of this exchange", to.name());
        }
        RequestId id = RequestId.draw(desk.self(), to, desk.random());
        return append(new RequestStep.Sent(id, matter, text, wish.deadlineSecond(), wish.about()));
    }

    /** By when, and about what. */
    record Wish(long deadlineSecond, List<StatementId> about) {}

    Made reply(String id, RequestStep.Stage stage, String text) throws IOException {
        RequestBook.Progress progress = find(id);
        var reply =
                new RequestStep.Reply(
                        progress.sent().id(),
                        stage,
                        text,
                        progress.sent().matter().language(),
                        List.of());
        if (!reply.maker().equals(desk.self())) {
            throw new Refusal("this step is for the other party", stage.word());
        }
        var steps = new ArrayList<>(steps());
        StatementId place =
                desk.writer()
                        .call(() -> {
                            Audience to = reply.id().parties();
                            return desk.ownLogs().of(to, desk.nowSecond()).next();
                        });
        var next = new RequestBook.Placed(place, reply.id().parties(), desk.nowSecond(), reply);
        steps.add(next);
        for (RequestBook.Refusal refused : RequestBook.of(steps).refused()) {
            if (refused.step().equals(next)) {
                throw new Refusal(refused.why(), id);
            }
        }
        return append(reply);
    }

    private Made append(RequestStep step) throws IOException {
        long now = desk.nowSecond();
        Statement statement =
                desk.sealer()
                        .control(
                                StatementKind.REQUEST,
                                now,
                                Tlp.RED,
                                step.id().parties(),
                                step.bytes());
        List<StatementId> ids =
                desk.writer()
                        .call(() ->
                                desk.ownLogs()
                                        .append(
                                                step.id().parties(),
                                                List.of(statement),
                                                List.of(),
                                                now));
        return new Made(step.id(), ids.getFirst());
    }

    /** All requests to and from this member, with what is missing next. */
    JsonNode list() throws IOException {
        ArrayNode all = Json.array();
        for (RequestBook.Progress progress : RequestBook.of(steps()).requests().values()) {
            all.add(json(progress));
        }
        return all;
    }

    RequestBook.Progress find(String id) throws IOException {
        var found =
                RequestBook.of(steps()).requests().values().stream()
                        .filter(it -> it.sent().id().id().toString().startsWith(id))
                        .toList();
        if (id.length() < 4 || found.size() != 1) {
            throw new Refusal(
                    found.isEmpty() ? "no such request" : "more digits of the id, please", id);
        }
        return found.getFirst();
    }

    ObjectNode json(RequestBook.Progress progress) {
        RequestStep.Sent sent = progress.sent();
        ObjectNode one =
                Json.object()
                        .put("request", sent.id().id().toString())
                        .put("from", sent.id().from().name())
                        .put("to", sent.id().to().name())
                        .put("kind", sent.matter().kind().word())
                        .put("subject", sent.matter().subject())
                        .put("stage", progress.stage().word())
                        .put(
                                "missing",
                                progress.missing(desk.nowSecond())
                                        .name()
                                        .toLowerCase(java.util.Locale.ROOT))
                        .put("deadline", Instant.ofEpochSecond(sent.deadlineSecond()).toString())
                        .put("legal_basis", sent.matter().legalBasis())
                        .put("urgency", sent.matter().urgency().word())
                        .put("text", sent.text())
                        .put("sent_as", progress.asked().at().toString());
        progress.acknowledged().ifPresent(it -> one.put("acknowledged_as", it.at().toString()));
        progress.closed()
                .ifPresent(it -> {
                    one.put("closed_as", it.at().toString());
                    if (it.step() instanceof RequestStep.Reply reply) {
                        one.put("answer", reply.text());
                    }
                });
        return one;
    }

    private List<RequestBook.Placed> steps() throws IOException {
        var steps = new ArrayList<RequestBook.Placed>();
        for (Log log : desk.logs().all()) {
            for (long at = 0; !log.isMain() && at < log.tree().size(); at++) {
                var id = new StatementId(log.origin(), at);
                Optional<Statement> statement = desk.payloads().statement(id);
                if (statement.isPresent()
                        && statement.get().leaf().kind() == StatementKind.REQUEST
                        && RequestStep.parse(statement.get().payload().json())
                                instanceof Checked.Good<RequestStep>(RequestStep step)) {
                    steps.add(
                            new RequestBook.Placed(
                                    id,
                                    statement.get().payload().audience(),
                                    statement.get().leaf().declaredSecond(),
                                    step));
                }
            }
        }
        return steps;
    }
}
